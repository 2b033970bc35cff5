// The position under the pointer, or of the middle on a screen that is touched, in the system chosen.
import type { Map as MapLibre } from "maplibre-gl";
import { written } from "./datums";
import type { Position } from "./geodesy";

export function pointer(map: MapLibre, shown: HTMLElement, system: HTMLSelectElement): void {
  const middle = (): Position => [map.getCenter().lng, map.getCenter().lat];
  let at = middle();
  const write = () => (shown.textContent = written(at, system.value));
  system.value = localStorage.getItem("map-datum") || system.value;
  map.on("mousemove", ({ lngLat }) => {
    at = [lngLat.lng, lngLat.lat];
    write();
  });
  map.on("move", () => {
    at = middle();
    write();
  });
  system.addEventListener("change", () => {
    localStorage.setItem("map-datum", system.value);
    write();
  });
  write();
}
