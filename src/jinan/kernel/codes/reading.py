"""The items of a set on a day, the words for a code, two editions compared.

Rows of a loaded text never change, so they are kept in memory; which texts and which findings of
stewards there are is asked again after `FRESH` seconds.
"""

import copy
import hashlib
import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from jinan.kernel.codes.models import CodeEdition, CodeItem, CodeSet, Confidence, Finding

FRESH = 30.0
SUGGESTED = 20

_editions: dict[tuple[str, str], tuple[float, list[CodeEdition]]] = {}
_findings: dict[tuple[str, str], tuple[float, dict[tuple[str, str], Finding]]] = {}
_items: dict[tuple[str, int], dict[str, CodeItem]] = {}
_found: dict[tuple[str, int], tuple[Any, dict[str, CodeItem]]] = {}


def forget() -> None:
    """Ask for the editions anew at the next question; after loading or in tests."""
    for kept in (_editions, _findings, _items, _found):
        kept.clear()  # type: ignore[attr-defined]


def refresh(set_code: str) -> None:
    """Ask anew for the editions and findings of one set: another process may just have changed them."""
    name = str(connection.settings_dict["NAME"])
    _editions.pop((name, set_code), None)
    _findings.pop((name, set_code), None)


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
    """All rows of an edition by code, in its order, as they are after what stewards found."""
    key = str(connection.settings_dict["NAME"]), edition.pk
    if key not in _items:
        _items[key] = {one.code: one for one in edition.items.order_by("order")}
    known = {
        code: one
        for (label, code), one in findings(edition.set_id).items()
        if label == edition.label
    }
    if not known:
        return _items[key]
    stamp = [(code, one.pk) for code, one in known.items()]
    if key not in _found or _found[key][0] != stamp:
        _found[key] = (
            stamp,
            {
                code: settled(row, known[code]) if code in known else row
                for code, row in _items[key].items()
            },
        )
    return _found[key][1]


def findings(set_code: str) -> dict[tuple[str, str], Finding]:
    """The latest finding on each row of a set, by edition and code."""
    name = str(connection.settings_dict["NAME"])
    read_at, known = _findings.get((name, set_code), (0.0, {}))
    if not read_at or time.monotonic() - read_at > FRESH:
        known = {
            (f.edition, f.code): f for f in Finding.objects.filter(set=set_code).order_by("id")
        }
        _findings[name, set_code] = time.monotonic(), known
    return known


def settled(row: CodeItem, finding: Finding) -> CodeItem:
    """A row as a finding leaves it; unchanged when it has come to say something else since."""
    if judged(row) != finding.judged:
        return row
    made = copy.copy(row)
    made.confidence = Confidence.SEEN
    made.source, made.finding = finding.source, finding
    if finding.verdict == "corrected":
        made.zh, made.en, made.note = finding.zh, finding.en, finding.note
    return made


def judged(row: CodeItem) -> str:
    """A mark of what a row says as it was loaded, whoever found what since."""
    said = repr((row.code, row.zh, row.en, row.parent, row.note))
    return hashlib.sha256(said.encode()).hexdigest()


def as_loaded(edition: CodeEdition, code: str) -> CodeItem | None:
    """A row as its text has it, before any finding."""
    return edition.items.filter(code=code).first()


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
    """What an edition adds, closes and changes against an older one.

    A row may be both reworded and moved under another parent; `other` differ in further columns alone.
    """

    new: list[CodeItem] = field(default_factory=list)
    closed: list[CodeItem] = field(default_factory=list)
    changed: list[tuple[CodeItem, CodeItem]] = field(default_factory=list)
    same: int = 0

    @property
    def reworded(self) -> list[tuple[CodeItem, CodeItem]]:
        return [(a, b) for a, b in self.changed if (a.zh, a.en) != (b.zh, b.en)]

    @property
    def moved(self) -> list[tuple[CodeItem, CodeItem]]:
        return [(a, b) for a, b in self.changed if a.parent != b.parent]

    @property
    def other(self) -> list[tuple[CodeItem, CodeItem]]:
        return [(a, b) for a, b in self.changed if (a.zh, a.en, a.parent) == (b.zh, b.en, b.parent)]


def compare(old: CodeEdition, new: CodeEdition) -> Difference:
    """Two loaded texts of a set, by code, in the order of their rows."""
    return compared(rows(old), rows(new))


def compared(before: dict[str, CodeItem], after: dict[str, CodeItem]) -> Difference:
    """Two texts by code, loaded or not."""
    changed = [
        (before[code], one)
        for code, one in after.items()
        if code in before and meaning(before[code]) != meaning(one)
    ]
    new = [one for code, one in after.items() if code not in before]
    return Difference(
        new=new,
        closed=[one for code, one in before.items() if code not in after],
        changed=changed,
        same=len(after) - len(new) - len(changed),
    )


def meaning(one: CodeItem) -> tuple[object, ...]:
    """What of a row is its meaning; source and confidence may be corrected without changing it."""
    return one.zh, one.en, one.parent, one.valid_from, one.valid_to, one.note, one.extra
