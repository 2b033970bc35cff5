"""A small demonstration for the journeys: accounts of every role, two counties with enterprises and ponds."""

from random import Random

import django

EACH = 24
COUNTIES = ("340122", "340123")


def fill() -> None:
    from jinan.kernel.identity.api import in_scope, system
    from jinan.operations.testlab.demonstration import (
        accounts,
        agencies,
        certified,
        coal_mines,
        enterprises,
        ponds,
    )
    from jinan.registers.enterprises.models import Enterprise
    from jinan.registers.people.models import CertifiedPerson, Expert
    from jinan.registers.substances.actions import load as load_substances

    with in_scope(system("示范数据"), reason="载入示范数据") as by:
        agencies.load(1)
        accounts.load(1)
        Enterprise.objects.bulk_create(enterprises.enterprises(list(COUNTIES), EACH, seed=2026))
        ponds.load(1)
        coal_mines.load(0.4)
        mining = list(Enterprise.objects.filter(industry="0610").order_by("credit_code"))
        chance = Random(2026)
        CertifiedPerson.objects.bulk_create(certified.certified_of(mining, 40, chance))
        Expert.objects.bulk_create(certified.experts_of(12, chance))
        load_substances(by)


if __name__ == "__main__":
    django.setup()
    fill()
