"""Figures of a register: counted in the viewer's scope, by territory one level down, each opening to its records.

A record that lies in several divisions counts in each of them and once in the sum above, exactly as
the list shows it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from jinan.kernel.identity.scope import Viewer
from jinan.kernel.records.listing import NULL, Listing
from jinan.kernel.records.types import Figure, RecordType, Text
from jinan.kernel.territory import api as territory

HEAT = 5  # steps of colour
Value = str | int | None


@dataclass(frozen=True)
class Cell:
    """One number with the query of the list that holds exactly its records."""

    number: float
    query: str
    share: int = 0
    heat: int = 0

    @property
    def text(self) -> str:
        return f"{self.number:,.10g}"


@dataclass(frozen=True)
class Line:
    """One territory: its code (empty for the rest), its name, one cell for each value, their sum."""

    code: str
    name: str
    opens: bool
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True)
class Group:
    """Records alike in place and in their values: one, or several at once."""

    division: str | None
    also: tuple[str, ...]
    values: tuple[Value, ...]
    number: float


def place_of(viewer: Viewer, subject: str, asked: str) -> str:
    """The division whose figures are shown: the one asked for, or the viewer's only territory."""
    if territory.place(asked):
        return asked
    held = {g.place for g in viewer.grants if g.covers(subject) and territory.place(g.place)}
    return held.pop() if len(held) == 1 else territory.NATION


class Tally:
    """One figure for one division, as its viewer may see it."""

    def __init__(self, kind: RecordType, figure: Figure, viewer: Viewer, division: str) -> None:
        self.kind, self.figure, self.viewer, self.division = kind, figure, viewer, division

    @property
    def title(self) -> Text:
        return self.figure.title or self.kind.title

    @cached_property
    def dimension(self) -> str:
        """The dimension that stands in the columns; empty when there is only territory."""
        return next((name for name in self.figure.dimensions if name != "division"), "")

    @cached_property
    def unit(self) -> str:
        measure = self.figure.measure
        return getattr(self.kind.field_of(measure), "unit", "") if measure else ""

    @cached_property
    def groups(self) -> list[Group]:
        rows = Listing(self.kind, self.viewer, {"division": self.division}).filtered().order_by()
        rows = rows.filter(self.figure.where) if self.figure.where else rows
        names = ["division_id", *([self.dimension] if self.dimension else [])]
        number = Sum(self.figure.measure) if self.figure.measure else Count("pk")
        single = rows.filter(also=[]).values_list(*names).annotate(number=number)
        several = rows.exclude(also=[]).values_list(*names, "also").annotate(number=number)
        found = [self._group(line[:-1], (), line[-1]) for line in single]
        return found + [self._group(line[:-2], line[-2], line[-1]) for line in several]

    def _group(self, keys: tuple[Any, ...], also: Iterable[str], number: float | None) -> Group:
        value = keys[1] if self.dimension else None
        values = (tuple(value) or ("",)) if isinstance(value, list) else (value,)
        return Group(keys[0], tuple(also), values, number or 0)

    @cached_property
    def columns(self) -> list[tuple[Value, str]]:
        """Values of the dimension with their labels, in the order of the declaration."""
        if not self.dimension:
            return []
        present = {value for group in self.groups for value in group.values}
        this = self.kind.field_of(self.dimension)
        labels = dict(this.flatchoices)
        known = [value for value in labels if value in present]
        rest = sorted(
            (v for v in present if v not in labels and v is not None and v != ""), key=str
        )
        none = [v for v in present if v is None or v == ""]
        plain = {value: f"{this.verbose_name} {value}" for value in rest}
        named = [(value, str(labels.get(value) or plain[value])) for value in (*known, *rest)]
        return [*named, *((value, "—") for value in none)]

    @cached_property
    def lines(self) -> list[Line]:
        """The divisions one level below, and what lies in none of them."""
        if "division" not in self.figure.dimensions:
            return []
        children = territory.children(self.division)
        if not children:
            return []
        seen = self._visible()
        owners: dict[str | None, list[str]] = {}
        for child in children:
            for code in territory.subtree(child.code):
                owners.setdefault(code, []).append(child.code)
        counted: Counter[tuple[str, Value]] = Counter()
        sums: Counter[str] = Counter()
        for group in self.groups:
            places = {o for code in (group.division, *group.also) for o in owners.get(code, ())}
            for owner in places or {""}:
                sums[owner] += group.number  # type: ignore[assignment]
                for value in group.values:
                    counted[owner, value] += group.number  # type: ignore[assignment]
        lines = [
            self._line(child.code, child.name, counted, sums)
            for child in children
            if seen is None or territory.subtree(child.code) & seen
        ]
        if "" in sums:
            lines.append(self._line("", _("in none of these"), counted, sums))
        return shaded(lines)

    def _visible(self) -> frozenset[str] | None:
        return self.viewer.divisions(self.kind.subject)

    def _line(
        self, code: str, name: str, counted: Counter[tuple[str, Value]], sums: Counter[str]
    ) -> Line:
        cells = tuple(
            Cell(counted[code, value], self.query(code, value)) for value, _label in self.columns
        )
        total = Cell(sums[code], self.query(code))
        return Line(code, name, bool(code and territory.children(code)), cells, total)

    @cached_property
    def total(self) -> Line:
        by_value: Counter[tuple[str, Value]] = Counter()
        sums: Counter[str] = Counter()
        for group in self.groups:
            sums[self.division] += group.number  # type: ignore[assignment]
            for value in group.values:
                by_value[self.division, value] += group.number  # type: ignore[assignment]
        return self._line(self.division, territory.name(self.division), by_value, sums)

    def query(self, code: str, value: Value | object = ...) -> str:
        """The query of the list with the records of one number."""
        parts: dict[str, Any] = {"figure": self.figure.name} if self.figure.where else {}
        parts["division"] = code or self.division
        if not code:
            parts["rest"] = 1
        if value is not ...:
            parts[self.dimension] = NULL if value in (None, "") else value
        return urlencode(parts)


def shaded(lines: list[Line]) -> list[Line]:
    """Lines with the length of their bar [%] and the colour step of each cell."""
    longest = max((line.total.number for line in lines), default=0) or 1
    highest = max((cell.number for line in lines for cell in line.cells), default=0) or 1
    return [
        Line(
            line.code,
            line.name,
            line.opens,
            tuple(
                Cell(c.number, c.query, heat=ceil(HEAT * c.number / highest)) for c in line.cells
            ),
            Cell(
                line.total.number, line.total.query, share=round(100 * line.total.number / longest)
            ),
        )
        for line in lines
    ]


def tallies(kind: RecordType, viewer: Viewer, division: str) -> list[Tally]:
    return [Tally(kind, figure, viewer, division) for figure in kind.figures]


__all__ = ["Cell", "Line", "Tally", "place_of", "tallies"]
