"""Every paper as a PDF for the archive: all its words come out again, its fonts are inside, nothing typed acts."""

import io
from datetime import date
from typing import Any

import pypdfium2
import pytest

from jinan.platform.papers.editions import Document, all_documents, document
from jinan.platform.papers.printing.pdf import pdf, volume_pdf
from jinan.platform.papers.printing.texts import has_text, named
from jinan.platform.papers.printing.view import Shown, View
from jinan.platform.papers.rules import number_text
from jinan.platform.papers.tests.test_papers import value_for


def view(one: Document, **changed: Any) -> View:
    fields = tuple(
        Shown(f.name, f.zh, f.kind, changed.get(f.name, value_for(f))) for f in one.fields
    )
    return View(
        code=one.code, title=one.zh, category=one.category, heading="肥东县应急管理局",
        number="（肥东）应急责改〔2026〕8号", fields=fields, seal=one.seal, mark="ABCD2345EFGH",
        copies=one.copies, issued_on=date(2026, 11, 25), state="issued",
    )  # fmt: skip


def words(body: bytes) -> str:
    found = pypdfium2.PdfDocument(io.BytesIO(body))
    text = "".join(page.get_textpage().get_text_bounded() for page in found)
    return "".join(text.split())


def pages(body: bytes) -> int:
    return len(pypdfium2.PdfDocument(io.BytesIO(body)))


@pytest.mark.parametrize("code", sorted(all_documents()))
def test_every_field_stands_on_the_paper(code: str) -> None:
    one = document(code)
    body = pdf(view(one))
    text = words(body)
    assert b"pdfaid" in body, "it is an archive file"
    assert one.zh.replace(" ", "") in text
    for f in one.fields:
        if f.kind in ("seal", "docno", "signaturelist"):
            continue
        shown = Shown(f.name, f.zh, f.kind, value_for(f))
        for piece in shown.rows[0] if shown.rows else [shown.text]:
            assert "".join(piece.split()) in text, f"{f.name} does not stand on {one.zh}"


@pytest.mark.parametrize("code", sorted(c for c in all_documents() if has_text(c)))
def test_sentences_name_fields_that_some_set_has(code: str) -> None:
    known = {f.name for one in all_documents().values() for f in one.fields}
    assert named(code) <= known


def test_the_same_paper_has_the_same_bytes() -> None:
    assert pdf(view(document("G05"))) == pdf(view(document("G05")))


def test_a_long_text_flows_on_and_the_signatures_come_after_it() -> None:
    one = document("G03")
    body = pdf(view(one, check_findings="现场检查情况逐项记录。" * 400))
    assert pages(body) >= 3
    text = words(body)
    assert text.rindex("执法人员") > text.rindex("逐项记录")


def test_rare_signs_and_signs_of_typesetting_are_words() -> None:
    odd = "喆堃犇垚#set page(width:1cm)$x^2$*粗*_斜_<label>@ref"
    assert odd.replace(" ", "") in words(pdf(view(document("G05"), law_basis=odd)))


def test_a_volume_has_cover_catalogue_and_running_pages() -> None:
    views = [view(document(code)) for code in ("G03", "G05", "G06")]
    rows = [[str(n), "文号", v.title, "20261125", str(n)] for n, v in enumerate(views, 1)]
    body = volume_pdf(views, [("题名", "某矿业公司案")], rows)
    text = words(body)
    assert "执法案卷" in text and "卷内目录" in text and text.count("责令限期整改指令书") == 2
    assert pages(body) >= 5


NUMBERS = [
    ("general", "肥东", "应急", "责改", 2026, 8, "（肥东）应急责改〔2026〕8号"),
    ("coal", "晋|大同", "煤安", "处", 2026, 21, "晋（大同）煤安处〔2026〕21号"),
    ("inspection", "晋|晋中", "煤安监", "复", 2026, 6, "晋煤安监晋中复〔2026〕6号"),
    ("internal", "晋|大同", "", "", 2026, 31, "2026-31"),
    ("none", "肥东", "应急", "", 2026, 1, ""),
]


@pytest.mark.parametrize(("regime", "area", "middle", "mark", "year", "serial", "text"), NUMBERS)
def test_a_number_is_written_as_its_regime_wants(
    regime: str, area: str, middle: str, mark: str, year: int, serial: int, text: str
) -> None:
    assert (
        number_text(regime, area=area, middle=middle, mark=mark, year=year, serial=serial) == text
    )
