"""Numbers of papers 文号 and the values of their fields: what must hold before a paper is issued."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

LONGEST = {"text": 500, "longtext": 20_000, "lawref": 1_000, "phone": 30, "person": 500}
ROWS = ("table", "personlist", "signaturelist", "list", "attachlist", "doclist")


def number_text(regime: str, *, area: str, middle: str, mark: str, year: int, serial: int) -> str:
    """The number as it is printed (enforcement.md 5.2).

    `general`: （太原）应急责改〔2026〕8号; `coal`: 晋（大同）煤安处〔2026〕21号, where `area` is province and section
    with a bar between; `inspection`: 晋煤安监晋中复〔2026〕6号; `internal`: 2026-31; `none`: no number.
    """
    if regime == "none":
        return ""
    if regime == "internal":
        return f"{year}-{serial}"
    province, _bar, section = area.partition("|")
    if regime == "general":
        return f"（{section or province}）{middle}{mark}〔{year}〕{serial}号"
    if regime == "coal":
        return f"{province}（{section}）{middle}{mark}〔{year}〕{serial}号"
    if regime == "inspection":
        return f"{province}{middle}{section}{mark}〔{year}〕{serial}号"
    raise ValueError(regime)


def mark_taken(mark: str, values: dict[str, Any]) -> str:
    """The mark that is printed, where a document has one for sealing and one for seizure, such as `查 / 扣`."""
    sealing, bar, seizure = mark.partition(" / ")
    if not bar:
        return mark
    seized = values.get("seize_kind") == "seize" or "扣" in str(values.get("last_doc", ""))
    return seizure if seized else sealing


def regime_of(set: str, numbering: str) -> str:
    """Which form a document's number has."""
    if numbering == "none":
        return "none"
    if numbering == "year_seq":
        return "internal"
    return "coal" if set == "coal_2021" else "general"


def plain(kind: str, given: Any) -> Any:
    """A value as the paper keeps it, by the type of its field. Raises ValueError with the kind of fault as its text."""
    if kind in ROWS:
        return _rows(given)
    text = str(given).strip().replace("\r\n", "\n")
    if "\x00" in text:
        raise ValueError("signs")
    if not text:
        return ""
    if kind in READERS:
        return READERS[kind](text)
    if len(text) > LONGEST.get(kind, 2_000):
        raise ValueError("long")
    return text


def _rows(given: Any) -> list[list[str]]:
    """Rows of a table: a list of lists, or one row a line with bars between the cells."""
    lines = given if isinstance(given, list) else str(given).splitlines()
    rows = [
        [str(c).strip() for c in line]
        if isinstance(line, list)
        else [c.strip() for c in str(line).split("|")]
        for line in lines
    ]
    rows = [row for row in rows if any(row)]
    if len(rows) > 500 or any(
        len(row) > 12 or any(len(c) > 2_000 or "\x00" in c for c in row) for row in rows
    ):
        raise ValueError("long")
    return rows


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        raise ValueError("date") from None


def _moment(text: str) -> str:
    try:
        return datetime.fromisoformat(text).isoformat(timespec="minutes")
    except ValueError:
        raise ValueError("moment") from None


def _span(text: str) -> str:
    """Two days or moments with a bar between; the second not before the first."""
    first, _bar, last = text.replace("—", "/").replace("至", "/").partition("/")
    made = [
        _moment(one.strip()) if "T" in one or ":" in one else _day(one.strip())
        for one in (first, last)
    ]
    if made[1] < made[0]:
        raise ValueError("order")
    return "/".join(made)


def _whole(text: str) -> str:
    if not re.fullmatch(r"\d{1,9}", text):
        raise ValueError("number")
    return text


def _money(text: str) -> str:
    try:
        found = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise ValueError("money") from None
    if not found.is_finite() or found < 0 or found >= 10**12 or found != round(found, 2):
        raise ValueError("money")
    return str(found)


def _yes(text: str) -> str:
    return "1" if text.lower() in ("1", "on", "true", "yes", "是") else ""


READERS = {
    "date": _day, "datetime": _moment, "daterange": _span, "datetimerange": _span, "int": _whole,
    "money": _money, "bool": _yes,
}  # fmt: skip
BY_HAND = ("signature", "seal", "signaturelist", "fixed", "docno", "approval", "media")  # not typed
