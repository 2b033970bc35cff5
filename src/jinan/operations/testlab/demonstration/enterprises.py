"""Invented enterprises, so many a county."""

import random
from collections.abc import Iterator

from jinan.kernel.records.models import spell
from jinan.kernel.territory import api as territory
from jinan.operations.testlab.demonstration.people import person
from jinan.operations.testlab.demonstration.places import (
    PLACES,
    SEED,
    counties,
    middles,
    scattered,
)
from jinan.registers.enterprises.models import Enterprise
from jinan.standards.gb32100 import ALPHABET, check_sign

EACH = 10  # a county, at scale 1
SHAPES = (
    "金河",
    "宏远",
    "恒泰",
    "永兴",
    "长丰",
    "新源",
    "大通",
    "天华",
    "鑫盛",
    "瑞安",
    "中和",
    "远大",
)
TRADES = (
    ("铁矿", "0810"),
    ("铜矿", "0911"),
    ("金矿", "0921"),
    ("石灰石矿", "1011"),
    ("化工", "2614"),
)


def load(scale: float) -> int:
    """Enterprises of all counties; those that are there stay as they are."""
    known = set(Enterprise.objects.values_list("credit_code", flat=True))
    made = enterprises(counties(), max(1, round(EACH * scale)), seed=SEED)
    new = [one for one in made if one.credit_code not in known]
    return len(Enterprise.objects.bulk_create(new, batch_size=1000))


def credit_code(division: str, chance: random.Random) -> str:
    """A code with a right check sign whose organisation part is invented."""
    body = "91" + division + "X" + "".join(chance.choice(ALPHABET) for _ in range(8))
    return body + check_sign(body)


def enterprises(codes: list[str], each: int, seed: int) -> Iterator[Enterprise]:
    """Invented enterprises, `each` a county, the same for the same seed."""
    places = middles(codes)
    for code in codes:
        chance = random.Random(f"{seed}{code}")  # noqa: S311  # a demonstration is no secret
        for _number in range(each):
            trade, industry = chance.choice(TRADES)
            short = territory.name(code).rstrip("县市区")
            made = Enterprise(
                name=f"{short}{chance.choice(SHAPES)}{trade}有限公司（虚拟{chance.randrange(1000, 9999)}）",
                credit_code=credit_code(code, chance),
                industry=industry,
                legal_person=person(chance),
                phone=f"0000-{chance.randrange(10**6, 10**7)}",
                address=f"{territory.name(code, full=True)}{chance.choice(PLACES)}",
                position=scattered(places[code], chance),
                division_id=code,
                agency_id=code,
                synthetic=True,
            )
            made.holder = made.id
            spell(made)
            yield made
