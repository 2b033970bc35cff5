"""Merging given rows into a register: recognised by their natural key, added, changed, or unchanged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isclose
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.identity.scope import Viewer
from jinan.kernel.records.actions import derive, fill
from jinan.kernel.records.models import ImportRow, ImportRun, Outcome, Record, this_node
from jinan.kernel.records.ownership import Ownership
from jinan.kernel.records.sheets.cells import is_link
from jinan.kernel.records.storing import (
    Values,
    columns_of,
    differences,
    insert,
    remember,
    update,
    whole,
    written,
)
from jinan.kernel.records.types import RecordType
from jinan.kernel.records.values import Reader

Errors = dict[str, str]
Line = tuple[int, Mapping[str, Any]]


@dataclass
class Tally:
    """What became of a batch of rows; `faults` by the number of the row."""

    added: int = 0
    changed: int = 0
    same: int = 0
    faults: dict[int, Errors] = field(default_factory=dict)


@dataclass
class Candidate:
    """One row on its way: what was read, the record it would make, and the faults of that record."""

    number: int
    values: dict[str, Any]
    record: Record
    errors: Errors


class Merger:
    """Merges batches of rows that all give the fields `names`, in the name of one viewer."""

    def __init__(
        self, kind: RecordType, viewer: Viewer, run: ImportRun, names: Sequence[str]
    ) -> None:
        self.kind, self.viewer, self.run = kind, viewer, run
        self.reader, self.ownership = Reader(kind, viewer), Ownership(viewer)
        self.columns = columns_of(kind)
        self.links = [name for name in names if is_link(kind.field_of(name))]
        self.key = tuple(kind.field_of(name).attname for name in kind.natural_key)
        rest = self.reader.read(
            {name: None for name in kind.form_fields if name not in names}, partial=True
        )
        self.rest, self.rest_errors = rest.values, rest.errors
        self._undone: set[UUID] = set()
        self._writable = viewer.divisions(kind.subject, write=True)

    def take(self, lines: Sequence[Line]) -> Tally:
        """Write one batch, in the present transaction."""
        tally = Tally()
        with transaction.atomic():
            candidates = self._unlike(self._read(lines, tally), tally)
            present = self._present(candidates)
            adds: list[Candidate] = []
            changes: list[tuple[int, Record, Values]] = []
            for one in candidates:
                found = present.get(self._key_of(one.record))
                errors = self._prepare(one, found, changes, adds, tally)
                if errors:
                    tally.faults[one.number] = errors
            self._add(adds, tally)
            self.change(changes, tally)
        return tally

    def _read(self, lines: Sequence[Line], tally: Tally) -> Iterable[Candidate]:
        for name in self.links:
            self.reader.know(name, {str(raw[name]).strip() for _number, raw in lines})
        today = timezone.localdate()
        for number, raw in lines:
            reading = self.reader.read(raw, partial=True)
            if reading.errors:
                tally.faults[number] = reading.errors
                continue
            record, errors = self.kind.model(), dict(self.rest_errors)
            fill(record, self.kind, self.rest | reading.values)
            if not errors:
                derive(record, errors, today)
            yield Candidate(number, reading.values, record, errors)

    def _key_of(self, record: Record) -> tuple[Any, ...]:
        return tuple(getattr(record, name) for name in self.key)

    def _unlike(self, candidates: Iterable[Candidate], tally: Tally) -> list[Candidate]:
        """Candidates without those whose key stood in this batch before."""
        seen: dict[tuple[Any, ...], Candidate] = {}
        for one in candidates:
            first = seen.setdefault(self._key_of(one.record), one)
            if first is not one:
                tally.faults[one.number] = self.twice(first.number)
        return list(seen.values())

    def twice(self, number: int) -> Errors:
        return {
            self.kind.natural_key[-1]: _("The same record stands in row %(row)s already.")
            % {"row": number}
        }

    def _present(self, candidates: Sequence[Candidate]) -> dict[tuple[Any, ...], Record]:
        """Records with the keys of a batch, locked until the batch is written."""
        wanted = Q(
            **{f"{name}__in": {getattr(c.record, name) for c in candidates} for name in self.key}
        )
        rows: Any = self.kind.model.objects.visible_to(self.viewer).filter(wanted)
        found = list(rows.order_by("id").select_for_update())
        void = [row.pk for row in found if row.voided_at is not None]
        undone = ImportRow.objects.filter(
            record__in=void, before__isnull=True, outcome=Outcome.UNDONE
        )
        self._undone = set(undone.values_list("record", flat=True)) if void else set()
        return {self._key_of(row): row for row in found}

    def _prepare(
        self,
        one: Candidate,
        found: Record | None,
        changes: list[Any],
        adds: list[Any],
        tally: Tally,
    ) -> Errors:
        if found is None:
            adds.append(one)
            return one.errors or self.not_mine(one.record)
        was, errors = self.compare(found, one.values)
        if was:
            changes.append((one.number, found, was))
        tally.same += not errors and not was
        return errors

    def compare(self, found: Record, values: Mapping[str, Any]) -> tuple[Values, Errors]:
        """Put new values into a record; its former ones where it differs now, or why it cannot be."""
        if found.node != this_node():
            text = _("This record belongs to node %(node)s and is only a copy here.")
            return {}, {"": text % {"node": found.node}}
        before = {f.attname: getattr(found, f.attname) for f in self.columns.values()}
        errors: Errors = {}
        if self.alter(found, values, errors):
            derive(found, errors)
        errors = errors or self.not_mine(found)
        was = {} if errors else differences(before, found, self.columns)
        if was and (problem := self.ownership.refusal(found)):
            errors, was = {"": problem}, {}
        return was, errors

    def alter(self, record: Record, values: Mapping[str, Any], errors: Errors) -> bool:
        """Set what differs; a void record is refused, unless undoing an import had made it void."""
        if record.voided_at is not None:
            if record.pk not in self._undone:
                errors[""] = _("A void record has this key; restore it first.")
                return False
            record.voided_at, record.void_reason = None, ""
        new = {n: v for n, v in values.items() if not alike(present_value(self.kind, record, n), v)}
        fill(record, self.kind, new)
        return bool(new)

    def not_mine(self, record: Record) -> Errors:
        if self._writable is None or record.division_id in self._writable:
            return {}
        if record.division_id is None:
            return {"division": _("Give the division.")}
        return {"division": _("This division lies outside your territory.")}

    def _add(self, candidates: list[Candidate], tally: Tally) -> None:
        adds = {one.record.pk: one for one in candidates if one.number not in tally.faults}
        for one in adds.values():
            one.record.agency_id = one.record.agency_id or self.viewer.agency
            one.record.created_by = one.record.changed_by = self.viewer.account
        if not adds:
            return
        kept = self._stored(list(adds.values()), tally)
        for uid in adds.keys() - kept:
            tally.faults.setdefault(adds[uid].number, self._taken())
        tally.added += len(kept)
        remember(self.run, [(uid, None, 1) for uid in adds if uid in kept])

    def _stored(self, candidates: list[Candidate], tally: Tally) -> set[UUID]:
        """Insert; what the database passes over (a key taken out of sight) is not among the result."""
        try:
            with transaction.atomic():
                return insert(self.kind, [c.record for c in candidates])
        except (IntegrityError, DataError) as error:
            if len(candidates) == 1:
                tally.faults[candidates[0].number] = {"": database_fault(error)}
                return set()
            half = len(candidates) // 2
            return self._stored(candidates[:half], tally) | self._stored(candidates[half:], tally)

    def _taken(self) -> Errors:
        return {
            self.kind.natural_key[-1]: _(
                "Another record, perhaps outside your sight, has this key already."
            )
        }

    def change(self, changes: list[tuple[int, Record, Values]], tally: Tally) -> None:
        """Write changed records in one statement; what the database refuses becomes a fault."""
        if not changes:
            return
        records = {record.pk: record for _number, record, _was in changes}
        rows = {
            record.pk: {c: written(getattr(record, self.columns[c].attname)) for c in was}
            for _number, record, was in changes
        }
        try:
            with transaction.atomic():
                done = update(self.kind, whole(rows, records, self.kind), self.viewer.account)
        except (IntegrityError, DataError) as error:
            if len(changes) == 1:
                tally.faults[changes[0][0]] = {"": database_fault(error)}
                return
            half = len(changes) // 2
            self.change(changes[:half], tally)
            self.change(changes[half:], tally)
            return
        for number, record, _was in changes:
            if record.pk not in done:
                tally.faults[number] = {"": _("You may look at this record, but not change it.")}
        tally.changed += len(done)
        remember(self.run, [(r.pk, was, r.version + 1) for _n, r, was in changes if r.pk in done])


def present_value(kind: RecordType, record: Record, name: str) -> Any:
    return getattr(record, kind.field_of(name).attname)


def alike(before: Any, given: Any) -> bool:
    """Whether a sheet could tell the two apart: 15 digits, no blanks at the ends, one kind of new line."""
    given = getattr(given, "pk", given)
    if isinstance(before, float) and isinstance(given, int | float):
        return isclose(before, given, rel_tol=1e-14)
    if isinstance(before, str) and isinstance(given, str):
        return plain_text(before) == plain_text(given)
    return bool(before == given)


def plain_text(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def database_fault(error: Exception) -> str:
    """What a constraint of the database refused, as far as it can be told."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    return _("The database refuses this row (%(rule)s).") % {"rule": name or type(error).__name__}
