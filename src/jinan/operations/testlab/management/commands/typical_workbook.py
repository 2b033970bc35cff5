from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from jinan.operations.testlab.demonstration import typical


class Command(BaseCommand):
    """Write a list of enterprises as offices keep it, with the faults that such lists have."""

    help = "Write a real-shaped workbook of invented enterprises, to try the import with."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--rows", type=int, default=20_000)
        parser.add_argument("--division", default="340122")

    def handle(self, *args: Any, **options: Any) -> None:
        number = typical.write(options["path"], options["rows"], options["division"])
        self.stdout.write(f"{number} rows in {options['path']}")
