"""Invented tailings ponds of the enterprises that have none yet."""

import random
from collections.abc import Iterator
from datetime import date

from jinan.operations.testlab.demonstration.places import PLACES, SEED, scattered
from jinan.registers.enterprises.models import Enterprise
from jinan.supervision.tailings import rules
from jinan.supervision.tailings.models import TailingsPond


def load(scale: float) -> int:
    """Ponds for enterprises of the demonstration, unless there are ponds already."""
    if TailingsPond.objects.exists():
        return 0
    owners = list(
        Enterprise.objects.filter(synthetic=True, supervision__overlap=["mine"]).order_by(
            "credit_code"
        )
    )
    return len(TailingsPond.objects.bulk_create(list(ponds(owners, seed=SEED)), batch_size=1000))


def ponds(owners: list[Enterprise], seed: int) -> Iterator[TailingsPond]:
    """One or two ponds for every mine."""
    today = date(2026, 1, 1)
    for owner in owners:
        chance = random.Random(f"{seed}{owner.credit_code}")  # noqa: S311
        if owner.position is None:
            continue
        for number in range(chance.choice((1, 1, 2, 2, 2))):
            capacity = round(10 ** chance.uniform(0.8, 3.8), 1)
            height = round(8 + 10 ** chance.uniform(0.6, 2.0), 1)
            middle = (owner.position.x, owner.position.y, 0.02)
            yield TailingsPond(
                name=f"{chance.choice(PLACES)}尾矿库{owner.credit_code[-4:]}-{number + 1}",
                enterprise=owner,
                dam=scattered(middle, chance),
                capacity=capacity,
                height=height,
                degree=chance.choices("1234", (80, 13, 5, 2))[0],
                grade=rules.grade(capacity, height, on=today),
                division_id=owner.division_id,
                agency_id=owner.agency_id,
                holder=owner.id,
                synthetic=True,
            )
