// A click on a point shows its card with the way to the record; one on a group goes nearer.
import type { Map as MapLibre, Popup } from "maplibre-gl";
import { chosen, type Layer } from "./layers";

export type Show = (kind: string, uid: string, at: [number, number]) => Promise<void>;

export function cards(map: MapLibre, layers: Layer[], busy: () => boolean, make: () => Popup): Show {
  let open: Popup | null = null;
  const show: Show = async (kind, uid, at) => {
    const answer = await fetch(`/map/card/${kind}/${uid}/`);
    if (!answer.ok) return;
    const content = document.createElement("div");
    content.innerHTML = await answer.text();
    open?.remove();
    open = make().setLngLat(at).setDOMContent(content).addTo(map);
  };
  const ids = (part: string) => chosen(layers).map((layer) => `${layer.kind}|${part}`).filter((id) => map.getLayer(id));
  map.on("click", (event) => {
    if (busy()) return;
    const near = 6; // pixels, so that a finger meets a point
    const box: [[number, number], [number, number]] = [
      [event.point.x - near, event.point.y - near],
      [event.point.x + near, event.point.y + near],
    ];
    const [point] = map.queryRenderedFeatures(box, { layers: ids("points") });
    if (point) {
      const at = (point.geometry as unknown as { coordinates: [number, number] }).coordinates;
      void show(point.layer.id.split("|")[0], String(point.properties.id), at);
      return;
    }
    const [group] = map.queryRenderedFeatures(box, { layers: ids("groups") });
    if (group) map.easeTo({ center: (group.geometry as unknown as { coordinates: [number, number] }).coordinates, zoom: map.getZoom() + 2 });
  });
  map.on("mousemove", (event) => {
    const on = !busy() && map.queryRenderedFeatures(event.point, { layers: [...ids("points"), ...ids("groups")] }).length > 0;
    map.getCanvas().style.cursor = busy() ? "crosshair" : on ? "pointer" : "";
  });
  return show;
}
