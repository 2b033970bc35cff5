"""Boundaries of counties read from GeoJSON, thinned for three classes of zoom, united upward.

Counties are thinned together, so that each border is drawn once and neighbours still meet; prefectures
and provinces are united from the thinned counties and so share every line with them. No database here.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

PARTS = 1024  # the package encodes in 1/1024 degree
GRID = 2 / PARTS  # [degree], about 200 m
TOLERANCE = {2: 0.002, 1: 0.008, 0: 0.03}  # [degree], by zoom class
WORKERS = 2


@dataclass(frozen=True)
class County:
    """A feature of the package: its code, its name there, its shape as WKB."""

    code: str
    name: str
    wkb: bytes


@dataclass(frozen=True)
class Above:
    """The divisions that a county lies in; no prefecture where it stands directly under its province."""

    prefecture: str | None
    province: str


@dataclass(frozen=True)
class Shape:
    """One boundary to keep: a division, a zoom class, its shape as WKB."""

    code: str
    detail: int
    wkb: bytes


def read(folder: Path) -> list[County]:
    """County features of all files of a folder."""
    paths = sorted(folder.glob("*.geojson"))
    with ProcessPoolExecutor(WORKERS) as pool:
        return [one for found in pool.map(read_file, paths, chunksize=8) for one in found]


def read_file(path: Path) -> list[County]:
    found = []
    for feature in json.loads(path.read_bytes())["features"]:
        code = str(feature.get("id") or feature["properties"].get("id") or "")
        geometry = feature.get("geometry") or {}
        if len(code) == 6 and code.isdigit() and geometry.get("coordinates"):
            name = str(feature["properties"].get("name", ""))
            found.append(County(code, name, shapely.to_wkb(shape(geometry))))
    return found


def shape(geometry: Mapping[str, Any]) -> Any:
    """A valid multipolygon on the grid, decoded where the package encodes it."""
    parts, starts = geometry["coordinates"], geometry.get("encodeOffsets")
    if isinstance(parts[0], str):
        parts, starts = [parts], [starts]
    if isinstance(parts[0][0], str):
        parts = [
            [decode(line, offset) for line, offset in zip(part, offsets, strict=True)]
            for part, offsets in zip(parts, starts or [], strict=True)
        ]
    elif geometry["type"] == "Polygon":
        parts = [parts]
    return valid(shapely.multipolygons([p for p in map(polygon, parts) if p is not None]))


def decode(line: str, offset: list[int]) -> list[list[float]]:
    """Points of a ring in the encoded form of the package: zigzag differences in 1/1024 degree."""
    x, y = offset
    points = []
    for here in range(0, len(line), 2):
        steps = [ord(sign) - 64 for sign in line[here : here + 2]]
        x, y = (last + ((n >> 1) ^ -(n & 1)) for last, n in zip((x, y), steps, strict=True))
        points.append([x / PARTS, y / PARTS])
    return points


def polygon(rings: list[Any]) -> Any:
    outer, *inner = [ring(one) for one in rings]
    if outer is None:
        return None
    return shapely.polygons(outer, [one for one in inner if one is not None] or None)


def ring(points: Any) -> Any:
    """A ring on the grid without repeated points; None when nothing is left of it."""
    on_grid = np.round(np.asarray(points, dtype=float) / GRID)
    kept = np.ones(len(on_grid), dtype=bool)
    kept[1:] = (on_grid[1:] != on_grid[:-1]).any(axis=1)
    on_grid = on_grid[kept] * GRID
    return shapely.linearrings(on_grid) if len(on_grid) > 3 else None


def valid(geometry: Any) -> Any:
    """The same area as a valid multipolygon; lines and points that are left over are dropped."""
    if not shapely.is_valid(geometry):
        geometry = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    parts = shapely.get_parts(geometry)
    return shapely.multipolygons([p for p in parts if p.geom_type == "Polygon" and not p.is_empty])


def cover(counties: list[County], above: Mapping[str, Above]) -> list[Shape]:
    """Boundaries of counties, prefectures and provinces; `above` names those of every county."""
    codes = [one.code for one in counties]
    shapes = shapely.from_wkb([one.wkb for one in counties])
    made: list[Shape] = []
    provinces: list[Shape] = []
    for detail in (2, 1):
        shapes = shapely.coverage_simplify(shapes, TOLERANCE[detail])
        thinned = dict(zip(codes, shapely.to_wkb(shapes), strict=True))
        united = unite(thinned, above)
        made += [Shape(code, detail, wkb) for code, wkb in (thinned | united).items()]
        provinces = [Shape(c, 0, w) for c, w in united.items() if c.endswith("0000")]
    far = shapely.coverage_simplify(shapely.from_wkb([one.wkb for one in provinces]), TOLERANCE[0])
    made += [
        Shape(one.code, 0, shapely.to_wkb(valid(thin)))
        for one, thin in zip(provinces, far, strict=True)
    ]
    return made


def unite(counties: Mapping[str, bytes], above: Mapping[str, Above]) -> dict[str, bytes]:
    """Prefectures and provinces as unions of their counties, province by province."""
    groups: dict[str, dict[str, list[bytes]]] = defaultdict(lambda: defaultdict(list))
    for code, wkb in counties.items():
        groups[above[code].province][above[code].prefecture or ""].append(wkb)
    with ProcessPoolExecutor(WORKERS) as pool:
        found = list(pool.map(unite_province, groups, map(dict, groups.values())))
    return {code: wkb for part in found for code, wkb in part.items()}


def unite_province(code: str, prefectures: Mapping[str, Iterable[bytes]]) -> dict[str, bytes]:
    """The prefectures of one province by code, and the province itself."""
    united = {
        prefecture: valid(shapely.union_all(shapely.from_wkb(list(parts))))
        for prefecture, parts in prefectures.items()
    }
    named = {prefecture: shape for prefecture, shape in united.items() if prefecture}
    named[code] = valid(shapely.union_all(list(united.values())))
    return {c: shapely.to_wkb(g) for c, g in named.items()}
