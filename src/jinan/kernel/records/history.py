"""The history of a record in words: who, when, why, and each field before and after."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from jinan.kernel.changes.api import Change, history, reveal
from jinan.kernel.records.listing import masked
from jinan.kernel.records.models import Initials, Key, Several
from jinan.kernel.records.types import RecordType
from jinan.kernel.territory import api as territory

HIDDEN = "●●●"  # a personal value that is erased, or not for this viewer
QUIET = {"synthetic", "holder", "node", "agency_id", "merge_trace", "distinct_from"}


@dataclass(frozen=True)
class Difference:
    """One field of one entry, as people read it."""

    label: str
    was: str
    now: str
    unit: str = ""


@dataclass(frozen=True)
class Entry:
    """One entry of the log with its differences."""

    change: Change
    differences: list[Difference]


def readable_history(kind: RecordType, record: Any) -> list[Entry]:
    """Entries of a record, the newest first."""
    entries = history(record._meta.db_table, record.pk)
    return [Entry(change, differences(kind, change)) for change in reversed(entries)]


def differences(kind: RecordType, change: Change) -> list[Difference]:
    return differences_of(kind.model, change, personal=kind.personal)


def differences_of(
    model: type[Model], change: Change, *, personal: tuple[str, ...] = ()
) -> list[Difference]:
    """The fields of any logged table that an entry changed, in words; personal ones by their first sign."""
    before, after = change.before or {}, change.after or {}
    fields = {f.column: f for f in model._meta.concrete_fields}
    found = []
    for column, field in fields.items():
        if column in QUIET or isinstance(field, Initials | Key):
            continue
        if column not in before and column not in after:
            continue
        was = in_words(change, field, before.get(column))
        now = in_words(change, field, after.get(column))
        if field.name in personal:
            was, now = (text if text == HIDDEN else masked(text) for text in (was, now))
        hidden_change = bool(was) and before.get(column) != after.get(column)
        if was != now or hidden_change:
            label = str(field.verbose_name)
            found.append(Difference(label[:1].upper() + label[1:], was, now, unit_of(field)))
    return found


def unit_of(field: Any) -> str:
    return str(getattr(field, "unit", "") or "")


def in_words(change: Change, field: Any, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, dict) and "sealed" in value:
        clear = reveal(change, value)
        return HIDDEN if clear is None else clear
    if isinstance(value, dict) and "coordinates" in value:
        return ", ".join(f"{number:.6f}" for number in value["coordinates"])
    if isinstance(field, Several):
        return field.in_words(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.column == "division_id":
        return territory.name(value)
    if isinstance(value, list):
        return "、".join(territory.name(str(one)) for one in value)
    if field.is_relation:
        return linked(field, value)
    return str(value)


def linked(field: Any, value: Any) -> str:
    try:
        found = field.related_model.objects.filter(pk=value).first()
    except (FieldDoesNotExist, ValueError):
        found = None
    return str(found or value)
