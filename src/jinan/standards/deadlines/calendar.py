"""Workdays of China: Monday to Friday, as the yearly holiday notices of the State Council change them."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files

SATURDAY = 5


class BeyondCalendar(LookupError):
    """A day of a year whose holiday notice is not loaded: nobody can say whether it is a workday."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the calendar of {year} is not loaded")
        self.year = year


@dataclass(frozen=True)
class Notice:
    """One day of a holiday notice: `off`, or a weekend day that is a `work` day.

    `year` is the year the notice is for; its last days may lie in the year before.
    """

    day: date
    kind: str
    name: str
    year: int
    name_en: str = ""
    source: str = ""


@dataclass(frozen=True)
class Calendar:
    """Which days are workdays, for the years whose notices are loaded and for no other."""

    days: Mapping[date, Notice] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    @classmethod
    def of(cls, rows: Iterable[Notice]) -> "Calendar":
        """Raises ValueError for a kind that is neither `off` nor `work`."""
        days = {}
        for row in rows:
            if row.kind not in ("off", "work"):
                raise ValueError(f"{row.day}: a day is off or work, not {row.kind!r}")
            days[row.day] = row
        return cls(days, frozenset(row.year for row in days.values()))

    def extended(self, rows: Iterable[Notice]) -> "Calendar":
        """This calendar with a later notice; its days take the place of earlier ones."""
        return Calendar.of((*self.days.values(), *rows))

    def notice(self, day: date) -> Notice | None:
        """What a notice says of a day. Raises BeyondCalendar for a year that is not loaded."""
        if day.year not in self.years:
            raise BeyondCalendar(day.year)
        return self.days.get(day)

    def is_workday(self, day: date) -> bool:
        """Raises BeyondCalendar for a year that is not loaded; never falls back to Monday to Friday."""
        told = self.notice(day)
        return told.kind == "work" if told else day.weekday() < SATURDAY

    def why(self, day: date) -> str:
        """`holiday`, `make_up`, `weekend` or `workday`."""
        told = self.notice(day)
        if told:
            return "make_up" if told.kind == "work" else "holiday"
        return "weekend" if day.weekday() >= SATURDAY else "workday"


def _carried() -> Calendar:
    table = files("jinan.standards.deadlines").joinpath("data/calendar_cn.csv")
    with table.open(encoding="utf-8") as rows:
        return Calendar.of(
            Notice(
                date.fromisoformat(row["date"]),
                row["kind"],
                row["zh"],
                int(row["notice"]),
                row["en"],
                row["source"],
            )
            for row in csv.DictReader(rows)
        )


CALENDAR = _carried()  # 2020 to 2026
