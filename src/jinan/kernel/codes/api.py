"""Door of codes: the items of a set on a day, the words for a code, two editions compared.

Rows of a loaded text never change, so they are kept in memory; which texts there are is asked again
after `FRESH` seconds.
"""

import time
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from jinan.kernel.codes.models import CodeEdition, CodeItem, CodeSet, Confidence

FRESH = 30.0
SUGGESTED = 20

_editions: dict[tuple[str, str], tuple[float, list[CodeEdition]]] = {}
_items: dict[tuple[str, int], dict[str, CodeItem]] = {}


def forget() -> None:
    """Ask for the editions anew at the next question; after loading or in tests."""
    _editions.clear()
    _items.clear()


def editions(set_code: str) -> list[CodeEdition]:
    """Every loaded text of a set, the newest load first."""
    name = str(connection.settings_dict["NAME"])
    read_at, known = _editions.get((name, set_code), (0.0, []))
    if not read_at or time.monotonic() - read_at > FRESH:
        known = list(CodeEdition.objects.filter(set=set_code).order_by("-loaded_at", "-id"))
        _editions[name, set_code] = time.monotonic(), known
    return known


def standing(set_code: str) -> list[CodeEdition]:
    """The text that counts for each edition (its newest load), the latest in force first."""
    newest: dict[str, CodeEdition] = {}
    for one in editions(set_code):
        newest.setdefault(one.label, one)
    return sorted(newest.values(), key=lambda e: e.valid_from or date.min, reverse=True)


def edition_on(set_code: str, on: date) -> CodeEdition | None:
    """The edition in force on a day: the latest begun, not yet ended; without a date always begun."""
    for one in standing(set_code):
        begun = one.valid_from is None or one.valid_from <= on
        if begun and (one.valid_to is None or on <= one.valid_to):
            return one
    return None


def rows(edition: CodeEdition) -> dict[str, CodeItem]:
    """All rows of an edition by code, in its order."""
    key = str(connection.settings_dict["NAME"]), edition.pk
    if key not in _items:
        _items[key] = {one.code: one for one in edition.items.order_by("order")}
    return _items[key]


def items(set_code: str, *, on: date) -> list[CodeItem]:
    """The rows in force on a day, in the order of the edition."""
    edition = edition_on(set_code, on)
    return [one for one in rows(edition).values() if one.stands_on(on)] if edition else []


def item(set_code: str, code: str, *, on: date) -> CodeItem | None:
    """The row of a code in the edition of a day, whether or not the row itself is still in force."""
    edition = edition_on(set_code, on)
    return rows(edition).get(code) if edition else None


def title(set_code: str) -> str:
    """The name of a set in the language of the page."""
    found = CodeSet.objects.filter(pk=set_code).first()
    return str(found) if found else set_code


def label(set_code: str, code: str, *, on: date) -> str:
    """The words for a code on a day; the code itself when it is unknown."""
    found = item(set_code, code, on=on)
    return str(found) if found else code


def find(set_code: str, given: str, *, on: date) -> CodeItem | None:
    """The row in force that is meant by a code, by "code words", or by words that only one row has."""
    known = {one.code: one for one in items(set_code, on=on)}
    text = given.strip()
    if text in known:
        return known[text]
    head = text.split(" ", 1)[0]
    if head in known and text in spellings(known[head]):
        return known[head]
    named = [one for one in known.values() if text and text in (one.zh, one.en)]
    if len({one.code for one in named}) > 1:
        leaves = {one.parent for one in known.values()}
        named = [one for one in named if one.code not in leaves]
    return named[0] if len(named) == 1 else None


def spellings(one: CodeItem) -> set[str]:
    return {f"{one.code} {words}" for words in (one.zh, one.en) if words}


def suggest(set_code: str, typed: str, *, on: date) -> list[CodeItem]:
    """Rows in force whose code begins with what is typed, or whose words hold it."""
    text = typed.strip().lower()
    known = items(set_code, on=on)
    begin = [one for one in known if one.code.lower().startswith(text)]
    hold = [
        one for one in known if one not in begin and text in f"{one.code} {one.zh} {one.en}".lower()
    ]
    return (begin + hold)[:SUGGESTED]


@dataclass(frozen=True)
class Difference:
    """What an edition adds, closes and changes against an older one."""

    new: list[CodeItem] = field(default_factory=list)
    closed: list[CodeItem] = field(default_factory=list)
    changed: list[tuple[CodeItem, CodeItem]] = field(default_factory=list)


def compare(old: CodeEdition, new: CodeEdition) -> Difference:
    """Two loaded texts of a set, by code, in the order of their rows."""
    before, after = rows(old), rows(new)
    return Difference(
        new=[one for code, one in after.items() if code not in before],
        closed=[one for code, one in before.items() if code not in after],
        changed=[
            (before[code], one)
            for code, one in after.items()
            if code in before and meaning(before[code]) != meaning(one)
        ],
    )


def meaning(one: CodeItem) -> tuple[object, ...]:
    """What of a row is its meaning; source and confidence may be corrected without changing it."""
    return one.zh, one.en, one.parent, one.valid_from, one.valid_to, one.note, one.extra


__all__ = [
    "CodeEdition", "CodeItem", "CodeSet", "Confidence", "Difference", "compare", "edition_on", "editions",
    "find", "forget", "item", "items", "label", "rows", "standing", "suggest", "title",
]  # fmt: skip
