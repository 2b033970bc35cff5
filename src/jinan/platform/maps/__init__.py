"""Maps 地图: layers from declarations as vector tiles, under both locks; boundaries (E3)."""
