"""Invented experts, safety engineers and certified persons.

Their identity numbers have a right check sign, but the division of a whole province, which no
number of a living person has.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from jinan.kernel.records.models import spell
from jinan.kernel.territory import api as territory
from jinan.operations.testlab.demonstration.people import person
from jinan.operations.testlab.demonstration.places import PROVINCE, SEED
from jinan.registers.enterprises.models import Enterprise
from jinan.registers.people.models import (
    CertifiedPerson,
    Class,
    Expert,
    Field,
    SafetyEngineer,
    Speciality,
)
from jinan.standards.gb11643 import check_sign

TODAY = date(2026, 11, 25)
EXPERTS, ENGINEERS, CERTIFIED = 30, 40, 200
EMPLOYERS = (
    "示范矿业研究院",
    "示范化工设计院",
    "示范安全技术学院",
    "示范应急救援总队",
    "示范职业卫生中心",
)
# Trades that fit an industry of the demonstration, by the first digits of its code.
TRADES = {"06": "05", "08": "06", "09": "06", "10": "06", "26": "09"}
TERMS = (-30, 20, 60, 85, 120, 300, 500, 700, 900, 1000)  # days from today


def load(scale: float) -> int:
    """People of the demonstration, unless there are some already."""
    if Expert.objects.exists():
        return 0
    chance = random.Random(f"{SEED}people")  # noqa: S311
    owners = list(
        Enterprise.objects.filter(synthetic=True, division__code__startswith=PROVINCE[:2])
        .order_by("credit_code")
    )  # fmt: skip
    mining = [one for one in owners if one.industry.startswith("06")]
    experts = Expert.objects.bulk_create(experts_of(round(EXPERTS * scale), chance))
    engineers = SafetyEngineer.objects.bulk_create(
        engineers_of(owners, round(ENGINEERS * scale), chance)
    )
    certified = CertifiedPerson.objects.bulk_create(
        certified_of((mining or owners) + owners[::9], round(CERTIFIED * scale), chance)
    )
    return len(experts) + len(engineers) + len(certified)


def identity_number(chance: random.Random) -> str:
    born = date(1962, 1, 1) + timedelta(days=chance.randrange(14_000))
    first = f"{PROVINCE}{born:%Y%m%d}{chance.randrange(1000):03}"
    return first + check_sign(first)


def plain(chance: random.Random, division: str) -> dict[str, object]:
    return {
        "name": person(chance),
        "identity_number": identity_number(chance),
        "phone": f"0000-{chance.randrange(10**6, 10**7)}",
        "division_id": division,
        "agency_id": division,
        "synthetic": True,
    }


def ends(chance: random.Random) -> date:
    return TODAY + timedelta(days=chance.choice(TERMS))


def experts_of(number: int, chance: random.Random) -> Iterator[Expert]:
    cities = [city.code for city in territory.children(PROVINCE)]
    for at in range(number):
        made = Expert(
            field=Field.values[at % len(Field.values)], title=chance.choice("11223"),
            organisation=chance.choice(EMPLOYERS), valid_to=ends(chance),
            **plain(chance, cities[at % len(cities)]),
        )  # fmt: skip
        made.derive(TODAY)
        spell(made)
        yield made


def engineers_of(
    owners: list[Enterprise], number: int, chance: random.Random
) -> Iterator[SafetyEngineer]:
    for at in range(number if owners else 0):
        owner = chance.choice(owners)
        made = SafetyEngineer(
            number=f"虚{at:06}", level=chance.choice(Class.values),
            speciality=chance.choice(Speciality.values), enterprise=owner, valid_to=ends(chance),
            holder=owner.id, **plain(chance, str(owner.division_id)),
        )  # fmt: skip
        made.derive(TODAY)
        spell(made)
        yield made


def certified_of(
    owners: list[Enterprise], number: int, chance: random.Random
) -> Iterator[CertifiedPerson]:
    """Heads, managers and operators of enterprises, operators most of all."""
    for at in range(number if owners else 0):
        owner = owners[at % len(owners)]
        certificate = chance.choices(("head", "manager", "special"), (2, 3, 7))[0]
        trade = chance.choice((TRADES.get(owner.industry[:2], "01"), "01", "02", "03"))
        until = ends(chance)
        made = CertifiedPerson(
            certificate=certificate, trade=trade if certificate == "special" else "",
            number=f"虚{at:06}", issuer="示范省应急管理厅", enterprise=owner, valid_to=until,
            review_on=until - timedelta(days=1095) if certificate == "special" else None,
            holder=owner.id, **plain(chance, str(owner.division_id)),
        )  # fmt: skip
        made.derive(TODAY)
        spell(made)
        yield made
