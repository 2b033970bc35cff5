"""A small demonstration for the journeys: accounts of every role, two counties with enterprises and ponds."""

import django

EACH = 24
COUNTIES = ("340122", "340123")


def fill() -> None:
    from jinan.kernel.identity.api import in_scope, system
    from jinan.operations.testlab.demonstration import accounts, agencies, enterprises, ponds
    from jinan.registers.enterprises.models import Enterprise

    with in_scope(system("示范数据"), reason="载入示范数据"):
        agencies.load(1)
        accounts.load(1)
        Enterprise.objects.bulk_create(enterprises.enterprises(list(COUNTIES), EACH, seed=2026))
        ponds.load(1)


if __name__ == "__main__":
    django.setup()
    fill()
