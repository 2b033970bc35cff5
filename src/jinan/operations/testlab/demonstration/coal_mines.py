"""Invented coal mines with their shafts and seams, in the prefectures of the province that really mine coal."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from django.contrib.gis.geos import Point

from jinan.kernel.records.models import spell
from jinan.kernel.territory import api as territory
from jinan.operations.testlab.demonstration.enterprises import SHAPES, credit_code
from jinan.operations.testlab.demonstration.people import person
from jinan.operations.testlab.demonstration.places import SEED, middles, scattered
from jinan.registers.enterprises.models import Enterprise
from jinan.supervision.coal_mines.models import CoalMine, GasGrade, Outburst, Seam, Shaft

TODAY = date(2026, 11, 25)
HUAINAN, HUAIBEI = "淮南矿区", "淮北矿区"
# county: (mines at scale 1, coal district, weights of the gas grades low, high, outburst)
COUNTIES = {
    "340406": (5, HUAINAN, (1, 3, 6)),  # 潘集区
    "340421": (6, HUAINAN, (1, 3, 6)),  # 凤台县
    "340404": (2, HUAINAN, (2, 5, 3)),  # 谢家集区
    "340405": (1, HUAINAN, (2, 5, 3)),  # 八公山区
    "340621": (6, HUAIBEI, (3, 4, 3)),  # 濉溪县
    "340604": (3, HUAIBEI, (5, 3, 2)),  # 烈山区
    "340602": (2, HUAIBEI, (5, 3, 2)),  # 杜集区
    "341302": (6, HUAIBEI, (3, 4, 3)),  # 埇桥区
    "341322": (2, HUAIBEI, (6, 3, 1)),  # 萧县
    "341226": (4, HUAINAN, (2, 5, 3)),  # 颍上县
    "341203": (1, HUAINAN, (5, 4, 1)),  # 颍东区
    "341621": (2, HUAIBEI, (5, 3, 2)),  # 涡阳县
    "341622": (2, HUAIBEI, (5, 3, 2)),  # 蒙城县
}
SEAMS = {HUAINAN: ("13-1煤", "11-2煤", "8煤", "1煤"), HUAIBEI: ("3煤", "7煤", "8煤", "10煤")}
SHAFTS = (
    ("主井", "vertical", "main"),
    ("副井", "vertical", "auxiliary"),
    ("中央风井", "vertical", "air"),
)
CAPACITIES = (30, 45, 60, 90, 120, 150, 180, 240, 300, 400, 500)
STATES = ("producing", "building", "suspended", "closed")


def load(scale: float) -> int:
    """Mines of the coal districts, unless there are mines already."""
    if CoalMine.objects.exists():
        return 0
    made = list(mines(scale, seed=SEED))
    Enterprise.objects.bulk_create([mine.enterprise for mine in made])
    CoalMine.objects.bulk_create(made)
    Shaft.objects.bulk_create([shaft for mine in made for shaft in shafts(mine)])
    Seam.objects.bulk_create([seam for mine in made for seam in seams(mine)])
    return len(made)


def mines(scale: float, seed: int) -> Iterator[CoalMine]:
    """Invented mines, the same for the same seed."""
    places = middles(list(COUNTIES))
    for county, (number, district, weights) in COUNTIES.items():
        chance = random.Random(f"{seed}{county}coal")  # noqa: S311
        names = chance.sample([f"{one}{n}" for one in SHAPES for n in ("", "二号")], len(SHAPES))
        for at in range(min(len(names), max(1, round(number * scale)))):
            yield mine(
                names[at], county, district, weights, scattered(places[county], chance), chance
            )


def mine(
    name: str,
    county: str,
    district: str,
    weights: tuple[int, ...],
    at: Point,
    chance: random.Random,
) -> CoalMine:
    grade = chance.choices(GasGrade.values, weights)[0]
    capacity = chance.choice(CAPACITIES)
    owner = enterprise(name, county, at, chance)
    graded = TODAY - timedelta(days=chance.randrange(30, 600))
    made = CoalMine(
        name=f"{name}煤矿（虚拟）", enterprise=owner, district=district, position=at,
        status=chance.choices(STATES, (30, 3, 4, 2))[0],
        licensed=capacity, approved=capacity + chance.choice((0, 0, 0, 15, 30)),
        method=chance.choice(("longwall", "longwall", "top_coal", "sliced")),
        ventilation=chance.choice(("central", "diagonal", "mixed", "district")),
        gas_grade=grade, graded_on=graded, **emission(grade, chance),
        hydrology=chance.choices("1234", (2, 5, 3, 1))[0],
        combustion=chance.choices(("I", "II", "III"), (2, 5, 3))[0],
        dust=chance.choices("YN", (8, 2))[0], burst=chance.choices("0123", (6, 2, 1, 1))[0],
        monitoring=chance.choices("10", (9, 1))[0],
        licence=f"（虚拟）MK安许证字〔2025〕{chance.randrange(10**4):04}",
        valid_to=TODAY + timedelta(days=chance.choice((-20, 30, 75, 200, 400, 600, 800, 1000))),
        division_id=county, agency_id=county, holder=owner.id, synthetic=True,
    )  # fmt: skip
    made.derive(TODAY)
    spell(made)
    return made


def emission(grade: str, chance: random.Random) -> dict[str, float]:
    """Measured gas that fits the grade."""
    low = grade == GasGrade.LOW
    return {
        "relative": round(chance.uniform(1, 9) if low else chance.uniform(10.5, 28), 2),
        "absolute": round(chance.uniform(2, 30) if low else chance.uniform(25, 90), 2),
        "heading": round(chance.uniform(0.2, 2.5), 2),
        "face": round(chance.uniform(0.5, 4.5), 2),
    }


def enterprise(name: str, county: str, at: Point, chance: random.Random) -> Enterprise:
    short = territory.name(county).rstrip("县市区")
    made = Enterprise(
        name=f"{short}{name}煤业有限公司（虚拟{chance.randrange(1000, 9999)}）",
        credit_code=credit_code(county, chance), industry="0610", legal_person=person(chance),
        phone=f"0000-{chance.randrange(10**6, 10**7)}",
        address=territory.name(county, full=True), position=at,
        division_id=county, agency_id=county, synthetic=True,
    )  # fmt: skip
    made.derive(TODAY)
    spell(made)
    return made


def shafts(of: CoalMine) -> Iterator[Shaft]:
    chance = random.Random(f"{of.name}{of.division_id}shafts")  # noqa: S311
    extra = (("东翼风井", "inclined", "air"),) if of.size == "L" else ()
    for name, kind, purpose in (*SHAFTS, *extra):
        made = Shaft(
            mine=of, name=name, kind_of_shaft=kind, purpose=purpose,
            depth=chance.randrange(380, 1050), division_id=of.division_id, agency_id=of.agency_id,
            position=scattered((of.position.x, of.position.y, 0.01), chance), synthetic=True,
        )  # fmt: skip
        made.derive(TODAY)
        yield made


def seams(of: CoalMine) -> Iterator[Seam]:
    """Seams of the coal district; in an outburst mine the first of them bursts out."""
    chance = random.Random(f"{of.name}{of.division_id}seams")  # noqa: S311
    bursts = of.gas_grade == GasGrade.OUTBURST
    for at, name in enumerate(SEAMS[of.district][: chance.choice((2, 3, 4))]):
        low = of.gas_grade == GasGrade.LOW
        made = Seam(
            mine=of, name=name, thickness=round(chance.uniform(0.9, 6.5), 2),
            dip=round(chance.uniform(3, 28), 1),
            gas=round(chance.uniform(1, 5) if low else chance.uniform(5, 13), 2),
            pressure=round(chance.uniform(0.1, 0.6) if low else chance.uniform(0.6, 2.8), 2),
            outburst=Outburst.YES if bursts and at == 0 else Outburst.NO,
            division_id=of.division_id, agency_id=of.agency_id, synthetic=True,
        )  # fmt: skip
        made.derive(TODAY)
        yield made
