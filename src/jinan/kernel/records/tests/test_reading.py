"""Sheets that cannot be taken are refused with a sentence, and nothing is left behind."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from jinan.kernel.records.models import ImportRun
from jinan.kernel.records.sheets import reading
from jinan.kernel.records.sheets.delimited import guarded, plain
from jinan.kernel.records.sheets.faults import Unreadable
from jinan.kernel.records.tests.ponds import (
    FIELDS,
    LIST,
    county,
    faults,
    line,
    press,
    run_of,
    text,
    upload,
    workbook,
)


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def bomb(*, honest: bool) -> bytes:
    """A workbook whose sheet unpacks to 700 MB; its heading says so, or claims ten bytes."""
    made = zipped(
        {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * (700 << 20)}
    )
    if honest:
        return made
    return made.replace(struct.pack("<I", 700 << 20), struct.pack("<I", 10))


def locked() -> bytes:
    return reading.OLD_OFFICE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def hidden() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("a").write_row(0, 0, FIELDS)
    parts = zipfile.ZipFile(io.BytesIO(out.getvalue()))
    texts = {name: parts.read(name) for name in parts.namelist()}
    texts["xl/workbook.xml"] = texts["xl/workbook.xml"].replace(
        b'<sheet name="a"', b'<sheet name="a" state="hidden"'
    )
    return zipped(texts)


def long() -> bytes:
    sheet = b"<worksheet><sheetData>" + b'<row r="1"/>' * 1_000_001 + b"</sheetData></worksheet>"
    return zipped({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": sheet})


good = workbook([line(1)])
mixed = text([line(1, name="龙潭库")]) + text([line(2, name="北沟尾矿库")], encoding="gbk")
FAULTY = {
    "nothing in it": (b"", "空"),
    "blank csv": (b" \n\n", "空"),
    "empty workbook": (workbook([], ()), "空"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "既不是"),
    "a zip of something else": (zipped({"a.txt": b"x"}), "不是工作簿"),
    "cut off": (good[: len(good) // 2], "损坏"),
    "broken inside": (good[:400] + bytes(300) + good[700:], "损坏"),
    "no workbook inside": (zipped({"xl/workbook.xml": b"<oops"}), "损坏"),
    "password": (locked(), "密码"),
    "bomb": (bomb(honest=True), "过大"),
    "bomb that lies": (bomb(honest=False), "过大"),
    "a million rows": (long(), "200,000"),
    "all hidden": (hidden(), "隐藏"),
    "wrong headings": (workbook([[1, 2]], ("foo", "bar")), "表头"),
    "open quotation mark": (text([line(1)]) + b'"never closed,1\n2,3\n', "引号"),
    "sign after quotation mark": (text([line(1)]) + b'"a"b,1\n', "引号"),
    "NUL in csv": (text([line(1)]) + b"\0", "既不是"),
    "two encodings": (mixed, "编码"),
    "neither encoding": (text([line(1)]) + b"\xff\xff\xff\n", "编码"),
    "long csv": (text([[n] for n in range(200_010)]), "200,000"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("fault", FAULTY)
def test_faulty_file_is_refused_with_its_reason_and_leaves_nothing(
    fault: str, settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    _account, browser = county()
    content, told = FAULTY[fault]
    answer = upload(browser, content, "ponds.csv" if content[:2] != b"PK" else "ponds.xlsx")
    page = answer.content.decode()
    assert answer.status_code == 422 and told in page, page[page.find('role="alert"') :][:300]
    assert not ImportRun.objects.exists() and not [p for p in tmp_path.rglob("*") if p.is_file()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ((*FIELDS[:6], "height"), [line(1)]),
        (FIELDS[1:], [line(1)[1:]]),
        (FIELDS, []),
    ],
    ids=["doubled heading", "no key column", "no rows"],
)
def test_sheet_that_cannot_be_planned_does_not_begin(head, rows) -> None:
    _account, browser = county()
    run = run_of(upload(browser, workbook(rows, head)))
    page = browser.get(f"{LIST}import/{run.pk}/").content.decode()
    assert 'class="message error"' in page and 'value="go" disabled' in page
    assert press(browser, run, "go").stage == "preview"


@pytest.mark.django_db
def test_title_above_the_headings_and_empty_rows_are_passed_over(tmp_path: Path) -> None:
    _account, browser = county()
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "2026")
        sheet.write_row(2, 1, FIELDS)
        sheet.write_row(5, 1, line(1))
        sheet.write_row(9, 1, line(2, degree="x"))
    run = press(browser, run_of(upload(browser, out.getvalue())), "go")
    assert (run.added, run.refused) == (1, 1)
    assert list(faults(run)) == [10]


def test_file_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    path = tmp_path / "x"
    path.write_bytes(bytes(101))
    with pytest.raises(Unreadable):
        reading.open_book(path)


@pytest.mark.parametrize(
    "given", ["=1+1", "+86 551", "-x", "@a", "'=1", "''=1", "'plain", "plain", "\t=1", ""]
)
def test_guard_against_formulas_is_taken_off_again(given: str) -> None:
    assert plain(guarded(given)) == given
    assert guarded(given)[:1] not in ("=", "+", "-", "@", "\t")
