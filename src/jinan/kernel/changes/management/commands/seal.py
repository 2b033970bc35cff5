import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, connections
from django.utils import timezone

from jinan.kernel.changes.chain import export_head, seal

PAUSE = 2.0  # seconds; an entry is sealed within a few seconds of its commit
HEAD_EVERY = 300.0  # seconds between exported heads


class Command(BaseCommand):
    """Seal the change log, over and over; `--once` seals what is there and ends."""

    help = "Seal the change log in order; runs as the owner beside the web processes."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        exported = 0.0
        while True:
            try:
                sealed = seal()
                if time.monotonic() - exported > HEAD_EVERY or options["once"]:
                    self._month_ahead()
                    export_head(settings.HOME)
                    exported = time.monotonic()
            except OperationalError as error:
                self.stderr.write(f"database away: {error}")
                connections["owner"].close()
                sealed = 0
            if options["once"] and not sealed:
                return
            if not sealed:
                time.sleep(PAUSE)

    def _month_ahead(self) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "SELECT changes.make_partition((%s::date + n * interval '1 month')::date) "
                "FROM generate_series(0, 3) AS n",
                [timezone.localdate()],
            )
