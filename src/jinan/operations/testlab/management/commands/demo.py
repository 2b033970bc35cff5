from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from jinan.kernel.identity.api import in_scope, system
from jinan.operations.testlab import demonstration
from jinan.registers.enterprises.models import Enterprise
from jinan.supervision.tailings.models import TailingsPond

EACH = 10  # enterprises a county at scale 1


class Command(BaseCommand):
    """Load the demonstration; the same scale gives the same data, and it may be run again."""

    help = "Load the demonstration: one real province, invented enterprises and ponds."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--scale", type=float, default=1.0)
        parser.add_argument("--quiet", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MODE == "production":
            raise CommandError("the demonstration is not loaded into a production node")
        with in_scope(system("示范数据"), reason="载入示范数据"):
            demonstration.make_agencies(settings.NODE)
            demonstration.make_accounts()
            known = set(Enterprise.objects.values_list("credit_code", flat=True))
            each = max(1, round(EACH * options["scale"]))
            made = list(demonstration.enterprises(demonstration.counties(), each, seed=2026))
            new = [one for one in made if one.credit_code not in known]
            Enterprise.objects.bulk_create(new, batch_size=1000)
            TailingsPond.objects.bulk_create(
                list(demonstration.ponds(new, seed=2026)), batch_size=1000
            )
        if not options["quiet"]:
            self.stdout.write(
                f"{Enterprise.objects.using('owner').count()} enterprises, "
                f"{TailingsPond.objects.using('owner').count()} ponds"
            )
