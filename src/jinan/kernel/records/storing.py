"""Writing many records in few statements: values as PostgreSQL reads them, one UPDATE for a batch."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from django.utils import timezone

from jinan.kernel.records.models import ImportRun, Record
from jinan.kernel.records.types import RecordType

STAMPS = frozenset(
    {"id", "version", "node", "created_at", "created_by", "changed_at", "changed_by"}
)
Values = Mapping[str, str | None]


def columns_of(kind: RecordType) -> dict[str, Any]:
    """Fields by column, without the stamps that the database or the actions set."""
    return {
        str(field.column): field
        for field in kind.model._meta.concrete_fields
        if field.attname not in STAMPS
    }


def written(value: Any) -> str | None:
    """A value as PostgreSQL reads it from text."""
    if value is None:
        return None
    if isinstance(value, GEOSGeometry):
        return str(value.hexewkb.decode())
    if isinstance(value, list):
        quoted = ['"' + str(one).replace("\\", r"\\").replace('"', r"\"") + '"' for one in value]
        return "{" + ",".join(quoted) + "}"
    if isinstance(value, bool):
        return "t" if value else "f"
    return repr(value) if isinstance(value, float) else str(value)


def differences(before: Mapping[str, Any], record: Record, columns: Mapping[str, Any]) -> Values:
    """The former values, as text, of the columns in which a record differs from what it was."""
    return {
        column: written(before[field.attname])
        for column, field in columns.items()
        if before[field.attname] != getattr(record, field.attname)
    }


def insert(kind: RecordType, records: Sequence[Record]) -> set[UUID]:
    """Add many records in one statement; one whose key is taken, even out of sight, is passed over.

    Returns the ids really added.
    """
    fields: Any = kind.model._meta.concrete_fields
    now, table = timezone.now(), kind.model._meta.db_table
    listed = ", ".join(f'"{field.column}"' for field in fields)
    names = [(field.column, field.attname) for field in fields]
    rows = [{column: getattr(one, name) for column, name in names} for one in records]
    for row in rows:
        row["created_at"] = row["changed_at"] = now
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({listed}) SELECT {listed} '
            f'FROM json_populate_recordset(NULL::"{table}", %s::json) ON CONFLICT DO NOTHING RETURNING id',
            [json.dumps(rows, ensure_ascii=False, default=written)],
        )
        return {line[0] for line in cursor.fetchall()}


def update(kind: RecordType, rows: Mapping[UUID, Values], by: UUID | None) -> set[UUID]:
    """Set columns of many records in one statement; every row names the same columns.

    Returns the ids really changed: a row out of reach is not among them.
    """
    if not rows:
        return set()
    fields, table = columns_of(kind), kind.model._meta.db_table
    names = sorted(next(iter(rows.values())))
    sets = ", ".join(f'"{name}" = v."{name}"::{fields[name].db_type(connection)}' for name in names)
    arrays = ", ".join(["%s::uuid[]", *["%s::text[]"] * len(names)])
    listed = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" t SET {sets}, changed_by = %s '
            f"FROM unnest({arrays}) AS v(id, {listed}) WHERE t.id = v.id RETURNING t.id",
            [by, list(rows), *([row[name] for row in rows.values()] for name in names)],
        )
        return {line[0] for line in cursor.fetchall()}


def whole(rows: Mapping[UUID, Values], records: Mapping[UUID, Record], kind: RecordType) -> Any:
    """Rows that name the same columns: what a row does not name keeps the record's present value."""
    fields = columns_of(kind)
    names = sorted({name for row in rows.values() for name in row})
    return {
        uid: {
            name: row[name] if name in row else written(getattr(records[uid], fields[name].attname))
            for name in names
        }
        for uid, row in rows.items()
    }


def remember(run: ImportRun, rows: Iterable[tuple[UUID, Values | None, int]]) -> None:
    """Keep what an import did to each record: its values before (None: added), its version after."""
    made: Sequence[tuple[UUID, Values | None, int]] = list(rows)
    if not made:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_importrow (run_id, record, before, version, outcome) "
            "SELECT %s, v.record, v.before::jsonb, v.version, '' "
            "FROM unnest(%s::uuid[], %s::text[], %s::int[]) AS v(record, before, version)",
            [
                run.pk,
                [record for record, _before, _version in made],
                [
                    None if before is None else json.dumps(before, ensure_ascii=False)
                    for _record, before, _version in made
                ],
                [version for _record, _before, version in made],
            ],
        )
