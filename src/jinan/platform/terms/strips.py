"""The count of a term as a small calendar: months with their weeks, each day with its mark."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jinan.platform.terms.words import WHY
from jinan.standards.deadlines import Calendar, Count, Day

MOST_MONTHS = 5
AROUND = 2  # months shown at each end of a longer count


@dataclass(frozen=True)
class Cell:
    """One day: its number in the month, its mark, its place in the count and what a pointer tells of it."""

    day: date
    mark: str
    number: int
    told: str
    is_last: bool = False
    is_today: bool = False


@dataclass(frozen=True)
class Month:
    """A month; `skipped` months lie between it and the one shown before."""

    first: date
    cells: tuple[Cell, ...]
    skipped: int = 0

    @property
    def column(self) -> int:
        """The weekday of its first day, Monday as 1."""
        return self.first.isoweekday()


def months(count: Count, calendar: Calendar, today: date) -> list[Month]:
    """The months a count passes through; of a long one the first and the last."""
    told = {one.day: one for one in count.days}
    every = list(_firsts(min(told), max(told)))
    shown = every if len(every) <= MOST_MONTHS else [*every[:AROUND], *every[-AROUND:]]
    made = []
    for place, first in enumerate(shown):
        gap = every.index(first) - every.index(shown[place - 1]) - 1 if place else 0
        cells = [_cell(day, told.get(day), count, calendar, today) for day in _days(first)]
        made.append(Month(first, tuple(cells), gap))
    return made


def _cell(day: date, one: Day | None, count: Count, calendar: Calendar, today: date) -> Cell:
    more = {"is_last": day == count.last, "is_today": day == today}
    if one is None:
        return Cell(day, "outside", 0, "", **more)
    mark = one.why
    if mark == "day" and day.year in calendar.years and calendar.why(day) in ("holiday", "weekend"):
        mark = "day free"  # it counts, though it is off
    said = " ".join(filter(None, (one.name, str(WHY[one.why]))))
    return Cell(day, mark, one.number if one.counted else 0, said, **more)


def _firsts(begin: date, end: date) -> Iterable[date]:
    first = begin.replace(day=1)
    while first <= end:
        yield first
        first = (first + timedelta(days=32)).replace(day=1)


def _days(first: date) -> Sequence[date]:
    after = (first + timedelta(days=32)).replace(day=1)
    return [first + timedelta(days=n) for n in range((after - first).days)]


def workdays_left(last: date, today: date, calendar: Calendar) -> int | None:
    """Workdays from tomorrow to the last day; None where the calendar does not reach so far, or it is over."""
    if last < today or any(year not in calendar.years for year in range(today.year, last.year + 1)):
        return None
    every = (today + timedelta(days=n) for n in range(1, (last - today).days + 1))
    return sum(calendar.is_workday(day) for day in every)
