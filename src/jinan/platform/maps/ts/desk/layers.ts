// Layers of the registers: switched on and off; one alone shows the colours of its legend, several one colour each.
import type { LayerSpecification, Map as MapLibre } from "maplibre-gl";
import { FONT, type Sign, css, hues } from "./look";

export interface Layer {
  kind: string;
  colour: string;
  codes: string[];
  shades: string[];
  row: HTMLElement;
  box: HTMLInputElement;
}

export function found(desk: HTMLElement): Layer[] {
  return [...desk.querySelectorAll<HTMLElement>("[data-layer-row]")].map((row) => {
    const { layerRow: kind = "", colours = "[]" } = row.dataset;
    const dot = row.querySelector<HTMLElement>("i.dot")!;
    const colour = getComputedStyle(dot).backgroundColor;
    const signs = JSON.parse(colours) as Sign[];
    const shades = hues(signs);
    row.querySelectorAll<HTMLElement>(".legend i").forEach((sign, n) => sign.style.setProperty("background", shades[n]));
    return { kind, colour, codes: signs.map(([code]) => code), shades, row, box: row.querySelector("input")! };
  });
}

function drawn({ kind, colour }: Layer): LayerSpecification[] {
  const from = { source: kind, "source-layer": "records" };
  const groups = { source: kind, "source-layer": "groups" };
  return [
    { id: `${kind}|groups`, type: "circle", ...groups, paint: { "circle-color": colour, "circle-opacity": 0.84, "circle-stroke-width": 1, "circle-stroke-color": "#ffffff", "circle-radius": ["interpolate", ["linear"], ["log10", ["+", ["get", "n"], 1]], 0, 7, 4, 28] } },
    { id: `${kind}|counts`, type: "symbol", ...groups, layout: { "text-field": ["to-string", ["get", "n"]], "text-size": 12, "text-font": FONT, "text-allow-overlap": true }, paint: { "text-color": "#ffffff", "text-halo-color": colour, "text-halo-width": 1 } },
    { id: `${kind}|labels`, type: "symbol", ...from, minzoom: 9, layout: { "text-field": ["get", "label"], "text-size": 12.5, "text-variable-anchor": ["top", "bottom", "right", "left"], "text-radial-offset": 0.8, "text-font": FONT }, paint: { "text-color": css("--ink"), "text-halo-color": css("--panel"), "text-halo-width": 1.4 } },
    { id: `${kind}|points`, type: "circle", ...from, paint: { "circle-color": colour, "circle-radius": 6.5, "circle-stroke-width": ["case", ["get", "ring"], 3.2, 1.6], "circle-stroke-color": ["case", ["get", "ring"], css("--bad"), "#ffffff"] } },
  ];
}

function add(map: MapLibre, layer: Layer): void {
  map.addSource(layer.kind, { type: "vector", tiles: [`${location.origin}/tiles/${layer.kind}/{z}/{x}/{y}.mvt`], maxzoom: 14 });
  for (const one of drawn(layer)) map.addLayer(one, map.getLayer("drawn-fill") ? "drawn-fill" : undefined);
}

function remove(map: MapLibre, layer: Layer): void {
  for (const one of drawn(layer)) map.removeLayer(one.id);
  map.removeSource(layer.kind);
}

export function chosen(layers: Layer[]): Layer[] {
  return layers.filter((layer) => layer.box.checked);
}

export function show(map: MapLibre, layers: Layer[]): void {
  const on = chosen(layers);
  for (const layer of layers) {
    const there = map.getSource(layer.kind) !== undefined;
    if (layer.box.checked && !there) add(map, layer);
    if (!layer.box.checked && there) remove(map, layer);
    const alone = on.length === 1 && layer.box.checked && layer.codes.length > 0;
    const legend = layer.row.querySelector<HTMLElement>(".legend");
    if (legend) legend.hidden = !alone;
    if (!layer.box.checked) continue;
    const pairs = layer.codes.flatMap((code, n) => [code, layer.shades[n]]);
    map.setPaintProperty(`${layer.kind}|points`, "circle-color", alone ? ["match", ["get", "colour"], ...pairs, layer.colour] : layer.colour);
  }
}
