import pytest

from jinan.registers.regulations.rules.reading import Unreadable, text_of
from jinan.registers.regulations.rules.splitting import Fault, joined, split

LAW = """示例条例
（2024年公布）

第一章　总则

第一条　为了举例，制定本条例。
第二条 单位应当：
（一）建账；
（二）上报。
前款所称单位是企业。
第二章 责任
第一节 一般规定
第三条　第四条的规定不适用于个人。
第三条之一　另有规定的从其规定。
第一百二十条　本条例自公布之日起施行。
"""
STANDARD = """1 范围
本标准规定了辨识。
4 辨识
4.1 依据
4.1.1 按表1确定临界量。
4.1.2 未列入表1的按表2确定。
A.1 附录的条款。
"""


def test_a_law_is_split_by_its_numbering() -> None:
    found = split(LAW)
    assert [unit.label for unit in found.units] == ["1", "2", "3", "3-1", "120"]
    assert found.wrong == []
    assert found.before[:2] == ["示例条例", "（2024年公布）"]
    assert found.units[1].text == "单位应当：\n（一）建账；\n（二）上报。\n前款所称单位是企业。"
    assert found.units[1].heading == "第一章 总则"
    assert found.units[2].heading == "第二章 责任 · 第一节 一般规定"
    assert found.units[2].text == "第四条的规定不适用于个人。"


def test_a_standard_is_split_by_its_clauses() -> None:
    found = split(STANDARD, by_clause=True)
    assert [unit.label for unit in found.units] == ["1", "4", "4.1", "4.1.1", "4.1.2", "A.1"]
    assert found.units[0].text == "范围\n本标准规定了辨识。"
    assert found.units[4].heading == "4 辨识 · 4.1 依据"
    assert found.wrong == []


def test_a_reference_within_a_line_begins_no_article() -> None:
    found = split("第一条 依照\n第三条的规定办理。\n第二条 施行。")
    assert [unit.label for unit in found.units] == ["1", "2"]
    assert found.units[0].text == "依照\n第三条的规定办理。"


def test_a_blank_behind_the_number_may_be_missing() -> None:
    found = split("第一条为了举例，制定本法。\n第二条的规定不适用。\n第二条本法施行。")
    assert [unit.label for unit in found.units] == ["1", "2"]
    assert found.units[1].text == "本法施行。"


def test_a_wrong_split_is_joined_again() -> None:
    text = "第一条 如下\n第五条 其实是引文\n第二条 施行。"
    assert [one.fault for one in split(text).wrong] == [Fault.ORDER]
    mended = split(joined(text, 2))
    assert mended.wrong == []
    assert mended.units[0].text == "如下\n第五条 其实是引文"


@pytest.mark.parametrize(
    ("text", "fault", "line"),
    [
        ("没有条文", Fault.NOTHING, 1),
        ("第一条 甲\n第二条\n第三条 乙", Fault.EMPTY, 2),
        ("第一条 甲\n\n第一条 乙", Fault.TWICE, 3),
        ("第三条 甲\n第二条 乙", Fault.ORDER, 2),
        ("第一条 甲\n第二一条 乙", Fault.NUMBER, 2),
    ],
)
def test_faults_are_named_at_their_line(text: str, fault: Fault, line: int) -> None:
    assert [(one.fault, one.line) for one in split(text).wrong] == [(fault, line)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_usual_encodings_are_read(encoding: str) -> None:
    text = "第一条\u3000为了保护人民，制定本法。\n第二条 囍。"
    assert text_of(text.replace("\n", "\r\n").encode(encoding)) == text


@pytest.mark.parametrize(
    ("content", "why", "line"),
    [
        (b"", "empty", 0),
        (b"PK\x03\x04word", "foreign", 0),
        (b"\xd0\xcf\x11\xe0old", "foreign", 0),
        ("第一条 甲\n".encode() + b"\xff\xff\xff", "signs", 2),
        ("第一条 甲\n第二\x01条".encode(), "signs", 2),
        (b"a" * (5 * 2**20 + 1), "large", 0),
    ],
)
def test_what_is_no_text_is_refused_at_its_line(content: bytes, why: str, line: int) -> None:
    with pytest.raises(Unreadable) as refused:
        text_of(content)
    assert (refused.value.why, refused.value.line) == (why, line)
