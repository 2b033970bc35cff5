// What is looked at stands in the address, so that a colleague who is sent it sees the same.
import type { Map as MapLibre } from "maplibre-gl";

export interface View {
  layers: string[] | null;
  at: [number, number] | null;
  zoom: number | null;
}

export function read(): View {
  const asked = new URLSearchParams(location.search);
  const at = (asked.get("at") ?? "").split(",").map(Number);
  const zoom = Number(asked.get("zoom"));
  return {
    layers: asked.has("layers") ? asked.get("layers")!.split(",").filter(Boolean) : null,
    at: at.length === 2 && at.every(Number.isFinite) && Math.abs(at[0]) <= 180 && Math.abs(at[1]) <= 85 ? [at[0], at[1]] : null,
    zoom: asked.has("zoom") && zoom >= 0 && zoom <= 20 ? zoom : null,
  };
}

export function write(map: MapLibre, layers: string[]): void {
  const { lng, lat } = map.getCenter();
  const query = `layers=${layers.join(",")}&at=${lng.toFixed(5)},${lat.toFixed(5)}&zoom=${map.getZoom().toFixed(2)}`;
  history.replaceState(history.state, "", `${location.pathname}?${query}`);
}
