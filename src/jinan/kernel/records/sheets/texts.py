"""A workbook of plain text, for lists that are no register: codes keep their zeros."""

import io
from collections.abc import Iterable

import xlsxwriter

WIDEST = 420  # pixels of a column


def workbook_of_texts(name: str, lines: Iterable[list[str]]) -> bytes:
    """One sheet whose cells are all text; the first line is its heading."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(name[:31])
    head = book.add_format({"bold": True, "bottom": 1})
    for number, line in enumerate(lines):
        for column, value in enumerate(line):
            sheet.write_string(number, column, value, None if number else head)
    sheet.freeze_panes(1, 1)
    sheet.autofit(WIDEST)
    book.close()
    return file.getvalue()
