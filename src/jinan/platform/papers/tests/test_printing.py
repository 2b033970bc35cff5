"""Every paper as a PDF for the archive: all its words come out again, its fonts are inside, nothing typed acts."""

import html
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pypdfium2
import pytest

from jinan.platform.papers.editions import Document, all_documents, document
from jinan.platform.papers.printing.page import page, strip
from jinan.platform.papers.printing.pdf import pdf, volume_pdf
from jinan.platform.papers.printing.sheet import laid_out
from jinan.platform.papers.printing.texts import layout, layouts, named
from jinan.platform.papers.printing.view import Photo, Shown, Signed, View
from jinan.platform.papers.rules import mark_taken, number_text
from jinan.platform.papers.tests.test_papers import PICTURE, value_for

TAG = re.compile(r"<[^>]*>")


def view(one: Document, **changed: Any) -> View:
    fields = tuple(
        Shown(f.name, f.zh, f.kind, changed.get(f.name, value_for(f))) for f in one.fields
    )
    return View(
        code=one.code, title=one.zh, category=one.category, heading="肥东县应急管理局",
        number="（肥东）应急责改〔2026〕8号", fields=fields, seal=one.seal, mark="ABCD2345EFGH",
        copies=one.copies, issued_on=date(2026, 11, 25), state="issued",
        address="https://example.invalid/papers/check/?mark=ABCD2345EFGH",
    )  # fmt: skip


def signed(one: Document, **changed: Any) -> View:
    """The same with a hand on every place and the seal."""
    at = datetime(2026, 11, 25, 11, 40, tzinfo=UTC)
    marks = tuple(
        Signed(f.name, "张某", at, PICTURE)
        for f in one.fields
        if f.kind in ("signature", "signaturelist", "seal")
    )
    return replace(view(one, **changed), signed=marks)


def words(body: bytes) -> str:
    found = pypdfium2.PdfDocument(io.BytesIO(body))
    text = "".join(page.get_textpage().get_text_bounded() for page in found)
    return bare(text)


def bare(text: str) -> str:
    """A text without the breaks of its lines and the marks that close a sheet's words."""
    return "".join(text.split())


def pages(body: bytes) -> int:
    return len(pypdfium2.PdfDocument(io.BytesIO(body)))


def bookmarks(body: bytes) -> list[str]:
    return [one.get_title() for one in pypdfium2.PdfDocument(io.BytesIO(body)).get_toc()]


def pieces(one: Document) -> list[tuple[str, str]]:
    """The words that each field must bring to the paper, by the name of the field."""
    made = []
    for f in one.fields:
        if f.kind in ("seal", "docno"):
            continue
        shown = Shown(f.name, f.zh, f.kind, value_for(f))
        cells = [cell for row in shown.rows for cell in row] if shown.rows else [shown.text]
        made += [(f.name, bare(cell)) for cell in cells]
    return made


@pytest.mark.parametrize("code", sorted(all_documents()))
def test_every_field_stands_on_the_paper_and_on_the_page(code: str) -> None:
    one = document(code)
    body = pdf(view(one))
    text, sheet = words(body), bare(html.unescape(TAG.sub("", page(view(one)))))
    assert b"pdfaid" in body, "it is an archive file"
    for where in (text, sheet):
        assert bare(laid_out(view(one)).title) in where
        for name, piece in pieces(one):
            assert piece in where, f"{name} does not stand on {one.zh}"


@pytest.mark.parametrize("code", sorted(all_documents()))
def test_the_words_of_a_document_name_fields_that_it_or_its_sisters_have(code: str) -> None:
    assert code in layouts(), "it has a layout of its own"
    known = {f.name for one in all_documents().values() for f in one.fields} | {"agency"}
    assert named(layout(code).text) <= known


@pytest.mark.parametrize("code", ["G05", "C20", "G01", "G34", "G40", "C02", "G57"])
def test_all_types_are_inside_the_file(code: str) -> None:
    found = pypdfium2.PdfDocument(io.BytesIO(pdf(signed(document(code)))))
    fonts = [one.get_font() for page in found for one in page.get_objects() if one.type == 1]
    assert fonts and all(one.is_embedded for one in fonts)


@pytest.mark.parametrize("code", ["G05", "C20", "G01", "G34", "C36", "G09"])
def test_hands_and_seal_are_drawn_as_pictures(code: str) -> None:
    one = document(code)
    found = pypdfium2.PdfDocument(io.BytesIO(pdf(signed(one))))
    drawn = sum(1 for page in found for thing in page.get_objects() if thing.type == 3)
    places = [f for f in one.fields if f.kind in ("signature", "signaturelist", "seal")]
    assert drawn >= len(places)


def test_the_same_paper_has_the_same_bytes() -> None:
    assert pdf(view(document("G05"))) == pdf(view(document("G05")))


