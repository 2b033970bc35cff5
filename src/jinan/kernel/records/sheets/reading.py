"""Reading a sheet that somebody uploaded: what it is, whether it can be taken, and its rows."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from jinan.kernel.records.sheets.delimited import DelimitedFile
from jinan.kernel.records.sheets.faults import Unreadable

MOST_ROWS = 200_000
MOST_BYTES = 50 * 2**20
MOST_UNPACKED = 600 * 2**20
PIECE = 2**20
BROKEN = (CalamineError, XmlError, ZipError, OSError, ValueError)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOKS = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")


class Book(Protocol):
    """An uploaded file as sheets of rows."""

    names: list[str]

    def rows(self, name: str) -> Iterator[tuple[int, list[Any]]]:
        """Number and cells of each row that is not empty; numbers begin at 1 as in the sheet."""
        ...

    def remarks(self, name: str) -> list[str]:
        """What the user should know of this sheet before he goes on."""
        ...


def open_book(path: Path) -> Book:
    """The file as a book. Raises Unreadable with a sentence when it cannot be taken."""
    size = path.stat().st_size
    if size == 0:
        raise Unreadable(_("The file is empty."))
    if size > MOST_BYTES:
        raise Unreadable(
            _("The file is larger than %(most)s MB; divide it.") % {"most": MOST_BYTES // 2**20}
        )
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"PK"):
        return Workbook(path, measured(path))
    if head == OLD_OFFICE:
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise Unreadable(_("The workbook is protected by a password. Save it without one."))
        return Workbook(path, Measured())
    return DelimitedFile(path, most_rows=MOST_ROWS)


@dataclass
class Measured:
    """What was seen while a workbook was unpacked."""

    formulas: bool = False
    unpacked: int = 0

    def take(self, part: Iterator[bytes], *, is_sheet: bool) -> None:
        """Look at the bytes of one part of the workbook as they are unpacked."""
        rows = 0
        for piece in part:
            self.unpacked += len(piece)
            if self.unpacked > MOST_UNPACKED:
                raise Unreadable(_("Unpacked, the workbook is far too large; divide it."))
            if is_sheet:
                rows += piece.count(b"<row ")
                check_rows(rows)
                self.formulas = self.formulas or b"<f>" in piece or b"<f " in piece


def measured(path: Path) -> Measured:
    """Unpack every part without keeping it, counting rows, so that a bomb never reaches memory."""
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            if not set(archive.namelist()) & WORKBOOKS:
                raise Unreadable(_("This is not a workbook."))
            found = Measured()
            for part in archive.infolist():
                found.take(pieces(file, part), is_sheet=bool(SHEET_PART.fullmatch(part.filename)))
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Unreadable(_("The workbook is broken and cannot be read.")) from error
    return found


def check_rows(rows: int) -> None:
    if rows > MOST_ROWS + 1:
        raise Unreadable(
            _("A sheet has more than %(most)s rows; divide it.") % {"most": f"{MOST_ROWS:,}"}
        )


def pieces(file: Any, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes of one part, however much its heading claims it to be."""
    file.seek(part.header_offset)
    local = file.read(30)
    if local[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile
    name, extra = int.from_bytes(local[26:28], "little"), int.from_bytes(local[28:30], "little")
    file.seek(name + extra, 1)
    left = part.compress_size
    if part.compress_type == zipfile.ZIP_STORED:
        while left > 0 and (raw := file.read(min(PIECE, left))):
            left -= len(raw)
            yield raw
        return
    if part.compress_type != zipfile.ZIP_DEFLATED or part.flag_bits & 1:
        raise zipfile.BadZipFile
    unpack = zlib.decompressobj(-15)
    while not unpack.eof:
        raw = unpack.unconsumed_tail or file.read(PIECE)
        if not raw:
            raise EOFError
        yield unpack.decompress(raw, PIECE)


@dataclass
class Workbook:
    """A workbook of Excel, WPS or LibreOffice; hidden sheets are left out."""

    path: Path
    seen: Measured
    names: list[str] = field(init=False)

    def __post_init__(self) -> None:
        try:
            self._book = CalamineWorkbook.from_path(str(self.path))
            sheets = [
                one for one in self._book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet
            ]
        except PasswordError as error:
            raise Unreadable(
                _("The workbook is protected by a password. Save it without one.")
            ) from error
        except BROKEN as error:
            raise Unreadable(_("The workbook is broken and cannot be read.")) from error
        self.names = [one.name for one in sheets if one.visible == SheetVisibleEnum.Visible]
        self.hidden = [one.name for one in sheets if one.visible != SheetVisibleEnum.Visible]
        if not self.names:
            raise Unreadable(_("All sheets of this workbook are hidden; show the one to import."))

    def _sheet(self, name: str) -> Any:
        if name not in self.names:
            raise Unreadable(_("There is no sheet “%(name)s”.") % {"name": name})
        try:
            sheet = self._book.get_sheet_by_name(name)
        except BROKEN as error:
            raise Unreadable(_("The workbook is broken and cannot be read.")) from error
        check_rows(sheet.total_height)
        return sheet

    def rows(self, name: str) -> Iterator[tuple[int, list[Any]]]:
        sheet = self._sheet(name)
        if sheet.start is None:
            return
        before = [""] * sheet.start[1]
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if any(cell != "" for cell in cells):
                yield number, [*before, *cells]

    def remarks(self, name: str) -> list[str]:
        told = []
        if self._sheet(name).merged_cell_ranges:
            told.append(
                _("Merged cells count as one value in their first cell; the others are empty.")
            )
        if self.seen.formulas:
            told.append(_("Formulas are not computed; the values last shown by them are taken."))
        if self.hidden:
            told.append(
                _("Hidden sheets are left out: %(names)s.") % {"names": "、".join(self.hidden)}
            )
        return told
