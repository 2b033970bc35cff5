from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jinan.platform.cases.diagram import drawing
from jinan.platform.cases.types import courses


class Command(BaseCommand):
    """Write the drawing of every course into a folder, as it stands in the documents."""

    help = "Write the drawing of every course as FOLDER/COURSE.svg; with --check only compare."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        old = []
        for course in courses():
            path, drawn = options["folder"] / f"{course.name}.svg", drawing(course)
            if path.is_file() and path.read_text() == drawn:
                continue
            old.append(path.name)
            if not options["check"]:
                path.write_text(drawn)
        if options["check"] and old:
            raise CommandError(f"old drawings, run ./jinan docs: {', '.join(old)}")
