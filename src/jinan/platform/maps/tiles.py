"""Vector tiles of registers and boundaries, made by PostGIS as the restricted role."""

import json
from typing import Any

from django.db import connection

from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import RecordType
from jinan.platform.maps.kept import Kept

MOST_POINTS = 2_000  # in one tile; a denser one shows counts on a grid

# Counts are kept for a moment, by the rights that the viewer has now; points never are.
COUNTS: "Kept[tuple[Any, ...]]" = Kept(seconds=60, most=500)

# Full-width brackets in labels are drawn as blanks by the map, so they become plain ones.
# The envelope is asked in the system of the data, so that its index serves; drawing is in Web Mercator.
POINTS = """
WITH edge AS (SELECT ST_TileEnvelope(%s, %s, %s) AS web),
area AS (SELECT web, ST_Transform(ST_SetSRID(web, 3857), 4490) AS box FROM edge),
rows AS (
  SELECT r.id::text AS id, translate(r.{label}::text, '（）', '()') AS label, {colour} AS colour, {ring} AS ring,
    ST_AsMVTGeom(ST_Transform(r.{geometry}, 3857), area.web, 4096, 64, true) AS geom
  FROM {table} r, area WHERE r.{geometry} && area.box AND r.voided_at IS NULL {where} LIMIT {most} + 1)
SELECT ST_AsMVT(rows, 'records', 4096, 'geom'), count(*) FROM rows
"""
GRID = """
WITH edge AS NOT MATERIALIZED (SELECT ST_TileEnvelope(%s, %s, %s) AS web),
area AS NOT MATERIALIZED (SELECT web, ST_Transform(ST_SetSRID(web, 3857), 4490) AS box FROM edge),
cells AS (
  SELECT count(*) AS n, ST_MakePoint(avg(x), avg(y)) AS middle
  FROM {table} r CROSS JOIN area CROSS JOIN LATERAL (SELECT ST_X(r.{geometry}) AS x, ST_Y(r.{geometry}) AS y) p
  WHERE r.{geometry} && area.box AND r.voided_at IS NULL {where}
  GROUP BY floor(x / {step}), floor(y / {step})),
rows AS (
  SELECT n, ST_AsMVTGeom(ST_Transform(ST_SetSRID(middle, 4490), 3857), area.web, 4096, 64, true) AS geom
  FROM cells, area)
SELECT ST_AsMVT(rows, 'groups', 4096, 'geom') FROM rows
"""
BOUNDARIES = """
WITH edge AS (SELECT ST_TileEnvelope(%s, %s, %s) AS web),
area AS (SELECT web, ST_Transform(ST_SetSRID(web, 3857), 4490) AS box FROM edge),
rows AS (
  SELECT d.code, d.name, d.level,
    ST_AsMVTGeom(ST_Transform(b.geom, 3857), area.web, 4096, 32, true) AS geom
  FROM territory_boundary b JOIN territory_division d ON d.code = b.division_id, area
  WHERE b.detail = %s AND d.level = ANY(%s) AND d.valid_to IS NULL AND b.geom && area.box)
SELECT ST_AsMVT(rows, 'boundaries', 4096, 'geom') FROM rows
"""
# A name stands once, at a point inside its division; drawn from polygons it would stand once a tile.
NAMES = """
WITH edge AS (SELECT ST_TileEnvelope(%s, %s, %s) AS web),
area AS (SELECT web, ST_Transform(ST_SetSRID(web, 3857), 4490) AS box FROM edge),
points AS (
  SELECT d.name, d.level, ST_PointOnSurface(b.geom) AS point, area.web, area.box
  FROM territory_boundary b JOIN territory_division d ON d.code = b.division_id, area
  WHERE b.detail = %s AND d.level = %s AND b.geom && area.box),
rows AS (
  SELECT name, level, ST_AsMVTGeom(ST_Transform(point, 3857), web, 4096, 0, true) AS geom
  FROM points WHERE point && box)
SELECT ST_AsMVT(rows, 'names', 4096, 'geom') FROM rows
"""


