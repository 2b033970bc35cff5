"""What an import would do, looked at before it is done: first rows as understood, values not understood."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from jinan.kernel.identity.scope import Viewer
from jinan.kernel.records.sheets.cells import is_link
from jinan.kernel.records.sheets.plan import Plan, Raw
from jinan.kernel.records.sheets.reading import Book
from jinan.kernel.records.types import RecordType
from jinan.kernel.records.values import Reader

SHOWN_ROWS = 10
SHOWN_VALUES = 30
MOST_LOOKED_AT = 5_000


@dataclass
class Unknown:
    """A text that means nothing in its column, how often it stands there, and what is wrong with it."""

    text: str
    times: int
    fault: str
    meant: str = ""


@dataclass
class Preview:
    """First rows with their faults by field; per column the values not understood."""

    total: int = 0
    rows: list[tuple[int, list[tuple[str, str]]]] = field(default_factory=list)
    unknown: dict[str, list[Unknown]] = field(default_factory=dict)


def preview(kind: RecordType, viewer: Viewer, plan: Plan, book: Book) -> Preview:
    """Look through the whole sheet once. Mapped values stay on show, so that they can be changed."""
    made, reader = Preview(), Reader(kind, viewer)
    mapped = [name for name in plan.fields if can_be_mapped(kind, name)]
    seen: dict[str, Counter[str]] = {name: Counter() for name in mapped}
    first: list[tuple[int, Raw]] = []
    for number, raw in Plan(**{**plan.as_json(), "values": {}}).lines(book):
        made.total += 1
        if len(first) < SHOWN_ROWS:
            first.append((number, raw))
        for name, count in seen.items():
            text = str(raw[name]).strip()
            if text and (text in count or len(count) < MOST_LOOKED_AT):
                count[text] += 1
    for name, count in seen.items():
        if is_link(kind.field_of(name)):
            reader.know(name, count)
        if unknown := not_understood(reader, name, count, plan.values.get(name, {})):
            made.unknown[name] = unknown
    for number, raw in first:
        made.rows.append(
            (number, [understood(reader, plan, name, raw[name]) for name in plan.fields])
        )
    return made


def can_be_mapped(kind: RecordType, name: str) -> bool:
    """Whether values of this column come from a closed set, so that one may stand for another."""
    this = kind.field_of(name)
    return bool(this.flatchoices) or name == "division" or is_link(this)


def not_understood(
    reader: Reader, name: str, seen: Counter[str], meant: dict[str, str]
) -> list[Unknown]:
    found = []
    for text, times in seen.most_common():
        if text in meant:
            found.append(Unknown(text, times, fault_of(reader, name, meant[text]), meant[text]))
        elif fault := fault_of(reader, name, text):
            found.append(Unknown(text, times, fault))
        if len(found) == SHOWN_VALUES:
            break
    return found


def fault_of(reader: Reader, name: str, raw: Any) -> str:
    try:
        reader.value(name, raw)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def understood(reader: Reader, plan: Plan, name: str, raw: Any) -> tuple[str, str]:
    """The text of a cell as it was given (or as it is meant) and its fault."""
    raw = plan.values.get(name, {}).get(str(raw).strip(), raw)
    text = f"{raw:g}" if isinstance(raw, float) else str(raw)
    return text, fault_of(reader, name, raw)
