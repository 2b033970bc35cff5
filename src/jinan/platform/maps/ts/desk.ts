// The map desk: layers of several registers on one map, with search, drawing, measuring, and what lies inside.
import type { Map as MapLibre } from "maplibre-gl";
import { cards, type Show } from "./desk/card";
import { drawing, ring, type Shape } from "./desk/drawing";
import { inside } from "./desk/inside";
import { chosen, found, type Layer, show } from "./desk/layers";
import { IDEOGRAPHS, addStyles, ground } from "./desk/look";
import { measured } from "./desk/measure";
import { pointer } from "./desk/pointer";
import { read, write } from "./desk/view";

export const selector = "[data-map-desk]";

function style(box: HTMLElement) {
  const drawn = ground(JSON.parse(box.dataset.home ?? "[]") as string[]);
  const base = box.dataset.base;
  if (!base) return drawn;
  drawn.sources.base = { type: "raster", tiles: [base], tileSize: 256, maxzoom: 18 };
  const [floor, ...rest] = drawn.layers;
  const flat = rest.filter((layer) => layer.type !== "fill");
  drawn.layers = [floor, { id: "base", type: "raster", source: "base" }, ...flat];
  return drawn;
}

function tools(desk: HTMLElement, map: MapLibre, layers: Layer[]) {
  const result = desk.querySelector<HTMLElement>("[data-measured]")!;
  const list = desk.querySelector<HTMLElement>("#map-inside")!;
  const buttons = [...desk.querySelectorAll<HTMLButtonElement>("[data-draw]")];
  let filters = false;
  const tool = drawing(map, (shape, points, done) => {
    result.textContent = measured(shape, points).join(" · ");
    result.hidden = points.length < 2;
    if (!done) return;
    buttons.forEach((button) => button.setAttribute("aria-pressed", "false"));
    if (filters && points.length > 1) {
      desk.classList.remove("shut");
      void inside(list, ring(shape, points), chosen(layers).map((layer) => layer.kind));
    }
    filters = false;
  });
  for (const button of buttons) {
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-pressed") === "true") return tool.end(); // a finger has no Esc
      list.hidden = true;
      tool.start(button.dataset.draw as Shape);
      filters = "inside" in button.dataset;
      buttons.forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
      map.getCanvas().focus();
    });
  }
  desk.querySelector("[data-clear]")?.addEventListener("click", () => {
    filters = false;
    tool.clear();
    list.hidden = true;
    list.replaceChildren();
  });
  return tool;
}

// A place that was found is gone to; a record shows its layer and its card.
function goTo(desk: HTMLElement, map: MapLibre, layers: Layer[], card: Show): void {
  desk.addEventListener("click", (event) => {
    const line = (event.target as HTMLElement).closest<HTMLElement>("[data-go]");
    if (!line) return;
    const numbers = line.dataset.go!.split(",").map(Number);
    if (matchMedia("(max-width: 1000px)").matches) desk.classList.add("shut");
    if (numbers.length === 4) return void map.fitBounds(numbers as [number, number, number, number], { padding: 40, maxZoom: 12 });
    const at = numbers as [number, number];
    const layer = layers.find((one) => one.kind === line.dataset.kind);
    if (layer && !layer.box.checked) layer.box.click();
    map.easeTo({ center: at, zoom: Math.max(map.getZoom(), 11) });
    if (layer) void card(layer.kind, line.dataset.uid!, at);
  });
}

export async function connect(desk: HTMLElement): Promise<void> {
  const box = desk.querySelector<HTMLElement>(".map")!;
  const layers = found(desk);
  const asked = read();
  const extent = JSON.parse(box.dataset.extent ?? "null") as [number, number, number, number] | null;
  if (asked.layers) layers.forEach((layer) => (layer.box.checked = asked.layers!.includes(layer.kind)));
  if (matchMedia("(max-width: 1000px)").matches) desk.classList.add("shut");
  addStyles();
  const { Map, NavigationControl, Popup, ScaleControl } = await import("./maplibre");
  const map = new Map({
    container: box,
    style: style(box),
    center: asked.at ?? [105, 35],
    zoom: asked.zoom ?? 3.4,
    ...(!asked.at && extent ? { bounds: extent, fitBoundsOptions: { padding: 30, maxZoom: 11 } } : {}),
    attributionControl: false,
    canvasContextAttributes: { preserveDrawingBuffer: true },
    localIdeographFontFamily: IDEOGRAPHS,
  });
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new ScaleControl());
  pointer(map, desk.querySelector("[data-position]")!, desk.querySelector("[data-system]")!);
  desk.querySelector("[data-side]")?.addEventListener("click", () => {
    desk.classList.toggle("shut");
    map.resize();
  });
  desk.querySelector("[data-print]")?.addEventListener("click", () => print());
  map.on("idle", () => box.setAttribute("data-ready", ""));
  map.once("load", () => {
    const tool = tools(desk, map, layers);
    const make = () => new Popup({ maxWidth: "320px", offset: 10, className: "map-card" });
    goTo(desk, map, layers, cards(map, layers, tool.active, make));
    const refresh = () => {
      show(map, layers);
      write(map, chosen(layers).map((layer) => layer.kind));
    };
    layers.forEach((layer) => layer.box.addEventListener("change", refresh));
    map.on("moveend", () => write(map, chosen(layers).map((layer) => layer.kind)));
    refresh();
  });
}
