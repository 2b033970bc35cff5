"""The plan of an import: which sheet, which column is which field, which value means which."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from jinan.kernel.records.models import PointField
from jinan.kernel.records.sheets import headings
from jinan.kernel.records.sheets.faults import Unreadable
from jinan.kernel.records.sheets.reading import Book
from jinan.kernel.records.types import RecordType

# What headings of public maps are called, by what their positions are given in.
SAID = {"GCJ-02": r"高德|腾讯|(?i:gcj|amap)", "BD-09": r"百度|(?i:bd-?09|baidu)"}

Raw = dict[str, Any]


@dataclass
class Plan:
    """What the user chose. `columns` holds a field, or "" for a column left out; `datums` what positions are given in."""

    sheet: str = ""
    head: int = 1
    columns: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    datums: dict[str, str] = field(default_factory=dict)
    total: int = 0
    language: str = "zh-hans"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def fields(self) -> list[str]:
        """The fields that the sheet gives, in the order of its columns."""
        return [name for name in self.columns if name and name != headings.REASON]

    def lines(self, book: Book) -> Iterator[tuple[int, Raw]]:
        """Number and given values of each row below the headings, value mapping applied."""
        places = [
            (place, name, self.values.get(name))
            for place, name in enumerate(self.columns)
            if name and name != headings.REASON
        ]
        for number, cells in book.rows(self.sheet):
            if number <= self.head:
                continue
            width, raw = len(cells), {}
            for place, name, meant in places:
                cell = cells[place] if place < width else ""
                if meant is not None and (text := str(cell).strip()) in meant:
                    cell = meant[text]
                if (datum := self.datums.get(name)) and str(cell).strip():
                    cell = f"{cell} {datum}"
                raw[name] = cell
            if any(cell != "" for cell in raw.values()):
                yield number, raw

    def obstacles(self, kind: RecordType) -> list[str]:
        """Why the import cannot begin yet."""
        told = []
        if again := [text for text in headings.doubled(self.texts) if self._in_use(text)]:
            told.append(
                _("A heading stands more than once: %(names)s. Rename or remove one in the file.")
                % {"names": "、".join(again)}
            )
        if len(set(self.fields)) < len(self.fields):
            told.append(_("Two columns are given to the same field; leave one out."))
        missing = [
            headings.heading(kind, name) for name in kind.natural_key if name not in self.fields
        ]
        if missing:
            told.append(
                _("A column is missing by which records are recognised: %(names)s.")
                % {"names": "、".join(missing)}
            )
        if not self.total:
            told.append(_("Below the headings there are no rows."))
        return told

    def _in_use(self, text: str) -> bool:
        wanted = headings.normal(text)
        return any(
            name
            for given, name in zip(self.texts, self.columns, strict=True)
            if headings.normal(given) == wanted
        )


def guessed(kind: RecordType, book: Book, sheet: str | None = None) -> Plan:
    """A plan from the headings alone, for the sheet that fits best. Raises Unreadable when none does."""
    best: tuple[headings.Head, str] | None = None
    for name in [sheet] if sheet is not None else book.names:
        head = headings.find_head(kind, book.rows(name))
        if head and (best is None or head.score > best[0].score):
            best = head, name
    if best is None:
        if not any(next(book.rows(name), None) for name in book.names):
            raise Unreadable(_("The file is empty."))
        raise Unreadable(
            _("No known heading was found. Use the template, or name the columns as it does.")
        )
    head, name = best
    datums = {
        field: datum
        for field, text in zip(head.fields, head.texts, strict=True)
        if field not in ("", headings.REASON)
        and isinstance(kind.field_of(field), PointField)
        and (datum := datum_in(text))
    }
    return Plan(sheet=name, head=head.number, columns=head.fields, texts=head.texts, datums=datums)


def datum_in(heading: str) -> str:
    """What the heading of a column says its positions are given in; empty when it says nothing."""
    return next((datum for datum, words in SAID.items() if re.search(words, heading)), "")
