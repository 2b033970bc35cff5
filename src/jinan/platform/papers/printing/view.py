"""What printing needs of a paper, and nothing else."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jinan.standards.capitals import in_words

CHOICES = {
    "seal": "查封", "seize": "扣押", "power": "停止供电", "explosives": "停止供应民用爆炸物品",
    "request": "整改单位申请", "expiry": "整改期限届满",
}  # fmt: skip
PEOPLE = ("personlist", "signaturelist")


@dataclass(frozen=True)
class Shown:
    """A field as it stands on the paper; `filled` means that it came from the case, not from a hand."""

    name: str
    label: str
    kind: str
    value: Any
    filled: bool = True

    @property
    def rows(self) -> list[list[str]]:
        return self.value if isinstance(self.value, list) else []

    @property
    def text(self) -> str:
        """The value in the words of a paper: days written out, sums in capitals with figures."""
        value = self.value
        if value in ("", None, []):
            return ""
        if isinstance(value, list):
            return _people(value) if self.kind in PEOPLE else _inline(value)
        if self.kind in WRITERS:
            return WRITERS[self.kind](str(value))
        return str(value)


@dataclass(frozen=True)
class Signed:
    """A signature or seal: in which field, whose, when, its picture as a data address of a PNG."""

    place: str
    name: str
    at: datetime
    picture: str = ""


@dataclass(frozen=True)
class Photo:
    """A picture with its words: what, where, when, by whom; as a data address of a PNG or JPEG."""

    picture: str
    words: str


@dataclass(frozen=True)
class View:
    """A paper for printing."""

    code: str
    title: str
    category: str
    heading: str
    number: str
    fields: tuple[Shown, ...]
    signed: tuple[Signed, ...] = ()
    seal: str = "none"
    mark: str = ""
    copies: str = ""
    issued_on: date | None = None
    state: str = "draft"
    photos: tuple[Photo, ...] = ()
    address: str = ""  # where the mark is checked; the square picture holds it

    def value(self, name: str) -> Shown:
        """The field of a name; an empty one when the paper has none."""
        return next((one for one in self.fields if one.name == name), Shown(name, "", "text", ""))

    def signer(self, place: str) -> Signed | None:
        return next((one for one in self.signed if one.place == place), None)


def day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def moment(at: datetime) -> str:
    return f"{day(at.date())}{at.hour}时{at.minute:02}分"


def as_day(cell: str) -> str:
    """A cell that is a day in figures, in the words of a paper; any other cell as it is."""
    return day(date.fromisoformat(cell)) if DAY.fullmatch(cell) else cell


def _either(text: str) -> str:
    return moment(datetime.fromisoformat(text)) if "T" in text else day(date.fromisoformat(text))


def _span(value: str) -> str:
    """From one to another; on one day, the day once."""
    first, _bar, last = value.partition("/")
    if "T" in last and first[:10] == last[:10]:
        at = datetime.fromisoformat(last)
        return f"{_either(first)}至{at.hour}时{at.minute:02}分"
    return f"{_either(first)}至{_either(last)}"


def _inline(rows: list[list[str]]) -> str:
    """Rows in the midst of a sentence: their numbers where they have some, else their words."""
    if all(row[0].isdecimal() for row in rows if row):
        return "、".join(row[0] for row in rows)
    return "；".join("，".join(cell for cell in row if cell) for row in rows)


def _people(rows: list[list[str]]) -> str:
    """Names, each with what is known of it in brackets."""
    full = [[cell for cell in row if cell] for row in rows]
    return "、".join(
        row[0] + (f"（{'，'.join(row[1:])}）" if row[1:] else "") for row in full if row
    )


DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WRITERS: dict[str, Callable[[str], str]] = {
    "date": lambda value: day(date.fromisoformat(value)),
    "datetime": lambda value: moment(datetime.fromisoformat(value)),
    "daterange": _span,
    "datetimerange": _span,
    "money": lambda value: in_words(Decimal(value)),
    "bool": lambda value: "☑",
    "enum": lambda value: CHOICES.get(value, value),
}
