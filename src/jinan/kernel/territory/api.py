"""Door of territory: questions about divisions, answered from a copy in memory.

The copy is kept per process and read again when the table's stamp (rows and newest order) changes;
the stamp is looked at every `FRESH` seconds at most.
"""

import threading
import time
from dataclasses import dataclass
from datetime import date

from django.db import connection

from jinan.kernel.territory.models import Boundary, Branch, Division, Kind, Level

NATION = "000000"
FRESH = 30.0
HIDDEN = {Kind.PLACEHOLDER, Kind.STAT_ZONE, Kind.STAT_ONLY}


@dataclass(frozen=True)
class Place:
    """A division in memory."""

    code: str
    name: str
    name_en: str
    level: str
    parent: str | None
    kind: str
    valid_from: date | None
    valid_to: date | None
    replaced_by: tuple[str, ...]

    def stands_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class _Tree:
    """All divisions, their children and predecessors."""

    def __init__(self) -> None:
        rows = Division.objects.order_by("order", "code").values_list(
            "code",
            "name",
            "name_en",
            "level",
            "parent_id",
            "kind",
            "valid_from",
            "valid_to",
            "replaced_by",
        )
        self.places = {row[0]: Place(*row[:8], tuple(row[8])) for row in rows}
        self.children: dict[str, list[str]] = {}
        self.before: dict[str, list[str]] = {}
        for place in self.places.values():
            if place.parent:
                self.children.setdefault(place.parent, []).append(place.code)
            for heir in place.replaced_by:
                self.before.setdefault(heir, []).append(place.code)
        self.subtrees: dict[str, frozenset[str]] = {}


_kept: dict[str, tuple[float, int, _Tree]] = {}
_lock = threading.Lock()


def _tree() -> _Tree:
    name = str(connection.settings_dict["NAME"])
    read_at, rows, tree = _kept.get(name, (0.0, -1, None))
    if tree is not None and time.monotonic() - read_at < FRESH:
        return tree
    now = Division.objects.count()
    with _lock:
        if tree is None or rows != now:
            tree = _Tree()
        _kept[name] = (time.monotonic(), now, tree)
    return tree


def forget() -> None:
    """Read the divisions anew at the next question; after loading or in tests."""
    _kept.clear()


def place(code: str) -> Place | None:
    return _tree().places.get(code)


def name(code: str | None, *, full: bool = False) -> str:
    """The name of a division or branch; with `full` after the names of those above it, the nation left out."""
    tree = _tree()
    if not code:
        return ""
    if code not in tree.places:
        named = Branch.objects.filter(pk=code).values_list("name", flat=True).first()
        return named or code
    if not full:
        return tree.places[code].name
    shown = [p for p in path(code) if p.level != Level.NATION and p.kind != Kind.PLACEHOLDER]
    return " ".join(p.name for p in shown)


def path(code: str) -> list[Place]:
    """The division and those above it, the highest first."""
    tree, found = _tree(), []
    here = tree.places.get(code)
    while here is not None:
        found.append(here)
        here = tree.places.get(here.parent) if here.parent else None
    return found[::-1]


def children(code: str, *, on: date | None = None) -> list[Place]:
    """Divisions directly below, as shown to people: placeholders are opened, zones left out."""
    tree, found = _tree(), []
    for child in tree.children.get(code, []):
        here = tree.places[child]
        if here.kind == Kind.PLACEHOLDER:
            found += children(child, on=on)
        elif here.kind not in HIDDEN and (here.stands_on(on) if on else here.valid_to is None):
            found.append(here)
    return found


def subtree(code: str) -> frozenset[str]:
    """Codes of the division and all below it by the chain of parents, predecessors of each included."""
    tree = _tree()
    if code not in tree.subtrees:
        found: set[str] = set()
        waiting = [code]
        while waiting:
            here = waiting.pop()
            if here not in found and here in tree.places:
                found.add(here)
                waiting += tree.children.get(here, []) + tree.before.get(here, [])
        tree.subtrees[code] = frozenset(found)
    return tree.subtrees[code]


def is_within(code: str, above: str) -> bool:
    return code in subtree(above)


def as_now(code: str) -> list[str]:
    """What a division has become: itself, or its heirs in force."""
    here = _tree().places.get(code)
    if here is None or not here.replaced_by:
        return [code]
    return [now for heir in here.replaced_by for now in as_now(heir)]


def as_on(code: str, day: date) -> list[str]:
    """What stood on a day where this division stands: itself, its predecessors, or its heirs."""
    here = _tree().places.get(code)
    if here is None or here.stands_on(day):
        return [code]
    if here.valid_from and day < here.valid_from:
        return [
            old
            for one in _tree().before.get(code, [code])
            for old in ([one] if one == code else as_on(one, day))
        ]
    return [new for heir in here.replaced_by for new in as_on(heir, day)] or [code]


def by_name(given: str) -> list[str]:
    """Codes of the divisions in force with exactly this name."""
    return [
        p.code
        for p in _tree().places.values()
        if p.name == given and p.valid_to is None and p.kind != Kind.PLACEHOLDER
    ]


def covered_by(branch: str) -> frozenset[str]:
    """Divisions covered by a branch of the inspectorate and the branches below it."""
    codes: set[str] = set()
    waiting = [branch]
    while waiting:
        here = waiting.pop()
        waiting += Branch.objects.filter(parent=here).values_list("code", flat=True)
        covered = Branch.divisions.through.objects.filter(branch=here)
        for division in covered.values_list("division_id", flat=True):
            codes |= subtree(division)
    return frozenset(codes)


def branch_of(division: str) -> str | None:
    """Code of the branch of the inspectorate that covers a division: the lowest one, for the nearest division above."""
    for place in reversed(path(division)):
        found = Branch.objects.filter(divisions=place.code, valid_to=None)
        codes = [one.code for one in found.order_by("code") if one.level == "branch"]
        codes += [one.code for one in found.order_by("code") if one.level == "bureau"]
        if codes:
            return codes[0]
    return None


def division_of_point(longitude: float, latitude: float) -> str | None:
    """The county whose boundary holds a point in CGCS2000; None where no boundary is loaded."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.division_id FROM territory_boundary b JOIN territory_division d ON d.code = b.division_id "
            "WHERE b.detail = 2 AND d.level = 'county' "
            "AND ST_Contains(b.geom, ST_SetSRID(ST_MakePoint(%s, %s), 4490)) LIMIT 1",
            [longitude, latitude],
        )
        row = cursor.fetchone()
    return row[0] if row else None


__all__ = [
    "NATION", "Boundary", "Place", "as_now", "as_on", "branch_of", "by_name", "children", "covered_by",
    "division_of_point", "forget", "is_within", "name", "path", "place", "subtree",
]  # fmt: skip
