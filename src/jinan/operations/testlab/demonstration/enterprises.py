"""Invented enterprises, so many a county; about one in fifty is entered twice, as it happens."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from jinan.kernel.records.models import spell
from jinan.kernel.territory import api as territory
from jinan.operations.testlab.demonstration.people import person
from jinan.operations.testlab.demonstration.places import (
    PLACES,
    PROVINCE,
    SEED,
    counties,
    middles,
    neighbours,
    scattered,
)
from jinan.operations.testlab.demonstration.trades import (
    OWNERSHIPS,
    SHAPES,
    SHARES,
    SIZES,
    STATUSES,
    TRADES,
)
from jinan.registers.enterprises.models import Enterprise
from jinan.standards.gb32100 import ALPHABET, check_sign

EACH = 20  # a county, at scale 1
TWICE, FIRST_TWICE = 50, 3  # every fiftieth, beginning with the fourth
TODAY = date(2026, 1, 1)


def load(scale: float) -> int:
    """Enterprises of all counties; those that are there stay as they are."""
    known = set(Enterprise.objects.values_list("credit_code", flat=True))
    made = [
        *enterprises(counties(), max(1, round(EACH * scale)), seed=SEED),
        *enterprises(neighbours(), 1, seed=SEED),
    ]
    new = [one for one in made if one.credit_code not in known]
    return len(Enterprise.objects.bulk_create(new, batch_size=1000))


def credit_code(division: str, chance: random.Random) -> str:
    """A code with a right check sign whose organisation part is invented."""
    body = "91" + division + "X" + "".join(chance.choice(ALPHABET) for _ in range(8))
    return body + check_sign(body)


def telephone(chance: random.Random) -> str:
    """No place has the area code 0000."""
    return f"0000-{chance.randrange(10**6, 10**7)}"


def enterprises(codes: list[str], each: int, seed: int) -> Iterator[Enterprise]:
    """Invented enterprises, `each` a county and some twice, the same for the same seed."""
    places = middles(codes)
    for before, code in enumerate(codes):
        chance = random.Random(f"{seed}{code}")  # noqa: S311  # a demonstration is no secret
        for number in range(each):
            made = enterprise(code, places[code], chance)
            yield made
            if (before * each + number) % TWICE == FIRST_TWICE:
                yield again(made, chance)


def enterprise(code: str, middle: tuple[float, float, float], chance: random.Random) -> Enterprise:
    """One invented enterprise of a county."""
    trade = chance.choices(TRADES, SHARES)[0]
    scale, fewest, most = chance.choice(SIZES)
    employees = chance.randint(fewest, most)
    short = territory.name(code).rstrip("县市区")
    shape = chance.choice(SHAPES)
    founded = TODAY - timedelta(days=chance.randrange(400, 12_000))
    status = chance.choices(list(STATUSES), list(STATUSES.values()))[0]
    made = Enterprise(
        name=f"{short}{shape}{trade.word}有限公司（虚拟{chance.randrange(1000, 9999)}）",
        short_name=f"{shape}{trade.word}",
        credit_code=credit_code(code, chance),
        industry=trade.industry,
        ownership=chance.choice(OWNERSHIPS),
        scale=scale,
        supervision=list(trade.supervision),
        founded=founded,
        status=status,
        status_since=founded
        if status == "operating"
        else TODAY - timedelta(days=chance.randrange(20, 390)),
        legal_person=person(chance),
        phone=telephone(chance),
        safety_officer=person(chance),
        safety_phone=telephone(chance),
        employees=employees,
        safety_staff=max(1, employees // 100) if employees > 20 else 0,
        address=f"{full_name(code)}{chance.choice(PLACES)}{chance.randrange(1, 400)}号",
        position=scattered(middle, chance),
        division_id=code,
        agency_id=code if code[:2] == PROVINCE[:2] else f"{code[:2]}0000",
        synthetic=True,
    )
    return finished(made)


def full_name(code: str) -> str:
    return territory.name(code, full=True).replace(" ", "")


def finished(made: Enterprise) -> Enterprise:
    made.derive(TODAY)
    spell(made)
    return made


def again(made: Enterprise, chance: random.Random) -> Enterprise:
    """The same enterprise as somebody else entered it: another code, the name in another form."""
    other = Enterprise(
        name=made.name.replace("有限公司", chance.choice(("有限责任公司", "有限公司"))),
        credit_code=credit_code(str(made.division_id), chance),
        industry=made.industry,
        supervision=made.supervision[:1],
        legal_person=made.legal_person,
        phone=made.phone if chance.random() < 0.7 else telephone(chance),
        address=made.address if chance.random() < 0.6 else "",
        division_id=made.division_id,
        agency_id=made.agency_id,
        synthetic=True,
    )
    return finished(other)
