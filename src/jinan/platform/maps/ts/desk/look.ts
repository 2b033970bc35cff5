// What every map has in common: its type, its colours, the boundaries beneath, the styles of the library.
import type { FilterSpecification, StyleSpecification } from "maplibre-gl";

export const PALETTE = ["#2f8f5b", "#d99a1c", "#d4552a", "#a11d1d", "#6d5fb0", "#2f7fa8", "#8a6d4b", "#7a8491"];
const TONES: Record<string, string[]> = {
  good: ["#2f8f5b", "#7cb894"],
  note: ["#2f7fa8", "#83b6cf"],
  warn: ["#d99a1c", "#e8c47a"],
  bad: ["#d4552a", "#a11d1d", "#6b1220"],
};
const PLAIN = ["#6d5fb0", "#8a6d4b", "#7a8491", "#3f8f95", "#b0688f", "#5b6f3a", "#a3a05a", "#4a5b8c"];
export type Sign = [code: string, label: string, tone: string];

// A colour for each code: of its badge where it has one, each of a tone in a shade of its own.
export function hues(signs: Sign[]): string[] {
  if (!signs.some(([, , tone]) => tone)) return signs.map((_sign, n) => PALETTE[n % PALETTE.length]);
  const used: Record<string, number> = {};
  return signs.map(([, , tone]) => {
    const shades = TONES[tone] ?? PLAIN;
    used[tone] = (used[tone] ?? -1) + 1;
    return shades[used[tone] % shades.length];
  });
}

export const FONT = ["Noto Sans CJK SC"];
export const IDEOGRAPHS = "'Noto Sans CJK SC', 'PingFang SC', sans-serif";

export function css(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// Boundaries and names; the viewer's own territory stands out where it is a division that has a shape.
export function ground(home: string[]): StyleSpecification {
  const mine: FilterSpecification = ["in", ["get", "code"], ["literal", home]];
  return {
    version: 8,
    sources: {
      boundaries: { type: "vector", tiles: [`${location.origin}/tiles/boundaries/{z}/{x}/{y}.mvt`], maxzoom: 11 },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": css("--sunk") } },
      { id: "land", type: "fill", source: "boundaries", "source-layer": "boundaries", filter: ["==", ["get", "level"], "province"], paint: { "fill-color": css("--map-land") } },
      { id: "home", type: "fill", source: "boundaries", "source-layer": "boundaries", filter: mine, paint: { "fill-color": css("--map-home") } },
      { id: "lines", type: "line", source: "boundaries", "source-layer": "boundaries", paint: { "line-color": css("--map-line"), "line-width": ["match", ["get", "level"], "province", 1.6, "prefecture", 1.1, 0.6] } },
      { id: "home-line", type: "line", source: "boundaries", "source-layer": "boundaries", filter: mine, paint: { "line-color": css("--act"), "line-width": 2, "line-opacity": 0.75 } },
      { id: "names", type: "symbol", source: "boundaries", "source-layer": "names", layout: { "text-field": ["get", "name"], "text-size": 13, "text-font": FONT, "text-letter-spacing": 0.08 }, paint: { "text-color": css("--ink-3"), "text-halo-color": css("--map-land"), "text-halo-width": 1.4 } },
    ],
  };
}

// The library's own styles are fetched with the library, by pages that show a map only.
export function addStyles(): void {
  if (document.querySelector("link[data-map-styles]")) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = "/static/built/map.css";
  link.dataset.mapStyles = "";
  document.head.prepend(link);
}
