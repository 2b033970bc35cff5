"""The words of a declaration: what a room says of a register, and nothing else."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise

from jinan.kernel.identity.scope import Viewer
from jinan.kernel.records.models import Initials, Record

Text = str | Promise


@dataclass(frozen=True)
class Section:
    """A group of fields of the form and of the facts, under one title."""

    title: Text
    fields: tuple[str, ...]

    def __init__(self, title: Text, *fields: str) -> None:
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "fields", fields)


@dataclass(frozen=True)
class Column:
    """A column that is not a field: a title and a function of the record."""

    name: str
    title: Text
    value: Callable[[Any], Any]


@dataclass(frozen=True)
class Layer:
    """How a register shows on the map: geometry, label and colour by field, from a zoom on."""

    title: Text
    geometry: str
    label: str
    colour: str | None = None
    from_zoom: int = 7
    ring: str | None = None  # a field; records that hold another value than its default stand out


@dataclass(frozen=True)
class Figure:
    """A number counted (or summed over `measure`) by dimensions, over the records of `where`."""

    name: str
    dimensions: tuple[str, ...]
    title: Text = ""
    where: Q | None = None
    measure: str | None = None

    def __init__(
        self,
        name: str,
        *dimensions: str,
        title: Text = "",
        where: Q | None = None,
        measure: str | None = None,
    ) -> None:
        for key, value in (
            ("name", name),
            ("dimensions", dimensions),
            ("title", title),
            ("where", where),
            ("measure", measure),
        ):
            object.__setattr__(self, key, value)


@dataclass(frozen=True)
class Exchange:
    """Which level owns these records and where copies go."""

    owner: str = "county"
    copies: str = "upward"


@dataclass(frozen=True)
class Panel:
    """A further tab of the detail page, given by a template and a function of record and viewer.

    With `when_empty` false it is a tab only of records for which `count` finds something.
    """

    name: str
    title: Text
    template: str
    context: Callable[[Any, Any], dict[str, Any]]
    count: Callable[[Any, Any], int] = lambda record, viewer: 0
    when_empty: bool = True


@dataclass(frozen=True)
class Part:
    """Records of another register, named by its kind, that point here with `link`: a tab of their own."""

    kind: str
    link: str


@dataclass(frozen=True)
class Order:
    """Something an agency above may order of a record by name, such as `stop`; `on_decision` carries it out."""

    name: str
    title: Text


@dataclass(frozen=True)
class Term:
    """A day on which something ends, such as a licence: its state is a badge and a filter of the list."""

    field: str
    days: int = 90

    def state(self, ends: date, on: date) -> str:
        if ends < on:
            return "over"
        return "near" if ends <= on + timedelta(days=self.days) else "running"

    def within(self, state: str, on: date) -> Q:
        """The records in a state. Raises ValueError when there is no such state."""
        near = on + timedelta(days=self.days)
        if state == "over":
            return Q(**{f"{self.field}__lt": on})
        if state == "near":
            return Q(**{f"{self.field}__range": (on, near)})
        if state == "running":
            return Q(**{f"{self.field}__gt": near})
        raise ValueError(state)


TONES = {"over": "bad", "near": "warn", "running": ""}


@dataclass(frozen=True)
class RecordType:
    """A register: everything its pages, sheets, API, map and locks are made from."""

    model: type[Record]
    plan_row: str
    columns: tuple[str | Column, ...]
    form: tuple[Section, ...]
    filters: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    sheet: tuple[str, ...] = ()
    called: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    natural_key: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    badges: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    holder: str | None = None
    layer: Layer | None = None
    figures: tuple[Figure, ...] = ()
    panels: tuple[Panel, ...] = ()
    parts: tuple[Part, ...] = ()
    orders: tuple[Order, ...] = ()
    terms: tuple[Term, ...] = ()
    first: str = "facts"  # the tab a record opens with: the facts, or a panel by its name
    on_decision: Callable[[Any, Any], None] | None = None
    on_add: Callable[[Any, Any], None] | None = (
        None  # (record, viewer), in the transaction of its entry
    )
    exchange: Exchange = field(default_factory=Exchange)
    path: str = ""
    icon: str = "list"
    duty: Text = ""
    placed_by: str = ""  # the link whose record gives the division, where the form asks for none
    in_menu: bool = True  # false for parts, which are met on the page of the whole

    @property
    def kind(self) -> str:
        return self.model.kind()

    @property
    def subject(self) -> str:
        return self.model.subject()

    @property
    def title(self) -> Text:
        """The name of many of its records."""
        return self.model._meta.verbose_name_plural or self.kind

    @property
    def address(self) -> str:
        """The address of the list below the root, e.g. `tailings/ponds`."""
        return f"{self.subject}/{self.path or self.model._meta.model_name}"

    @cached_property
    def form_fields(self) -> tuple[str, ...]:
        return tuple(name for section in self.form for name in section.fields)

    def figure(self, name: str) -> Figure | None:
        return next((one for one in self.figures if one.name == name), None)

    def entered_by(self, viewer: Viewer) -> bool:
        """Whether a viewer may enter records: in some division, or nationally where the form asks for none."""
        places = viewer.divisions(self.subject, write=True)
        placed = "division" in self.form_fields or bool(self.placed_by)
        return places is None or (placed and bool(places))

    def term(self, name: str) -> Term | None:
        return next((one for one in self.terms if one.field == name), None)

    def badge(self, name: str, value: Any) -> str | None:
        """The tone in which a value is shown; None where it is plain text."""
        if (term := self.term(name)) is not None:
            return TONES[term.state(value, timezone.localdate())] if value else ""
        tones = self.badges.get(name)
        return None if tones is None else tones.get(str(value), "")

    def opens_to(self, viewer: Viewer) -> bool:
        """Whether the register is shown to a viewer."""
        return viewer.opens(self.subject) or (self.model.open_to_officers and viewer.is_officer)

    def sorts(self, name: str) -> bool:
        """Whether a list may be put in the order of a column: its own, and nobody's personal data."""
        return "__" not in name and name not in self.personal

    def field_of(self, name: str) -> "models.Field[Any, Any]":
        return self.model._meta.get_field(name)  # type: ignore[return-value]

    def check(self) -> None:
        """Stop the program when a declaration names a field that does not exist."""
        plain = [c for c in self.columns if isinstance(c, str)]
        named = [*plain, *self.filters, *self.search, *self.form_fields, *self.sheet]
        named += [
            *self.natural_key,
            *self.personal,
            *self.computed,
            *self.badges,
            *(term.field for term in self.terms),
            *self.called,
            *([self.holder] if self.holder else []),
            *([self.placed_by] if self.placed_by else []),
        ]
        if self.layer:
            named += [self.layer.geometry, self.layer.label]
            named += [one for one in (self.layer.colour, self.layer.ring) if one]
        named += [d for figure in self.figures for d in figure.dimensions]
        named += [figure.measure for figure in self.figures if figure.measure]
        if self.on_add and self.sheet:
            raise ImproperlyConfigured(
                f"{self.kind}: sheets do not call on_add; leave the sheet out"
            )
        if self.first not in ("facts", *(panel.name for panel in self.panels)):
            raise ImproperlyConfigured(f"{self.kind}: no panel {self.first!r} to open with")
        shut = {d for f in self.figures for d in f.dimensions} - {*self.filters, "division"}
        if shut:
            raise ImproperlyConfigured(f"{self.kind}: figures open by filters, missing {shut}")
        given = {*self.form_fields, *self.sheet}
        if any(isinstance(f, Initials) and f.name in given for f in self.model._meta.fields):
            raise ImproperlyConfigured(f"{self.kind}: initials are computed, never given")
        for name in named:
            model: Any = self.model
            for part in name.split("__"):
                try:
                    found = model._meta.get_field(part)
                except FieldDoesNotExist as error:
                    raise ImproperlyConfigured(f"{self.kind}: no field {name!r}") from error
                model = found.related_model or model


