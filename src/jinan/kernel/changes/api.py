"""Door of the change log: what other rooms may write into it and read from it."""

import json
from typing import Any
from uuid import UUID

from django.db import connection

from jinan.kernel.changes.models import Change, Verb
from jinan.kernel.changes.triggers import Logged, trigger_sql

__all__ = ["Change", "Logged", "Verb", "history", "note", "reveal", "trigger_sql"]


def note(verb: Verb, kind: str, record: UUID | None = None, **detail: Any) -> None:
    """Write an entry that is no change of a row: a reading of personal data, an export, a sign-in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT changes.note(%s, %s, %s, %s)",
            [str(verb), kind, record, json.dumps(detail, ensure_ascii=False, default=str)],
        )


def history(table: str, record: UUID) -> list[Change]:
    """Entries of one record, oldest first; empty unless the viewer may see the record."""
    return list(Change.objects.raw("SELECT * FROM changes.history(%s, %s)", [table, record]))


def reveal(change: Change, hidden: dict[str, str]) -> str | None:
    """The clear text of a personal value in the log; None after the person was erased."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT changes.reveal(%s, %s, %s)", [json.dumps(hidden), change.record, change.seq]
        )
        return cursor.fetchone()[0]
