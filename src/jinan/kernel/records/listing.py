"""The list of a register: which rows, in which order, from which place on."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote, unquote

from django.contrib.gis.db.models import GeometryField
from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from jinan.kernel.identity.scope import Viewer
from jinan.kernel.records.models import Record, RecordQuerySet
from jinan.kernel.records.types import Column, RecordType, type_of
from jinan.kernel.territory import api as territory

PAGE = 50
MOST_COUNTED = 10_000
MOST_LINKED = 500


@dataclass(frozen=True)
class Page:
    """Rows of one page and the keys of its neighbours."""

    rows: list[Any]
    following: str | None
    earlier: bool


class Listing:
    """One list as a viewer asked for it; `asked` is the query of the address."""

    def __init__(self, kind: RecordType, viewer: Viewer, asked: Mapping[str, str]) -> None:
        self.kind, self.viewer, self.asked = kind, viewer, asked

    @cached_property
    def division(self) -> str:
        return self.asked.get("division", "")

    @cached_property
    def words(self) -> str:
        return self.asked.get("q", "").strip()

    @cached_property
    def columns(self) -> tuple[str | Column, ...]:
        """Columns chosen by the reader, in the order of the declaration; all when none is chosen."""
        chosen = [name for name in self.asked.get("columns", "").split(",") if name]
        if not chosen:
            return self.kind.columns
        return tuple(c for c in self.kind.columns if column_name(c) in chosen) or self.kind.columns

    @cached_property
    def sort(self) -> tuple[str, bool]:
        """Field and whether it falls; newest first when nothing was asked."""
        asked = self.asked.get("sort", "")
        name = asked.removeprefix("-")
        sortable = [c for c in self.kind.columns if isinstance(c, str) and "__" not in c]
        return (name, asked.startswith("-")) if name in sortable else ("id", True)

    def filtered(self) -> RecordQuerySet:
        """All rows asked for, without order."""
        found = self.kind.model.objects.visible_to(self.viewer)
        if self.asked.get("void") != "1":
            found = found.live()
        if self.division and self.division != territory.NATION:
            codes = sorted(territory.subtree(self.division))
            found = found.filter(Q(division__in=codes) | Q(also__overlap=codes))
        for name in self.kind.filters:
            value = self.asked.get(name, "")
            if value and name != "division":
                found = found.filter(**{name: value})
        return search(found, self.kind, self.viewer, self.words) if self.words else found

    def page(self) -> Page:
        name, falling = self.sort
        direction = "-" if falling else ""
        order = [f"{direction}{name}"] if name == "id" else [f"{direction}{name}", f"{direction}id"]
        rows = after(self.filtered(), name, falling, self.asked.get("after", ""))
        geometry = [f.name for f in self.kind.model._meta.fields if isinstance(f, GeometryField)]
        links = [
            f.name
            for f in self.kind.model._meta.fields
            if isinstance(f, models.ForeignKey) and f.name in self.columns and f.name != "division"
        ]
        found = list(rows.select_related(*links).defer(*geometry).order_by(*order)[: PAGE + 1])
        following = cursor_of(found[PAGE - 1], name) if len(found) > PAGE else None
        return Page(found[:PAGE], following, bool(self.asked.get("after")))

    def count(self) -> tuple[int, bool]:
        """How many rows, and whether there are more than were counted."""
        if self._whole_country():
            return self._estimate(), True
        counted = self.filtered().order_by().values("pk")[: MOST_COUNTED + 1].count()
        return min(counted, MOST_COUNTED), counted > MOST_COUNTED

    def _whole_country(self) -> bool:
        narrowed = self.words or self.division or any(self.asked.get(f) for f in self.kind.filters)
        everywhere = self.viewer.divisions(self.kind.subject) is None
        return everywhere and not narrowed and self._estimate() > MOST_COUNTED

    def _estimate(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass",
                [self.kind.model._meta.db_table],
            )
            return int(cursor.fetchone()[0])


def column_name(column: str | Column) -> str:
    return column if isinstance(column, str) else column.name


def search(rows: RecordQuerySet, kind: RecordType, viewer: Viewer, words: str) -> RecordQuerySet:
    """Rows whose search fields, or whose linked records' fields, contain the words."""
    found = Q()
    own = [name for name in kind.search if "__" not in name]
    if own:
        found |= Q(pk__in=matching(kind.model.objects.all(), own, words))
    for name in kind.search:
        if "__" in name:
            link, inner = name.split("__", 1)
            target: Any = kind.field_of(link).related_model
            linked = matching(target.objects.visible_to(viewer), [inner], words)
            keys = list(linked.values_list("pk", flat=True)[:MOST_LINKED])
            if keys:
                found |= Q(**{f"{link}__in": keys})
    return rows.filter(found) if found else rows.none()


def matching(rows: RecordQuerySet, fields: list[str], words: str) -> RecordQuerySet:
    """Rows with the words in their own fields: by the index of words, then looked at exactly."""
    table = rows.model._meta.db_table
    exact = Q()
    for name in fields:
        exact |= Q(**{f"{name}__icontains": words})
    return rows.filter(
        RawSQL(f"{table}.words @@ changes.query(%s)", [words], output_field=models.BooleanField())  # noqa: S611
    ).filter(exact)


def after(rows: RecordQuerySet, name: str, falling: bool, cursor: str) -> RecordQuerySet:
    """Rows behind the cursor in the order of a field and the id."""
    if not cursor:
        return rows
    past = "lt" if falling else "gt"
    *values, last = [unquote(part) for part in cursor.split("~")]
    if name == "id":
        return rows.filter(**{f"id__{past}": last})
    value = values[0] if values else ""
    return rows.filter(
        Q(**{f"{name}__{past}": value}) | Q(**{name: value}) & Q(**{f"id__{past}": last})
    )


def cursor_of(row: Any, name: str) -> str:
    if name == "id":
        return str(row.id)
    value = getattr(row, row._meta.get_field(name).attname)
    return f"{quote(str(value), safe='')}~{row.id}"


def shown(record: Any, column: str | Column) -> str:
    """The text of a cell."""
    if isinstance(column, Column):
        return str(column.value(record))
    field = record._meta.get_field(column)
    value = getattr(record, field.attname)
    if value is None or value == "":
        return ""
    if column == "division":
        return territory.name(value)
    if field.choices:
        return str(getattr(record, f"get_{column}_display")())
    if isinstance(field, models.ForeignKey):
        return str(getattr(record, column))
    if isinstance(field, models.DateTimeField):
        from django.utils import timezone

        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return "、".join(territory.name(code) for code in value)
    return str(value)


def link_type(record: Any, column: str) -> RecordType | None:
    """The register that a column points at, when it is one."""
    target = record._meta.get_field(column).related_model
    if target is None or not issubclass(target, Record):
        return None
    try:
        return type_of(target)
    except KeyError:
        return None
