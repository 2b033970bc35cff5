// Drawing on the map: points one after another; Esc, Enter or a double click ends, Backspace takes the last one back.
import type { GeoJSONSource, Map as MapLibre, MapMouseEvent } from "maplibre-gl";
import { circle, inverse, type Position } from "./geodesy";
import { css } from "./look";

export type Shape = "line" | "polygon" | "circle";

export interface Drawing {
  start(shape: Shape): void;
  end(): void;
  clear(): void;
  active(): boolean;
}

type Told = (shape: Shape, points: Position[], done: boolean) => void;

const FEW = { line: 2, polygon: 3, circle: 2 };

function outline(shape: Shape, points: Position[]): Position[] {
  return shape === "circle" && points.length > 1 ? circle(points[0], inverse(points[0], points[1]).metres) : points;
}

export function ring(shape: Shape, points: Position[]): Position[] {
  const line = outline(shape, points);
  return [...line, line[0]];
}

function features(shape: Shape, points: Position[]): object[] {
  const line = shape === "line" || points.length < FEW[shape] ? points : ring(shape, points);
  const made: object[] = points.map((at) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: at } }));
  if (line.length > 1) made.push({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: line } });
  if (shape !== "line" && line.length > 3) made.push({ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [line] } });
  return made;
}

function addLayers(map: MapLibre): void {
  const colour = css("--seal");
  map.addSource("drawn", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  map.addLayer({ id: "drawn-fill", type: "fill", source: "drawn", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour, "fill-opacity": 0.1 } });
  map.addLayer({ id: "drawn-line", type: "line", source: "drawn", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": colour, "line-width": 2, "line-dasharray": [3, 1.5] } });
  map.addLayer({ id: "drawn-points", type: "circle", source: "drawn", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 4, "circle-color": "#ffffff", "circle-stroke-color": colour, "circle-stroke-width": 2 } });
}

export function drawing(map: MapLibre, told: Told): Drawing {
  let shape: Shape = "line";
  let points: Position[] = [];
  let drawn = false;
  addLayers(map);
  const paint = (more: Position[] = []) => {
    const all = [...points, ...more];
    map.getSource<GeoJSONSource>("drawn")!.setData({ type: "FeatureCollection", features: features(shape, all) } as never);
    told(shape, all, !drawn);
  };
  const end = () => {
    if (!drawn) return;
    drawn = false;
    map.getCanvas().style.cursor = "";
    setTimeout(() => map.doubleClickZoom.enable(), 300);
    if (points.length < FEW[shape]) points = [];
    paint();
  };
  map.on("click", ({ lngLat }: MapMouseEvent) => {
    if (!drawn) return;
    points.push([lngLat.lng, lngLat.lat]);
    if (shape === "circle" && points.length === 2) end();
    else paint();
  });
  map.on("mousemove", ({ lngLat }: MapMouseEvent) => {
    if (drawn && points.length) paint([[lngLat.lng, lngLat.lat]]);
  });
  map.on("dblclick", () => {
    if (!drawn) return;
    points.pop(); // the second click of the two
    end();
  });
  document.addEventListener("keydown", (event) => {
    if (!drawn) return;
    if (event.key === "Escape" || event.key === "Enter") end();
    else if (event.key === "Backspace") points.pop() && paint();
    else return;
    event.preventDefault();
  });
  return {
    start(next) {
      shape = next;
      points = [];
      drawn = true;
      map.doubleClickZoom.disable();
      map.getCanvas().style.cursor = "crosshair";
      paint();
    },
    end,
    clear() {
      drawn = false;
      points = [];
      map.doubleClickZoom.enable();
      paint();
    },
    active: () => drawn,
  };
}
