"""Door of the change log: what other rooms may write into it and read from it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from jinan.kernel.changes import chain
from jinan.kernel.changes.models import Change, Seal, Verb
from jinan.kernel.changes.triggers import Logged, trigger_sql

__all__ = [
    "Change",
    "Logged",
    "Seal",
    "Verb",
    "Whereabouts",
    "chain",
    "erase",
    "history",
    "note",
    "note_reading",
    "reveal",
    "trigger_sql",
    "whereabouts",
]

MOST_NOTED = 200


@dataclass(frozen=True)
class Whereabouts:
    """What an administrator may know of a record: its kind and place, never what it holds."""

    kind: str
    table: str
    division: str | None
    also: tuple[str, ...]
    holder: UUID | None
    agency: str | None
    node: str
    void: bool
    erased: bool


def note(verb: Verb, kind: str, record: UUID | None = None, **detail: Any) -> None:
    """Write an entry that is no change of a row: a reading of personal data, an export, a sign-in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT changes.note(%s, %s, %s, %s)",
            [str(verb), kind, record, json.dumps(detail, ensure_ascii=False, default=str)],
        )


def note_reading(kind: str, records: Sequence[UUID], fields: Sequence[str]) -> None:
    """Note that personal fields of these records were shown: an entry for each, one for a great many.

    Whoever shows personal fields in clear calls it once a page or answer; an export, whose
    own entry holds the query, calls it too and gets one entry with the number of records.
    """
    if not records or not fields:
        return
    if len(records) > MOST_NOTED:
        note(Verb.READ, kind, None, fields=list(fields), count=len(records))
        return
    detail = json.dumps({"fields": list(fields)}, ensure_ascii=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT changes.note_readings(%s, %s, %s)", [kind, list(records), detail])


def erase(table: str, record: UUID, reason: str) -> int:
    """Erase the personal data of one row, in the row and for ever in the log; says how many entries.

    The database refuses everybody but the security administrator and system roles.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT changes.erase(%s, %s, %s)", [table, record, reason])
        return int(cursor.fetchone()[0])


def whereabouts(record: UUID) -> Whereabouts | None:
    """Kind and place of a record for the security and the audit administrator; None for others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM changes.whereabouts(%s)", [record])
        row = cursor.fetchone()
    if row is None:
        return None
    kind, table, division, also, *rest = row
    return Whereabouts(kind, table, division, tuple(also or ()), *rest)


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
