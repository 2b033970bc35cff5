"""What printing needs of a paper, and nothing else."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jinan.standards.capitals import in_words


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
            return "；".join("，".join(cell for cell in row if cell) for row in value)
        if self.kind == "date":
            return day(date.fromisoformat(value))
        if self.kind == "datetime":
            return moment(datetime.fromisoformat(value))
        if self.kind in ("daterange", "datetimerange"):
            first, _bar, last = value.partition("/")
            return f"{_either(first)}至{_either(last)}"
        if self.kind == "money":
            return in_words(Decimal(value))
        if self.kind == "bool":
            return "☑" if value else "☐"
        return str(value)


@dataclass(frozen=True)
class Signed:
    """A signature or seal: in which field, whose, when, its picture as a data address of a PNG."""

    place: str
    name: str
    at: datetime
    picture: str = ""


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
    extra: dict[str, Any] = field(default_factory=dict)

    def value(self, name: str) -> Shown:
        """The field of a name; an empty one when the paper has none."""
        return next((one for one in self.fields if one.name == name), Shown(name, "", "text", ""))

    def signer(self, place: str) -> Signed | None:
        return next((one for one in self.signed if one.place == place), None)


def day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def moment(at: datetime) -> str:
    return f"{day(at.date())}{at.hour}时{at.minute:02}分"


def _either(text: str) -> str:
    return moment(datetime.fromisoformat(text)) if "T" in text else day(date.fromisoformat(text))
