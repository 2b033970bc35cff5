"""Writing sheets row by row, without holding them in memory: xlsx, and csv in UTF-8 or GBK."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol, Self

import xlsxwriter

from jinan.kernel.records.sheets.delimited import guarded

PLAIN = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
MOST_XLSX = 1_000_000
LONGEST = 32_767  # signs that a cell of a workbook holds
FONT = {"font_name": "Microsoft YaHei", "font_size": 10}
HEAD = FONT | {"bold": True, "bg_color": "#E6EDF5", "bottom": 1, "bottom_color": "#8CA3BC", "valign": "vcenter"}  # fmt: skip


class Writer(Protocol):
    """A file that takes headings, then rows."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *_about: object) -> None: ...
    def head(self, titles: Iterable[str]) -> None: ...
    def row(self, cells: Iterable[Any]) -> None: ...


def writer(path: Path, form: str, title: str, *, mark: str = "") -> Writer:
    """A writer for a form asked for: `xlsx`, `csv` (UTF-8 with mark) or `gbk` (csv).

    A `mark` stands on every printed page of a workbook; a csv stays as it can be read in again.
    """
    if form == "xlsx":
        return XlsxWriter(path, title, mark)
    return CsvWriter(path, "gb18030" if form == "gbk" else "utf-8-sig")


class XlsxWriter:
    """A workbook of one sheet with a frozen head."""

    def __init__(self, path: Path, title: str, mark: str = "") -> None:
        self.book = xlsxwriter.Workbook(str(path), PLAIN)
        self.sheet = self.book.add_worksheet(sheet_name(title))
        if mark:
            said = mark.replace("&", "&&")[:200]
            self.sheet.set_header(f"&C{said}")
            self.sheet.set_footer(f"&L{said}&R&P / &N")
            self.book.set_properties({"comments": mark})
        self._day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._at = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_about: object) -> None:
        self.book.close()

    def head(self, titles: Iterable[str]) -> None:
        made = list(titles)
        self.sheet.freeze_panes(1, 0)
        for place, title in enumerate(made):
            self.sheet.set_column(place, place, max(12, min(30, 2 * len(title) + 4)))
        self.sheet.set_row(0, 22)
        for place, title in enumerate(made):
            self.sheet.write_string(0, place, title, self.book.add_format(HEAD))
        self._at = 1

    def row(self, cells: Iterable[Any]) -> None:
        sheet, at = self.sheet, self._at
        for place, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                sheet.write_string(at, place, cell[:LONGEST])
            elif isinstance(cell, bool):
                sheet.write_boolean(at, place, cell)
            elif isinstance(cell, datetime):
                sheet.write_datetime(at, place, cell, self._moment)
            elif isinstance(cell, date):
                sheet.write_datetime(at, place, cell, self._day)
            else:
                sheet.write_number(at, place, cell)
        self._at += 1


class CsvWriter:
    """A csv file; texts that a spreadsheet would take for a formula are guarded."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._file = path.open("w", encoding=encoding, newline="", errors="replace")
        self._csv = csv.writer(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_about: object) -> None:
        self._file.close()

    def head(self, titles: Iterable[str]) -> None:
        self._csv.writerow(titles)

    def row(self, cells: Iterable[Any]) -> None:
        self._csv.writerow([text_of(cell) for cell in cells])


def text_of(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def sheet_name(title: str) -> str:
    """A title as a sheet may be called: no signs of paths and formulas, 31 signs at most."""
    return "".join("_" if sign in "[]:*?/\\'" else sign for sign in title)[:31] or "1"
