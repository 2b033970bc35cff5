from typing import Any

from django.core.management.base import BaseCommand

from jinan.kernel.identity.api import in_scope, system
from jinan.registers.regulations.actions.loading import load


class Command(BaseCommand):
    """Load the instruments that the package carries; what an officer changed is left alone."""

    help = "Load the laws and standards of the package, their articles as digests."

    def handle(self, *args: Any, **options: Any) -> None:
        with in_scope(system("法规库"), reason="载入法规标准") as by:
            count = load(by)
        if options["verbosity"]:
            self.stdout.write(f"{count} instruments, editions and articles")
