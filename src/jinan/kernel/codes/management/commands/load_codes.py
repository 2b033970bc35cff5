from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jinan.kernel.codes.loading import Contradiction, carried, load


class Command(BaseCommand):
    """Load every code set that the package carries; what is there already is left alone."""

    help = "Load the code sets of the package."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            new = sum(load(one) for one in carried())
        except Contradiction as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"{new} editions loaded")
