"""A small demonstration for the journeys: accounts of every role, two counties with enterprises and ponds."""

import django

EACH = 24
COUNTIES = ("340122", "340123")


def fill() -> None:
    from django.conf import settings

    from jinan.kernel.identity.api import in_scope, system
    from jinan.operations.testlab import demonstration
    from jinan.registers.enterprises.models import Enterprise
    from jinan.supervision.tailings.models import TailingsPond

    with in_scope(system("示范数据"), reason="载入示范数据"):
        demonstration.make_agencies(settings.NODE)
        demonstration.make_accounts()
        owners = list(demonstration.enterprises(list(COUNTIES), EACH, seed=2026))
        Enterprise.objects.bulk_create(owners)
        TailingsPond.objects.bulk_create(list(demonstration.ponds(owners, seed=2026)))


if __name__ == "__main__":
    django.setup()
    fill()
