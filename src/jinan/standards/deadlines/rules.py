"""The rules: one row for each term and edition, read from `data/deadlines.csv`."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

FIRM = frozenset({"law", "rule", "doc"})


class NotInForce(LookupError):
    """No edition of a rule was in force on the day."""


@dataclass(frozen=True)
class Deadline:
    """One term in one edition.

    `mode` says how the quantity is meant: `within` it, `before` an event, `after` it (the day from
    which something may be done), `each` such span, or kept `at_least` so long. `unit` is hour, day,
    workday, month, quarter, year, or yearday for a fixed day of the year in `monthday`.
    """

    code: str
    zh: str
    en: str
    who: str
    quantity: int
    unit: str
    mode: str
    start_event: str
    start_zh: str
    confidence: str
    source: str
    note: str = ""
    note_zh: str = ""
    rolls: bool = False  # a last day off moves to the next workday: a party's term
    counts_first: bool = False  # the day of the event is itself the first day
    opens_next_day: bool = False  # an `after` term is over only when its last day has passed
    monthday: tuple[int, int] | None = None
    valid_from: date = date.min
    valid_to: date = date.max

    @property
    def is_firm(self) -> bool:
        """Whether the text was read; otherwise the term is shown as 待核实."""
        return self.confidence in FIRM

    @property
    def binds(self) -> bool:
        """Whether something must be done by the last day; `after` and `at_least` only open or keep."""
        return self.mode in ("within", "before", "each")

    @property
    def asks_calendar(self) -> bool:
        """Whether its last day depends on which days are workdays."""
        return self.rolls or self.unit == "workday"

    @property
    def by_hours(self) -> bool:
        return self.unit == "hour"

    @property
    def edition(self) -> str:
        """The first day of this edition, as it is kept beside a running term; empty for the oldest."""
        return "" if self.valid_from == date.min else self.valid_from.isoformat()


@cache
def deadlines() -> tuple[Deadline, ...]:
    """Every rule in every edition, in the order of the table."""
    table = files("jinan.standards.deadlines").joinpath("data/deadlines.csv")
    with table.open(encoding="utf-8") as rows:
        return tuple(_read(row) for row in csv.DictReader(rows))


def editions(code: str) -> tuple[Deadline, ...]:
    """The editions of one rule, the oldest first. Raises KeyError when there is no such rule."""
    found = tuple(one for one in deadlines() if one.code == code)
    if not found:
        raise KeyError(code)
    return found


def deadline(code: str, on: date) -> Deadline:
    """The rule as it stood on a day.

    Raises KeyError for an unknown code, NotInForce when no edition held on that day.
    """
    for one in editions(code):
        if one.valid_from <= on <= one.valid_to:
            return one
    raise NotInForce(f"{code} was not in force on {on}")


def _read(row: dict[str, str]) -> Deadline:
    unit, _, monthday = row["unit"].partition("_")
    return Deadline(
        code=row["code"],
        zh=row["zh"],
        en=row["en"],
        who=row["who"],
        quantity=int(row["qty"]),
        unit=unit,
        mode=row["count"],
        start_event=row["start_event"],
        start_zh=row["start_zh"],
        confidence=row["confidence"],
        source=row["source"],
        note=row["note"],
        note_zh=row["note_zh"],
        rolls=row["roll"] == "next_workday",
        counts_first=row["first"] == "counted",
        opens_next_day=row["opens"] == "next_day",
        monthday=(int(monthday[:2]), int(monthday[2:])) if monthday else None,
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else date.min,
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max,
    )