def record_tile(kind: RecordType, viewer: Viewer, z: int, x: int, y: int) -> bytes:
    """Points of a register in one tile; from afar, and where they stand densely, counts on a grid."""
    layer = kind.layer
    if layer is None:
        return b""
    where, values = territory_filter(kind, viewer)
    words: dict[str, Any] = {
        "table": kind.model._meta.db_table,
        "geometry": kind.field_of(layer.geometry).column,
        "label": kind.field_of(layer.label).column,
        "colour": f"r.{kind.field_of(layer.colour).column}::text" if layer.colour else "''",
        "ring": ringed(kind),
        "where": where,
        "most": MOST_POINTS,
        "step": 45 / 2**z,
    }
    place = [z, x, y, *values]
    kept = (kind.kind, z, x, y, tuple(map(str, values)))
    if (counted := COUNTS.get(kept)) is not None:
        return counted
    if z >= layer.from_zoom:
        tile, found = row(POINTS.format(**words), place)
        if found <= MOST_POINTS:
            return bytes(tile or b"")
    counted = run(GRID.format(**words), place)
    COUNTS.keep(kept, counted)
    return counted


def ringed(kind: RecordType) -> str:
    """The expression that says whether a record stands out: a field holds more than its default."""
    if kind.layer is None or kind.layer.ring is None:
        return "false"
    this = kind.field_of(kind.layer.ring)
    usual = str(this.get_default()).replace("'", "''")
    return f"(r.{this.column}::text <> '{usual}')"


def territory_filter(kind: RecordType, viewer: Viewer) -> tuple[str, list[Any]]:
    """The first lock, as in `visible_to`, in plain SQL for the alias `r`."""
    divisions = viewer.divisions(kind.subject)
    if divisions is None:
        return "", []
    codes = sorted(divisions)
    return (
        "AND (r.division_id = ANY(%s) OR (r.also <> '{}' AND r.also && %s::varchar(6)[]) OR r.holder = %s)",
        [
            codes,
            codes,
            viewer.holder,
        ],
    )


def boundary_tile(z: int, x: int, y: int) -> bytes:
    """Provinces from afar, prefectures nearer, counties near; each in its own detail."""
    if z <= 4:
        shapes, names = [z, x, y, 0, ["province"]], [z, x, y, 0, "province"]
    elif z <= 6:
        shapes = [z, x, y, 1, ["province", "prefecture"]]
        names = [z, x, y, 1, "province" if z == 5 else "prefecture"]
    else:
        shapes = [z, x, y, 1 if z <= 9 else 2, ["province", "prefecture", "county"]]
        names = [z, x, y, 1, "prefecture" if z == 7 else "county"]
    return run(BOUNDARIES, shapes) + run(NAMES, names)


def division_shape(code: str) -> dict[str, Any] | None:
    """West, south, east, north and the boundary (GeoJSON) of a division, as coarse as it is large."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ARRAY[ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)], ST_AsGeoJSON(geom, 4) "
            "FROM territory_boundary b JOIN territory_division d ON d.code = b.division_id "
            "WHERE b.division_id = %s ORDER BY abs(b.detail - CASE d.level WHEN 'county' THEN 2 ELSE 1 END) LIMIT 1",
            [code],
        )
        row = cursor.fetchone()
    return {"extent": row[0], "boundary": json.loads(row[1])} if row else None


def run(sql: str, values: list[Any]) -> bytes:
    return bytes(row(sql, values)[0] or b"")


def row(sql: str, values: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def extent(kind: RecordType, viewer: Viewer) -> list[float] | None:
    """West, south, east, north of what the viewer sees of a register; None when it is empty."""
    layer = kind.layer
    if layer is None:
        return None
    where, values = territory_filter(kind, viewer)
    column = kind.field_of(layer.geometry).column
    table = kind.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (SELECT ST_Extent(p) AS e FROM "
            f"(SELECT r.{column} AS p FROM {table} r WHERE r.voided_at IS NULL {where} LIMIT 50000) s) x",
            values,
        )
        row = cursor.fetchone()
    return [float(v) for v in row] if row and row[0] is not None else None


def around(codes: list[str]) -> list[float] | None:
    """West, south, east, north of some divisions together; None when none has a shape."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM "
            "(SELECT ST_Extent(geom) AS e FROM territory_boundary WHERE division_id = ANY(%s)) x",
            [codes],
        )
        row = cursor.fetchone()
    return [float(v) for v in row] if row and row[0] is not None else None
