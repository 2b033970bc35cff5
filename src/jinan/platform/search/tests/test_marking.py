from jinan.platform.search.marking import Piece, excerpt, pieces
from jinan.platform.search.templatetags.marks import marked


def test_each_word_is_marked_whatever_its_case() -> None:
    assert pieces("GB 18218 重大危险源", "gb 危险源") == (
        Piece("GB", hit=True), Piece(" 18218 重大"), Piece("危险源", hit=True),
    )  # fmt: skip


def test_nothing_sought_marks_nothing() -> None:
    assert pieces("安全", "") == (Piece("安全"),)
    assert pieces("a.b", ".") == (Piece("a"), Piece(".", hit=True), Piece("b"))


def test_an_excerpt_stands_around_the_first_hit() -> None:
    text = "甲" * 100 + "关键" + "乙" * 200
    told = excerpt(text, "关键", size=60)
    assert told[0].text == "…" and told[-1].text == "…"
    assert Piece("关键", hit=True) in told
    assert sum(len(piece.text) for piece in told) <= 62


def test_marks_are_escaped() -> None:
    assert marked(pieces("<b>安全</b>", "安全")) == "&lt;b&gt;<mark>安全</mark>&lt;/b&gt;"
