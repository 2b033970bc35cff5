"""Plain rules of the room: the text of a holiday notice, and which reminder is due."""

import re
from datetime import date, datetime, timedelta

from jinan.standards.deadlines import Notice

AHEAD = 3  # days before the last day on which one is reminded
BEFORE, TODAY, OVER = 1, 2, 3
KINDS = {"off": "off", "休": "off", "放假": "off", "work": "work", "班": "work", "上班": "work"}
LINE = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:\s*(?:\.\.|~|至|—)\s*(\d{4}-\d\d-\d\d))?\s+(\S+)\s+(\S.{0,39})"
)
LONGEST = 12  # days off in one piece


class Unreadable(ValueError):
    """A holiday notice cannot be taken; `why` is a word for the sentence, `line` what was read."""

    def __init__(self, why: str, line: str = "") -> None:
        super().__init__(f"{why}: {line}")
        self.why, self.line = why, line


def read_notice(text: str, year: int, source: str) -> list[Notice]:
    """Read lines such as `2027-01-01..2027-01-03 off 元旦`; `work` for a weekend day that is worked.

    Raises Unreadable: a line that says nothing, a day of another year, a day named twice, a make-up
    day that is no weekend day, or a notice without New Year's Day and National Day, which every year has.
    """
    found: dict[date, Notice] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        for day, kind, name in _days(line):
            if day.year != year and (day.year, day.month) != (year - 1, 12):
                raise Unreadable("year", line)
            if day in found:
                raise Unreadable("twice", line)
            if kind == "work" and day.weekday() < 5:
                raise Unreadable("weekday", line)
            found[day] = Notice(day, kind, name, year, source=source)
    off = {day for day, one in found.items() if one.kind == "off"}
    if not {date(year, 1, 1), date(year, 10, 1)} <= off:
        raise Unreadable("whole")
    return sorted(found.values(), key=lambda one: one.day)


def _days(line: str) -> list[tuple[date, str, str]]:
    match = LINE.fullmatch(line)
    if match is None or match[3] not in KINDS:
        raise Unreadable("line", line)
    try:
        first = date.fromisoformat(match[1])
        last = date.fromisoformat(match[2]) if match[2] else first
    except ValueError as error:
        raise Unreadable("line", line) from error
    if not 0 <= (last - first).days < LONGEST:
        raise Unreadable("line", line)
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [(day, KINDS[match[3]], match[4].strip()) for day in every]


def reminder(last: date, moment: datetime | None, now: datetime, on: date) -> int:
    """Which reminder is due: BEFORE, TODAY or OVER; 0 for none yet."""
    if last < on or (moment is not None and moment < now):
        return OVER
    if last == on:
        return TODAY
    return BEFORE if (last - on).days <= AHEAD else 0
