"""Invented places of work of every third enterprise."""

import random
from collections.abc import Iterator
from datetime import date

from django.contrib.gis.geos import Point

from jinan.kernel.records.models import spell
from jinan.operations.testlab.demonstration.places import PLACES, SEED, scattered
from jinan.registers.enterprises.models import Enterprise, Place

KINDS = {
    "coal": "mine",
    "mine": "mine",
    "hazchem": "store",
    "fireworks": "store",
    "construction": "site",
}
NAMES = {"mine": "采区", "store": "库区", "site": "工地", "plant": "分厂"}
APART = 0.02  # [degrees]


def load(scale: float) -> int:
    """Places for enterprises of the demonstration, unless there are places already."""
    if Place.objects.exists():
        return 0
    owners = Enterprise.objects.filter(synthetic=True, position__isnull=False).order_by(
        "credit_code"
    )
    return len(Place.objects.bulk_create(list(worksites(list(owners), SEED)), batch_size=1000))


def worksites(owners: list[Enterprise], seed: int) -> Iterator[Place]:
    """None, one or two places of an enterprise, near it."""
    for owner in owners:
        chance = random.Random(f"{seed}{owner.credit_code}")  # noqa: S311
        kind = KINDS.get(owner.supervision[0] if owner.supervision else "", "plant")
        at = owner.position
        if not isinstance(at, Point):
            continue
        for name in chance.sample(PLACES, chance.choice((0, 0, 0, 1, 2))):
            made = Place(
                name=f"{name}{NAMES[kind]}",
                enterprise=owner,
                kind_of_place=kind,
                staff=chance.randrange(3, 120),
                address=f"{owner.address}附近",
                position=scattered((at.x, at.y, APART), chance),
                division_id=owner.division_id,
                agency_id=owner.agency_id,
                holder=owner.pk,
                synthetic=True,
            )
            made.derive(date(2026, 1, 1))
            spell(made)
            yield made
