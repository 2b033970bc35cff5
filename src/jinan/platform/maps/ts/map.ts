// A map of one layer: boundaries and records come as vector tiles from this node, nothing from outside.
import type { CircleLayerSpecification, Map as MapLibre, StyleSpecification } from "maplibre-gl";
import { FONT, IDEOGRAPHS, addStyles, css, ground, type Sign, hues } from "./desk/look";

export const selector = "[data-map]";

interface About {
  extent: [number, number, number, number] | null;
  record: [number, number] | null;
  address: string;
  fromZoom: number;
  colourTitle: string;
  colours: Sign[];
  ringTitle: string;
  home: string[];
}

function style(kind: string, about: About): StyleSpecification {
  const shades = hues(about.colours);
  const colour = about.colours.length
    ? ["match", ["get", "colour"], ...about.colours.flatMap(([code], n) => [code, shades[n]]), css("--act")]
    : css("--act");
  const drawn = ground(about.home);
  drawn.sources.records = { type: "vector", tiles: [`${location.origin}/tiles/${kind}/{z}/{x}/{y}.mvt`], maxzoom: 14 };
  drawn.layers.push(
    { id: "groups", type: "circle", source: "records", "source-layer": "groups", paint: { "circle-color": css("--act"), "circle-opacity": 0.82, "circle-radius": ["interpolate", ["linear"], ["log10", ["+", ["get", "n"], 1]], 0, 6, 4, 28] } },
    { id: "group-counts", type: "symbol", source: "records", "source-layer": "groups", layout: { "text-field": ["to-string", ["get", "n"]], "text-size": 12, "text-font": FONT, "text-allow-overlap": true }, paint: { "text-color": "#ffffff", "text-halo-color": css("--act"), "text-halo-width": 1 } },
    { id: "labels", type: "symbol", source: "records", "source-layer": "records", minzoom: 9, layout: { "text-field": ["get", "label"], "text-size": 12.5, "text-variable-anchor": ["top", "bottom", "right", "left"], "text-radial-offset": 0.8, "text-font": FONT }, paint: { "text-color": css("--ink"), "text-halo-color": css("--panel"), "text-halo-width": 1.4 } },
    { id: "points", type: "circle", source: "records", "source-layer": "records", paint: { "circle-color": colour as never, "circle-radius": 6.5, "circle-stroke-width": ["case", ["get", "ring"], 3.2, 1.6], "circle-stroke-color": ["case", ["get", "ring"], css("--bad"), "#ffffff"] } },
  );
  return drawn;
}

function legend(element: HTMLElement, map: MapLibre, about: About): void {
  if (!about.colours.length) return;
  const box = document.createElement("div");
  box.className = "map-legend panel";
  const title = document.createElement("strong");
  title.textContent = about.colourTitle;
  box.append(title);
  const shades = hues(about.colours);
  about.colours.forEach(([, label], n) => {
    const line = document.createElement("div");
    const dot = document.createElement("i");
    dot.style.setProperty("background", shades[n]);
    line.append(dot, label);
    box.append(line);
  });
  if (about.ringTitle) {
    const line = document.createElement("div");
    const dot = document.createElement("i");
    dot.className = "ring";
    line.append(dot, about.ringTitle);
    box.append(line);
  }
  element.append(box);
  const fit = () => (box.hidden = map.getZoom() < about.fromZoom); // counts on a grid have no colours
  map.on("zoom", fit);
  fit();
}

function place(map: MapLibre, about: About): void {
  if (about.record) map.jumpTo({ center: about.record, zoom: 11 });
  else if (about.extent) map.fitBounds(about.extent, { padding: 30, maxZoom: 11, duration: 0 });
}

// A map of one division alone: its boundary over those around it.
async function connectDivision(element: HTMLElement, code: string): Promise<void> {
  const answer = await fetch(`/tiles/divisions/${code}.json`);
  if (!answer.ok) return;
  const shape = (await answer.json()) as { extent: [number, number, number, number]; boundary: unknown };
  addStyles();
  const { Map, NavigationControl, ScaleControl } = await import("./maplibre");
  const drawn = style("", { extent: null, record: null, address: "", fromZoom: 0, colours: [], colourTitle: "", ringTitle: "", home: [] });
  delete drawn.sources.records;
  drawn.sources.division = { type: "geojson", data: { type: "Feature", properties: {}, geometry: shape.boundary } as never };
  const around = drawn.layers.filter((layer) => !("source" in layer) || layer.source === "boundaries");
  drawn.layers = [
    ...around.slice(0, -1),
    { id: "division", type: "fill", source: "division", paint: { "fill-color": css("--act"), "fill-opacity": 0.14 } },
    { id: "division-line", type: "line", source: "division", paint: { "line-color": css("--act"), "line-width": 2 } },
    ...around.slice(-1),
  ];
  const map = new Map({
    container: element,
    style: drawn,
    bounds: shape.extent,
    fitBoundsOptions: { padding: 30, maxZoom: 11 },
    attributionControl: false,
    localIdeographFontFamily: IDEOGRAPHS,
  });
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new ScaleControl());
  map.on("idle", () => element.setAttribute("data-ready", ""));
}

// The record of the page stands out among its neighbours.
function ring(record: string): CircleLayerSpecification {
  return {
    id: "here",
    type: "circle",
    source: "records",
    "source-layer": "records",
    filter: ["==", ["get", "id"], record],
    paint: { "circle-radius": 12, "circle-opacity": 0, "circle-stroke-width": 2.5, "circle-stroke-color": css("--act") },
  };
}

export async function connect(element: HTMLElement): Promise<void> {
  if (element.dataset.division) return connectDivision(element, element.dataset.division);
  const kind = element.dataset.layer!;
  const record = element.dataset.record;
  const answer = await fetch(`/tiles/${kind}/about/${record ? `?record=${record}` : ""}`);
  const about = (await answer.json()) as About;
  addStyles();
  const { Map, NavigationControl, ScaleControl } = await import("./maplibre");
  const map = new Map({
    container: element,
    style: style(kind, about),
    center: [105, 35],
    zoom: 3.4,
    attributionControl: false,
    localIdeographFontFamily: IDEOGRAPHS,
  });
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new ScaleControl());
  place(map, about);
  legend(element, map, about);
  if (record) map.once("load", () => map.addLayer(ring(record), "points"));
  map.on("click", "points", (event) => {
    const id = event.features?.[0]?.properties?.id;
    if (id) location.assign(about.address + id + "/");
  });
  map.on("click", "groups", (event) => map.easeTo({ center: event.lngLat, zoom: map.getZoom() + 2 }));
  for (const layer of ["points", "groups"]) {
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
  map.on("idle", () => element.setAttribute("data-ready", ""));
}
