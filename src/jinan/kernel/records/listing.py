"""The list of a register: which rows, in which order, from which place on."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote, unquote
from uuid import UUID

from django.contrib.gis.db.models import GeometryField
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import connection, models
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.codes import api as codes
from jinan.kernel.identity.scope import Viewer
from jinan.kernel.records.models import CodeField, Record, RecordQuerySet, Several
from jinan.kernel.records.searching import search
from jinan.kernel.records.types import Column, RecordType, type_of
from jinan.kernel.territory import api as territory

PAGE = 50
MOST_COUNTED = 1_000
MOST_GLANCED = 200  # divisions; beyond, their list costs more than it brings
LONGEST_SEARCH = 200
HELD = 60  # seconds for which "more than are counted" is taken to be still true
GLANCED: dict[
    object, float
] = {}  # what was found to be many: at most one entry a register and territory
NULL = "!"  # stands for no value in a cursor; quoted values never hold it


@dataclass(frozen=True)
class Page:
    """Rows of one page and the keys of its neighbours."""

    rows: list[Any]
    following: str | None
    earlier: bool


class UnreadableQuery(ValueError):
    """A query that cannot be read; `field` is the part of the address, the text says why."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        super().__init__(reason)


class Listing:
    """One list as a viewer asked for it; `asked` is the query of the address."""

    def __init__(self, kind: RecordType, viewer: Viewer, asked: Mapping[str, str]) -> None:
        self.kind, self.viewer = kind, viewer
        self.asked = {name: value.replace("\x00", "") for name, value in asked.items()}

    @cached_property
    def division(self) -> str:
        return self.asked.get("division", "")

    @cached_property
    def words(self) -> str:
        return self.asked.get("q", "").strip()[:LONGEST_SEARCH]

    @cached_property
    def columns(self) -> tuple[str | Column, ...]:
        """Columns chosen by the reader, in the order of the declaration; all when none is chosen."""
        chosen = [name for name in self.asked.get("columns", "").split(",") if name]
        if not chosen:
            return self.kind.columns
        return tuple(c for c in self.kind.columns if column_name(c) in chosen) or self.kind.columns

    @cached_property
    def sort(self) -> tuple[str, bool]:
        """Field and whether it falls; newest first when nothing was asked.

        A personal field sorts nothing: order and cursor would tell what the list masks.
        """
        asked = self.asked.get("sort", "")
        name = asked.removeprefix("-")
        sortable = [c for c in self.kind.columns if isinstance(c, str) and self.kind.sorts(c)]
        return (name, asked.startswith("-")) if name in sortable else ("id", True)

    def filtered(self) -> RecordQuerySet:
        """All rows asked for, without order."""
        found = self.kind.model.objects.visible_to(self.viewer)
        if self.asked.get("void") != "1":
            found = found.live()
        found = self._within(found)
        if name := self.asked.get("figure", ""):
            figure = self.kind.figure(name)
            if figure is None:
                raise UnreadableQuery("figure", _("There is no such figure."))
            found = found.filter(figure.where) if figure.where else found
        for name in self.kind.filters:
            value = self.asked.get(name, "")
            if value and name != "division":
                try:
                    found = (
                        found.filter(is_empty(self.kind, name))
                        if value == NULL
                        else found.filter(holds(self.kind, name, value))
                    )
                except (ValidationError, ValueError, TypeError) as error:
                    raise UnreadableQuery(name, _("This filter has no such value.")) from error
        for term in self.kind.terms:
            if value := self.asked.get(term.field, ""):
                try:
                    found = found.filter(term.within(value, timezone.localdate()))
                except ValueError as error:
                    no_such = _("This filter has no such value.")
                    raise UnreadableQuery(term.field, no_such) from error
        return search(found, self.kind, self.viewer, self.words) if self.words else found

    def _within(self, rows: RecordQuerySet) -> RecordQuerySet:
        """Rows of the chosen division; with `rest` those that lie in none of its children."""
        here = self.division or territory.NATION
        if here != territory.NATION:
            codes = sorted(territory.subtree(here))
            rows = rows.filter(Q(division__in=codes) | (~Q(also=[]) & Q(also__overlap=codes)))
        if self.asked.get("rest") == "1":
            below = sorted(below_of(here))
            rows = rows.exclude(division__in=below).exclude(also__overlap=below)
        return rows

    def page(self, size: int = PAGE) -> Page:
        """The rows of one page. Raises UnreadableQuery for a filter or cursor that makes no sense."""
        name, falling = self.sort
        direction = "-" if falling else ""
        column = self.kind.field_of(name).attname
        order = [f"{direction}{column}", *([] if name == "id" else [f"{direction}id"])]
        try:
            few = self._few()
            asked = self.filtered() if few is None else few
            rows = after(asked, column, falling, self.asked.get("after", ""))
        except (ValidationError, ValueError, TypeError) as error:
            if isinstance(error, UnreadableQuery):
                raise
            raise UnreadableQuery("after", _("This place in the list is not there.")) from error
        with walking(self._narrowed and few is None):
            found = list(self.in_full(rows).order_by(*order)[: size + 1])
        following = cursor_of(found[size - 1], column) if len(found) > size else None
        return Page(found[:size], following, bool(self.asked.get("after")))

    def in_full(self, rows: RecordQuerySet) -> RecordQuerySet:
        """Rows with what the columns show of their links, without geometry."""
        fields = self.kind.model._meta.fields
        geometry = [f.name for f in fields if isinstance(f, GeometryField)]
        links = [
            f.name
            for f in fields
            if isinstance(f, models.ForeignKey) and f.name in self.columns and f.name != "division"
        ]
        return rows.defer(*geometry).prefetch_related(*(self._in_sight(name) for name in links))

    def _in_sight(self, name: str) -> Prefetch:
        """A linked record, fetched apart: joined, row security would drop the rows whose link is out of sight."""
        target: Any = self.kind.field_of(name).related_model
        rows = target.objects
        return Prefetch(
            name, rows.visible_to(self.viewer) if issubclass(target, Record) else rows.all()
        )

    def count(self) -> tuple[int, bool]:
        """How many rows, and whether there are more than were counted."""
        if self._whole_country():
            return self._estimate(), True
        if not self._narrowed and self._many_at_a_glance():
            return MOST_COUNTED, True
        counted = len(self._keys)
        return min(counted, MOST_COUNTED), counted > MOST_COUNTED

    @cached_property
    def _keys(self) -> list[UUID]:
        """Keys of the rows asked for, in no order, one more than are counted."""
        return list(self.filtered().order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])

    def _few(self) -> RecordQuerySet | None:
        """The rows by their keys where a filter leaves few: walking the order to find them would take long."""
        if not self._narrowed or len(self._keys) > MOST_COUNTED:
            return None
        return self.kind.model.objects.visible_to(self.viewer).filter(pk__in=self._keys)

    def _many_at_a_glance(self) -> bool:
        """Whether the divisions of the viewer alone hold more than are counted; by their index."""
        codes = self.viewer.divisions(self.kind.subject)
        if not codes or len(codes) > MOST_GLANCED or self.asked.get("void") == "1":
            return False
        asked = (self.kind.kind, codes, self.viewer.holder)
        if GLANCED.get(asked, 0.0) > time.monotonic():
            return True
        rows = self.kind.model.objects.visible_to(self.viewer).live().filter(division__in=codes)
        many = rows.order_by().values("pk")[: MOST_COUNTED + 1].count() > MOST_COUNTED
        if many:
            GLANCED[asked] = time.monotonic() + HELD
        return many

    @property
    def _narrowed(self) -> bool:
        keys = ("figure", "rest", *self.kind.filters, *(term.field for term in self.kind.terms))
        return bool(self.words or self.division or any(self.asked.get(key) for key in keys))

    def _whole_country(self) -> bool:
        everywhere = self.viewer.divisions(self.kind.subject) is None
        return everywhere and not self._narrowed and self._estimate() > MOST_COUNTED

    def _estimate(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass",
                [self.kind.model._meta.db_table],
            )
            return int(cursor.fetchone()[0])


