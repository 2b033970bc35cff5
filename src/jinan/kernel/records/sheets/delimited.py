"""Reading delimited text (csv): which encoding, which delimiter, and rows whose quoting is right."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from jinan.kernel.records.sheets.faults import Unreadable

DELIMITERS = (",", ";", "\t", "，")
GUARDED = re.compile(r"'+[=+\-@\t\r]")
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def decoded(raw: bytes) -> str:
    """The text in its encoding: by its mark, else UTF-8, else GBK. Raises Unreadable."""
    encoding = next((name for mark, name in MARKS.items() if raw.startswith(mark)), "")
    if b"\0" in raw and encoding != "utf-16":
        raise Unreadable(_("This is neither a workbook nor a text file."))
    for name in (encoding,) if encoding else ("utf-8", "gb18030"):
        try:
            text = raw.decode(name)
        except UnicodeDecodeError:
            continue
        if name == "gb18030":
            check_one_encoding(raw)
        return text
    check_one_encoding(raw)
    raise Unreadable(_("The text is neither in UTF-8 nor in GBK."))


def check_one_encoding(raw: bytes) -> None:
    """Refuse a file that was put together from two encodings, naming the line."""
    seen: dict[bool, int] = {}
    for number, line in enumerate(raw.split(b"\n"), 1):
        if line.isascii():
            continue
        try:
            chinese = any(ord(sign) >= 0x2E80 for sign in line.decode("utf-8"))
        except UnicodeDecodeError:
            seen.setdefault(False, number)
        else:
            if chinese:
                seen.setdefault(True, number)
        if len(seen) == 2:
            raise Unreadable(
                _("Line %(line)s is in another encoding than the lines before it.")
                % {"line": number}
            )


def delimiter_of(text: str) -> str:
    """The sign that stands most often between the headings."""
    head = re.sub(r'"[^"]*"', "", text.split("\n", 1)[0])
    return max(DELIMITERS, key=head.count)


@dataclass
class DelimitedFile:
    """A csv file as a book of one sheet without a name."""

    path: Path
    most_rows: int
    names: list[str] = field(default_factory=lambda: [""])

    def __post_init__(self) -> None:
        self._text = decoded(self.path.read_bytes())
        if not self._text.strip():
            raise Unreadable(_("The file is empty."))
        self._delimiter = delimiter_of(self._text)

    def rows(self, name: str) -> Iterator[tuple[int, list[Any]]]:
        reader = csv.reader(
            io.StringIO(self._text, newline=""), delimiter=self._delimiter, strict=True
        )
        began = count = 0
        try:
            for cells in reader:
                began, count = reader.line_num, count + 1
                if count > self.most_rows + 1:
                    raise Unreadable(
                        _("A sheet has more than %(most)s rows; divide it.")
                        % {"most": f"{self.most_rows:,}"}
                    )
                if any(cell.strip() for cell in cells):
                    yield count, [plain(cell) for cell in cells]
        except csv.Error as error:
            raise Unreadable(
                _("Quotation marks do not fit in the record that begins at line %(line)s.")
                % {"line": began + 1}
            ) from error

    def remarks(self, name: str) -> list[str]:
        return []


def plain(cell: str) -> str:
    """A cell without the guard that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and GUARDED.match(cell) else cell


def guarded(cell: str) -> str:
    """A text that a spreadsheet will not take for a formula; `plain` gives it back."""
    return f"'{cell}" if re.match(r"'*[=+\-@\t\r]", cell) else cell
