from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from jinan.kernel.records.guard import guard


class Command(BaseCommand):
    """Put row security, change log and indexes on every record table; runs as the owner."""

    help = "Put the locks on every record table (row security, change log, indexes)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--database", default="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("createcachetable", database=options["database"])
        tables = guard(options["database"])
        self.stdout.write(f"guarded {len(tables)} record tables")
