from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections


class Command(BaseCommand):
    """Begin a new epoch of the change log; a node restored from a backup must."""

    help = "Begin a new epoch of the change log (after a restore)."

    def handle(self, *args: Any, **options: Any) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute("UPDATE scope.node SET epoch = epoch + 1 RETURNING epoch")
            self.stdout.write(f"epoch {cursor.fetchone()[0]}")
