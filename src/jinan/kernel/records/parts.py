"""Parts of a record: the records of another register that point at it, a tab of its page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db import models

from jinan.kernel.identity.scope import Viewer
from jinan.kernel.records.forms import link_text
from jinan.kernel.records.listing import Listing
from jinan.kernel.records.models import Record, RecordQuerySet
from jinan.kernel.records.types import Column, RecordType, Text, record_type

MOST_PARTS = 100  # rows shown, and counted


@dataclass(frozen=True)
class PartTab:
    """One part of one record as its viewer may see it."""

    kind: RecordType
    link: str
    record: Record
    viewer: Viewer

    @property
    def name(self) -> str:
        return self.kind.address.rpartition("/")[2]

    @property
    def title(self) -> Text:
        return self.kind.title

    @property
    def columns(self) -> tuple[str | Column, ...]:
        """The columns of the register; the link leads back here and is left out."""
        return tuple(c for c in self.kind.columns if c != self.link)

    @cached_property
    def count(self) -> int:
        return self._found.order_by().values("pk")[: MOST_PARTS + 1].count()

    @property
    def counted(self) -> str:
        return f"{MOST_PARTS}+" if self.more else str(self.count)

    @property
    def more(self) -> bool:
        return self.count > MOST_PARTS

    @property
    def rows(self) -> list[Any]:
        """The first rows, in the order of the first column where the list may be sorted by it."""
        sorted_by = [c for c in self.columns[:1] if isinstance(c, str) and self.kind.sorts(c)]
        rows = self._found.order_by(*sorted_by, "id")
        return list(Listing(self.kind, self.viewer, {}).in_full(rows)[:MOST_PARTS])

    @property
    def all(self) -> str:
        """The list that holds them all, where its search knows the name of this record."""
        known = any(name.startswith(f"{self.link}__") for name in self.kind.search)
        return f"/{self.kind.address}/?q={quote(str(self.record))}" if known else ""

    @property
    def add(self) -> str:
        """The form of a new one; empty for who may not write there, and for a void record."""
        may = self.kind.entered_by(self.viewer) and not self.record.voided_at
        return f"/{self.kind.address}/new/?{self.link}={self.record.pk}" if may else ""

    @property
    def _found(self) -> RecordQuerySet:
        seen = self.kind.model.objects.visible_to(self.viewer).live()
        return seen.filter(**{self.link: self.record.pk})


def parts_of(kind: RecordType, record: Record, viewer: Viewer) -> list[PartTab]:
    """The parts of a record whose registers are open to the viewer; an enterprise has no part in one without a holder."""
    found = (PartTab(record_type(one.kind), one.link, record, viewer) for one in kind.parts)
    return [
        tab
        for tab in found
        if tab.kind.opens_to(viewer) and (tab.kind.holder or viewer.holder is None)
    ]


@dataclass(frozen=True)
class Given:
    """A link that the address of a new form gives: to which record, and how the form shows it."""

    name: str
    record: Record

    @property
    def text(self) -> str:
        return link_text(self.record)


def given_links(kind: RecordType, asked: Mapping[str, str], viewer: Viewer) -> list[Given]:
    """Links named by uid in an address; what is out of sight or no uid is passed over."""
    return [
        Given(name, found)
        for name in kind.form_fields
        if name in asked and (found := linked_by(kind, name, asked[name], viewer)) is not None
    ]


def meant(given: list[Given], raw: dict[str, str]) -> dict[str, str]:
    """What a form sends, with the given links by their uid where they were left as they stood; names may be alike."""
    sure = {one.name: str(one.record.pk) for one in given if raw[one.name] == one.text}
    return raw | sure


def linked_by(kind: RecordType, name: str, uid: str, viewer: Viewer) -> Record | None:
    target: Any = kind.field_of(name).related_model
    if not (isinstance(target, type) and issubclass(target, Record)):
        return None
    try:
        return target.objects.visible_to(viewer).live().filter(pk=UUID(uid)).first()
    except ValueError:
        return None


def first_values(kind: RecordType, given: list[Given], viewer: Viewer) -> dict[str, str]:
    """What a new form begins with: its given links, and the division of the first when he may write there."""
    values = {one.name: one.text for one in given}
    place = given[0].record.division_id if given else None
    allowed = viewer.divisions(kind.subject, write=True)
    if place and "division" in kind.form_fields and (allowed is None or place in allowed):
        values["division"] = place
    return values


def check_parts(kinds: Iterator[RecordType]) -> None:
    """Stop the program when a part names no register, or no link of it to this one."""
    for kind in kinds:
        for one in kind.parts:
            this = record_type(one.kind).field_of(one.link)
            if not (isinstance(this, models.ForeignKey) and this.related_model is kind.model):
                raise ImproperlyConfigured(
                    f"{kind.kind}: {one.kind}.{one.link} does not point here"
                )
