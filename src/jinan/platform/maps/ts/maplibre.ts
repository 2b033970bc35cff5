// The map library as a part of its own, fetched only by pages that show a map.
/// <reference path="./csp.d.ts" />
import maplibre from "maplibre-gl/dist/maplibre-gl-csp";

maplibre.setWorkerUrl("/static/built/map-worker.js");
export const { Map, NavigationControl, Popup, ScaleControl } = maplibre;
