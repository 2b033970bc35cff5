from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from jinan.kernel.identity.api import in_scope, system
from jinan.operations.testlab.demonstration import (
    accounts,
    agencies,
    certified,
    coal_mines,
    enterprises,
    hidden_dangers,
    ponds,
    waiting,
    worksites,
)

# Each `load(scale)` adds what is not there yet and returns how much; a later one may need an earlier one.
LOADED = (
    ("agencies", agencies.load),
    ("accounts", accounts.load),
    ("enterprises", enterprises.load),
    ("ponds", ponds.load),
    ("coal mines", coal_mines.load),
    ("people", certified.load),
    ("worksites", worksites.load),
    ("things that wait", waiting.load),
    ("hidden dangers", hidden_dangers.load),
)


class Command(BaseCommand):
    """Load the demonstration; the same scale gives the same data, and it may be run again."""

    help = "Load the demonstration: one real province, everything else invented and marked as such."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--scale", type=float, default=1.0)
        parser.add_argument("--quiet", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MODE == "production":
            raise CommandError("the demonstration is not loaded into a production node")
        with in_scope(system("示范数据"), reason="载入示范数据"):
            told = [f"{load(options['scale'])} {name}" for name, load in LOADED]
        if not options["quiet"]:
            self.stdout.write(", ".join(told))
