from typing import Any

from django.core.management.base import BaseCommand

from jinan.kernel.identity.api import in_scope, system
from jinan.registers.substances.actions import load


class Command(BaseCommand):
    """Load the national list of hazardous substances that the package carries; it may be run again."""

    help = "Load the national list of hazardous substances."

    def handle(self, *args: Any, **options: Any) -> None:
        with in_scope(system("国家目录"), reason="载入国家目录") as by:
            written = load(by)
        if options["verbosity"]:
            self.stdout.write(f"{written} substances written")
