from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from jinan.kernel.changes.chain import export_head, read_heads, verify


class Command(BaseCommand):
    """`audit verify` proves the change log; `audit head` exports the head of the chain."""

    help = "Prove that the change log is whole (verify), or export its head (head)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("deed", choices=["verify", "head"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["deed"] == "head":
            self.stdout.write(str(export_head(settings.HOME) or "no seals yet"))
            return
        verdict = verify(read_heads(settings.HOME))
        if verdict.broken:
            broken = verdict.broken
            raise CommandError(
                f"BROKEN at seal {broken.number}, entry {broken.seq}: {broken.fault} "
                f"({verdict.checked} seals checked)"
            )
        self.stdout.write(f"whole: {verdict.checked} seals checked, head {verdict.head or '-'}")