@pytest.mark.parametrize(("code", "field"), [("G03", "check_findings"), ("G34", "facts"), ("G01", "case_summary")])  # fmt: skip
def test_a_long_text_flows_on_and_the_last_words_come_after_it(code: str, field: str) -> None:
    one = document(code)
    body = pdf(view(one, **{field: "现场检查情况逐项记录。" * 500}))
    assert pages(body) >= 4
    text = words(body)
    last = {"G03": "被检查单位负责人意见", "G34": "2026年11月25日", "G01": "审批意见"}[code]
    assert text.rindex(last) > text.rindex("逐项记录")
    assert f"第{pages(body)}页共{pages(body)}页" in text


def test_each_page_of_a_record_is_signed() -> None:
    body = pdf(view(document("C20"), qa="问：是谁？\n答：是我。\n" * 60))
    found = pypdfium2.PdfDocument(io.BytesIO(body))
    for sheet in list(found)[:-1]:
        assert "被询问人：" in bare(sheet.get_textpage().get_text_bounded())[-120:]


def test_a_choice_that_was_not_taken_is_gone() -> None:
    one = document("G08")
    assert "扣押" not in words(pdf(view(one, seize_kind="seal")))
    assert "查封决定书" in words(pdf(view(one, seize_kind="seal")))


def test_a_passage_without_its_value_is_gone() -> None:
    one = document("G26")
    assert "要求举行听证" in words(pdf(view(one)))
    assert "要求举行听证" not in words(pdf(view(one, hearing_box="")))


def test_the_stop_of_a_value_gives_way_to_the_sign_that_follows() -> None:
    text = words(pdf(view(document("C08"), facts="未按规定检测。")))
    assert "涉嫌未按规定检测，为防止" in text


def test_rare_signs_are_drawn_and_signs_of_typesetting_are_words() -> None:
    odd = "喆堃犇垚㎡#set page(width:1cm)$x^2$*粗*_斜_<label>@ref{facts}[[{facts}]]"
    sheet = view(document("G05"), law_basis=odd)
    assert bare(odd) in words(pdf(sheet))
    assert "&lt;label&gt;" in page(sheet) and bare(odd) in bare(html.unescape(page(sheet)))


def test_a_script_in_a_value_stays_words() -> None:
    sheet = view(document("G01"), case_summary="<script>alert(1)</script>", party_name='"><img src=x>')  # fmt: skip
    for made in (page(sheet), strip(sheet)):
        assert "<script>" not in made and "<img src=x>" not in made


def test_the_small_printer_says_what_the_paper_says() -> None:
    for code in ("G05", "G03", "G40"):
        made = bare(html.unescape(TAG.sub("", strip(view(document(code))))))
        assert all(piece in made for _name, piece in pieces(document(code))), code


def test_a_draft_says_so_and_a_void_paper_too() -> None:
    assert "草稿" in words(pdf(replace(view(document("G05")), state="draft")))
    assert "作废" in words(pdf(replace(view(document("G05")), state="withdrawn")))


def test_photographs_stand_in_frames_with_their_words() -> None:
    shots = (Photo(PICTURE, "高压开关柜，2026年11月25日摄"), Photo(PICTURE, "通风机房"))
    sheet = replace(view(document("G57")), photos=shots)
    assert "高压开关柜" in words(pdf(sheet)) and page(sheet).count("<figure") == 2


def test_a_volume_has_cover_catalogue_bookmarks_and_running_pages() -> None:
    long = {"check_findings": "逐项记录。" * 700}
    views = [view(document("G03"), **long), view(document("G05")), view(document("G06"))]
    rows = [[str(n), "文号", v.title, "20261125", "?"] for n, v in enumerate(views, 1)]
    body = volume_pdf(views, [("案卷题名", "某矿业公司案")], rows)
    text = words(body)
    assert "执法案卷" in text and text.count("责令限期整改指令书") == 2
    assert bookmarks(body) == ["执法案卷", "卷内目录", *(v.title for v in views)]
    found = list(pypdfium2.PdfDocument(io.BytesIO(body)))
    first = pages(pdf(views[0])) + 1
    catalogue = bare(found[1].get_textpage().get_text_bounded())
    assert f"责令限期整改指令书20261125{first}" in catalogue, "the page of the second paper"
    assert len(found) == 2 + first - 1 + 2


def test_a_cover_that_was_issued_stands_before_the_volume() -> None:
    front = view(document("C01"))
    body = volume_pdf([view(document("G05"))], [("案卷题名", "某案")], [["1", "", "", ""]], front=front)  # fmt: skip
    assert "保管期限值" in words(body) and bookmarks(body)[0] == "执法案卷"


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


@pytest.mark.parametrize(
    ("mark", "values", "taken"),
    [
        ("责改", {}, "责改"),
        ("查 / 扣", {"seize_kind": "seal"}, "查"),
        ("查 / 扣", {"seize_kind": "seize"}, "扣"),
        ("延查 / 延扣", {"last_doc": "晋（大同）煤安扣〔2026〕3号"}, "延扣"),
        ("延查 / 延扣", {"last_doc": "晋（大同）煤安查〔2026〕3号"}, "延查"),
    ],
)
def test_a_number_has_the_mark_of_what_was_done(
    mark: str, values: dict[str, str], taken: str
) -> None:
    assert mark_taken(mark, values) == taken