_offered: dict[str, RecordType] = {}
_common: list[Panel] = []


def offer_panel(panel: Panel) -> Panel:
    """Make a panel known that every record has; called when its room is ready."""
    _common.append(panel)
    return panel


def panels_of(kind: RecordType) -> tuple[Panel, ...]:
    """The panels of a register: its own, then those of every record."""
    return (*kind.panels, *_common)


def counted_panels(kind: RecordType, record: Any, viewer: Viewer) -> list[tuple[Panel, int]]:
    """The panels of a record, each with how much it holds; 0 where that is not told."""
    counted = [(panel, panel.count(record, viewer)) for panel in panels_of(kind)]
    return [(panel, number) for panel, number in counted if number or panel.when_empty]


def offer(record_type: RecordType) -> RecordType:
    """Make a register known to the node; called in `room.py`."""
    record_type.check()
    if record_type.kind in _offered:
        raise ImproperlyConfigured(f"{record_type.kind} is offered twice")
    _offered[record_type.kind] = record_type
    return record_type


def record_types() -> Iterator[RecordType]:
    """All registers of this node, in the order they were offered."""
    return iter(tuple(_offered.values()))


def record_type(kind: str) -> RecordType:
    """The register of a kind. Raises KeyError when there is none."""
    return _offered[kind]


def by_address(address: str) -> RecordType | None:
    """The register at an address such as `tailings/ponds`."""
    return next((one for one in _offered.values() if one.address == address), None)


def type_of(record: Record | type[Record]) -> RecordType:
    return _offered[record.kind()]
