"""Refused rows as a workbook: what was given, each faulty cell coloured with its reason, to be mended."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from jinan.kernel.records.sheets import headings
from jinan.kernel.records.sheets.plan import Plan
from jinan.kernel.records.sheets.reading import Book
from jinan.kernel.records.sheets.writing import FONT, HEAD, LONGEST, PLAIN, sheet_name
from jinan.kernel.records.types import RecordType

MOST_COMMENTS = 2_000
WRONG = {"bg_color": "#FBDAD7", "border": 1, "border_color": "#D9655B"}
Errors = Mapping[str, str]


def write_returned(
    path: Path, kind: RecordType, plan: Plan, book: Book, faults: Mapping[int, Errors]
) -> None:
    """Write the refused rows of a book, under the headings they came with."""
    with xlsxwriter.Workbook(str(path), PLAIN) as made:
        sheet = made.add_worksheet(sheet_name(str(kind.title)))
        places = [n for n, name in enumerate(plan.columns) if name != headings.REASON]
        titles = [plan.texts[n] for n in places]
        page = _Page(made, sheet, kind, {plan.columns[n]: at for at, n in enumerate(places)})
        page.head([*titles, headings.reason_heading()])
        for number, cells in book.rows(plan.sheet):
            if number in faults:
                row = [cells[n] if n < len(cells) else "" for n in places]
                page.row(row, faults[number])


class _Page:
    """The sheet being written; `places` is the column of each field."""

    def __init__(self, book: Any, sheet: Any, kind: RecordType, places: dict[str, int]) -> None:
        self.sheet, self.kind, self.places = sheet, kind, places
        self.heading = book.add_format(HEAD)
        self.wrong = book.add_format(WRONG)
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.wrong_day = book.add_format(WRONG | {"num_format": "yyyy-mm-dd"})
        self.reason = book.add_format(FONT | {"font_color": "#A32018"})
        self.at, self.comments = 0, 0

    def head(self, titles: Iterable[str]) -> None:
        self.sheet.freeze_panes(1, 0)
        for place, title in enumerate(titles):
            self.sheet.set_column(place, place, max(12, min(30, 2 * len(title) + 4)))
            self.sheet.write_string(0, place, title, self.heading)
        self.at, self.last = 1, place
        self.sheet.set_column(place, place, 60)

    def row(self, cells: list[Any], errors: Errors) -> None:
        wrong = {self.places[name]: text for name, text in errors.items() if name in self.places}
        for place, cell in enumerate(cells):
            self._cell(place, cell, wrong=place in wrong)
            if place in wrong and self.comments < MOST_COMMENTS:
                self.sheet.write_comment(self.at, place, wrong[place], {"x_scale": 1.6})
                self.comments += 1
        self.sheet.write_string(
            self.at, self.last, in_words(self.kind, errors)[:LONGEST], self.reason
        )
        self.at += 1

    def _cell(self, place: int, cell: Any, *, wrong: bool) -> None:
        form = self.wrong if wrong else None
        if cell in ("", None):
            if wrong:
                self.sheet.write_blank(self.at, place, None, form)
        elif isinstance(cell, bool):
            self.sheet.write_boolean(self.at, place, cell, form)
        elif isinstance(cell, int | float):
            self.sheet.write_number(self.at, place, cell, form)
        elif isinstance(cell, date | datetime):
            self.sheet.write_datetime(self.at, place, cell, self.wrong_day if wrong else self.day)
        else:
            self.sheet.write_string(self.at, place, str(cell)[:LONGEST], form)


def in_words(kind: RecordType, errors: Errors) -> str:
    """All faults of a row in one text, each after the name of its field."""
    told = []
    for name, text in errors.items():
        told.append(f"{headings.heading(kind, name)}: {text}" if name else text)
    return "\n".join(told)
