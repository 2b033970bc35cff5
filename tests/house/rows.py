"""Rows put into any record table by plain SQL, copied from the good row of its kit."""

from typing import Any
from uuid import UUID

from django.db import connections, models

from jinan.kernel.records.models import PointField
from jinan.kernel.records.types import RecordType


def copy_rows(
    kind: RecordType, source: UUID, *, many: int = 1, using: str = "default", **values: str
) -> list[Any]:
    """Copies of a row under new ids; `values` are SQL expressions by column, `n` counts the copies."""
    once = {f.column for f in kind.model._meta.concrete_fields if f.unique}
    for constraint in kind.model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            once |= {kind.field_of(name).column for name in constraint.fields}
    into, given = [], []
    for this in kind.model._meta.concrete_fields:
        into.append(f'"{this.column}"')
        if this.column in values:
            given.append(values[this.column])
        elif this.primary_key:
            given.append("gen_random_uuid()")
        elif this.column in once and isinstance(this, models.CharField):
            given.append(f"left(md5(random()::text || n), {this.max_length})")
        elif isinstance(this, PointField) and many > 1:
            given.append("ST_SetSRID(ST_MakePoint(80 + random() * 40, 22 + random() * 24), 4490)")
        else:
            given.append(f'r."{this.column}"')
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {kind.model._meta.db_table} ({', '.join(into)}) "
            f"SELECT {', '.join(given)} FROM {kind.model._meta.db_table} r, "
            f"generate_series(1, {many}) AS n WHERE r.id = %s RETURNING id",
            [source],
        )
        return [row[0] for row in cursor.fetchall()]
