"""Counting a term: which days count, which do not, and why.

The day of the event is not counted (Civil Code art. 201); a month or year ends on the corresponding
day, in a shorter month on its last (art. 202); hours run from the minute. A party's term whose last
day is off ends on the next workday (art. 203; Litigation Law art. 46 and the like); an agency's does
not. Paused days are not counted, whatever the unit.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from jinan.standards.deadlines.calendar import Calendar
from jinan.standards.deadlines.rules import Deadline

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE = timedelta(days=1)
MONTHS = {"month": 1, "year": 12}

Pause = tuple[date, date]  # its first and its last day, both not counted


class NoSuchMoment(ValueError):
    """A term by hours was asked for its days, or one by days for its moment."""


@dataclass(frozen=True)
class Day:
    """One day of a count: whether it counts, as which number, and why.

    `why`: day, workday, make_up (they count); event, weekend, holiday, paused (they do not); end (the
    corresponding day), rolled (to a workday), opens (the day from which something may be done).
    """

    day: date
    counted: bool
    number: int
    why: str
    name: str = ""  # of the holiday


@dataclass(frozen=True)
class Count:
    """A term counted: its last day, the last day before it moved off a holiday, every day between."""

    deadline: Deadline
    start: date
    last: date
    unmoved: date
    days: tuple[Day, ...]

    @property
    def counted(self) -> int:
        return sum(day.counted for day in self.days)


def last_day(
    deadline: Deadline,
    start: date,
    calendar: Calendar,
    *,
    pauses: Sequence[Pause] = (),
    extra: int = 0,
) -> date:
    """The last day of a term; for `after` the first day on which the thing may be done.

    `start` is the day of the event, for `before` the day before which it must happen. `extra` is an
    extension: workdays for a term in workdays, else days.

    Raises BeyondCalendar when the calendar does not reach so far, NoSuchMoment for a term by hours.
    """
    return count(deadline, start, calendar, pauses=pauses, extra=extra).last


def count(
    deadline: Deadline,
    start: date,
    calendar: Calendar,
    *,
    pauses: Sequence[Pause] = (),
    extra: int = 0,
) -> Count:
    """Count a term day by day; see `last_day`."""
    if deadline.by_hours:
        raise NoSuchMoment(f"{deadline.code} is counted by hours")
    days = [_event(deadline, start)]
    wanted, by_workdays = _span(deadline, start) + extra, deadline.unit == "workday"
    number = 1 if deadline.counts_first else 0
    walk = _walk(start, -1 if deadline.mode == "before" and deadline.unit != "yearday" else 1)
    while number < wanted:
        day = next(walk)
        why, name = _why(day, calendar, pauses, by_workdays=by_workdays)
        counts = why in ("day", "workday", "make_up")
        number += counts
        days.append(Day(day, counts, number, why, name))
    unmoved = days[-1].day
    days += _moved(deadline, unmoved, calendar)
    return Count(deadline, start, days[-1].day, unmoved, tuple(days))


def last_moment(
    deadline: Deadline,
    start: datetime,
    *,
    pauses: Sequence[tuple[datetime, datetime]] = (),
    extra: int = 0,
) -> datetime:
    """The last moment of a term by hours, in Chinese time. `extra` is in hours.

    Raises NoSuchMoment for a term by days, ValueError for a start without its time zone.
    """
    if not deadline.by_hours:
        raise NoSuchMoment(f"{deadline.code} is not counted by hours")
    if start.tzinfo is None:
        raise ValueError("the start of a term by hours needs its time zone")
    length = timedelta(hours=deadline.quantity + extra)
    if deadline.mode == "before":
        return (start - length).astimezone(SHANGHAI)
    end = start + length
    for begin, back in sorted(pauses):
        if begin < end:
            end += max(back - max(begin, start), timedelta(0))
    return end.astimezone(SHANGHAI)


def _event(deadline: Deadline, start: date) -> Day:
    if deadline.counts_first:
        return Day(start, True, 1, "day")
    return Day(start, False, 0, "event")


def _span(deadline: Deadline, start: date) -> int:
    """How many days must be counted: for months, years and fixed days those up to the day itself."""
    back = deadline.mode == "before"
    if deadline.unit in MONTHS:
        months = deadline.quantity * MONTHS[deadline.unit]
        return abs((add_months(start, -months if back else months) - start).days)
    if deadline.unit == "quarter":
        return (quarter_end(start, deadline.quantity - 1) - start).days
    if deadline.monthday:
        return (_next(start, *deadline.monthday) - start).days
    return deadline.quantity


def add_months(start: date, months: int) -> date:
    """The corresponding day some months on; in a shorter month its last day (Civil Code art. 202)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def quarter_end(start: date, further: int = 0) -> date:
    """The last day of the calendar quarter of a day, or of one further on."""
    first = start.replace(month=(start.month - 1) // 3 * 3 + 1, day=1)
    return add_months(first, 3 * (further + 1)) - ONE


def _next(start: date, month: int, day: int) -> date:
    """The first such day of a year that is not past."""
    this = date(start.year, month, day)
    return this if this >= start else date(start.year + 1, month, day)


def _walk(start: date, step: int) -> Iterator[date]:
    while True:
        start += ONE * step
        yield start


def _why(
    day: date, calendar: Calendar, pauses: Sequence[Pause], *, by_workdays: bool
) -> tuple[str, str]:
    if any(begin <= day <= end for begin, end in pauses):
        return "paused", ""
    if not by_workdays:
        return "day", ""
    told = calendar.notice(day)
    return calendar.why(day), told.name if told else ""


def _moved(deadline: Deadline, last: date, calendar: Calendar) -> Iterator[Day]:
    """The days after the last one: to the next workday for a party, to the day that opens for `after`."""
    if deadline.opens_next_day:
        yield Day(last + ONE, False, 0, "opens")
    if not deadline.rolls:
        return
    while not calendar.is_workday(last):
        last += ONE
        if calendar.is_workday(last):
            yield Day(last, False, 0, "rolled")
        else:
            told = calendar.notice(last)
            yield Day(last, False, 0, calendar.why(last), told.name if told else "")
