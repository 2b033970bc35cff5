// The build of the map library that obeys a strict content policy carries no types of its own.
declare module "maplibre-gl/dist/maplibre-gl-csp" {
  export default maplibregl;
  const maplibregl: typeof import("maplibre-gl");
}