def below_of(division: str) -> frozenset[str]:
    """Codes that belong to one of the children shown to people."""
    below = (territory.subtree(child.code) for child in territory.children(division))
    return frozenset().union(*below)


def holds(kind: RecordType, name: str, value: str) -> Q:
    """Records with a value in a field, alone or among several."""
    if isinstance(kind.field_of(name), Several):
        return Q(**{f"{name}__overlap": [value]})  # an index may serve it under row security
    return Q(**{name: value})


def is_empty(kind: RecordType, name: str) -> Q:
    none = Q(**{f"{name}__isnull": True})
    if isinstance(kind.field_of(name), Several):
        return none | Q(**{name: []})
    return none | Q(**{name: ""}) if isinstance(kind.field_of(name), models.CharField) else none


@contextmanager
def walking(wanted: bool) -> Iterator[None]:
    """Where many rows are known to fit, an index in the order of the list finds a page soonest.

    The planner cannot know it: under row security it takes words and places for independent.
    """
    if not wanted:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
        yield
        cursor.execute("SET LOCAL enable_sort = on")


def column_name(column: str | Column) -> str:
    return column if isinstance(column, str) else column.name


def after(rows: RecordQuerySet, name: str, falling: bool, cursor: str) -> RecordQuerySet:
    """Rows behind the cursor in the order of a field and the id."""
    if not cursor:
        return rows
    past = "lt" if falling else "gt"
    *values, last = cursor.split("~")
    behind = {f"id__{past}": UUID(last)}
    if name == "id":
        return rows.filter(**behind)
    given, none = unquote(values[0]) if values else "", {f"{name}__isnull": True}
    if values == [NULL]:  # no value comes last when rising and first when falling
        rest = Q(**none, **behind)
        return rows.filter(rest | Q(**{f"{name}__isnull": False}) if falling else rest)
    rest = Q(**{f"{name}__{past}": given}) | Q(**{name: given}, **behind)
    return rows.filter(rest if falling else rest | Q(**none))


def cursor_of(row: Any, name: str) -> str:
    if name == "id":
        return str(row.id)
    value = getattr(row, name)
    return f"{NULL if value is None else quote(str(value), safe='')}~{row.id}"


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
    if isinstance(field, Several):
        return field.in_words(value)
    if isinstance(field, CodeField):
        # A code keeps the words it had when the record was last changed.
        return codes.label(field.set, value, on=timezone.localdate(record.changed_at))
    if field.choices:
        return str(getattr(record, f"get_{column}_display")())
    if isinstance(field, models.ForeignKey):
        return str(linked(record, column) or _("outside your territory"))
    if isinstance(field, models.DateTimeField):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return "、".join(territory.name(code) for code in value)
    return str(value)


def masked(text: str) -> str:
    """A personal value in a list: its first sign alone; the record itself shows the rest, and notes it."""
    return f"{text[0]}**" if text else ""


def linked(record: Any, name: str) -> Any:
    """The record that a link points at; None when there is none in sight."""
    try:
        return getattr(record, name)
    except ObjectDoesNotExist:
        return None


def link_type(record: Any, column: str) -> RecordType | None:
    """The register that a column points at, when it is one and its record is in sight."""
    target = record._meta.get_field(column).related_model
    if not (isinstance(target, type) and issubclass(target, Record)) or not linked(record, column):
        return None
    return type_of(target)
