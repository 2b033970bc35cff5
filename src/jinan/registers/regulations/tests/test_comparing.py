from dataclasses import dataclass

from jinan.registers.regulations.rules.comparing import compare, differences


@dataclass
class Made:
    label: str
    text: str


OLD = [
    Made("1", "为了加强安全生产工作，制定本法。"),
    Made("2", "单位的主要负责人全面负责本单位的安全生产工作。"),
    Made("3", "这一条将要删除，说的是收费。"),
    Made("4", "附则没有改变。"),
]
NEW = [
    Made("1", "为了加强安全生产工作，制定本法。"),
    Made("2", "党领导安全工作，人民至上。"),
    Made("3", "单位的主要负责人是第一责任人，全面负责本单位的安全生产工作。"),
    Made("4", "附则没有改变。"),
]


def test_articles_are_paired_by_their_words() -> None:
    pairs = compare(OLD, NEW)
    told = [(p.old and p.old.label, p.new and p.new.label, p.state) for p in pairs]
    assert told == [
        ("1", "1", "same"),
        (None, "2", "new"),
        ("2", "3", "changed"),
        ("3", None, "gone"),
        ("4", "4", "same"),
    ]
    assert pairs[2].moved


def test_words_that_changed_are_shown() -> None:
    found = [
        (piece.text, piece.state) for piece in differences("罚款五万元以下。", "罚款十万元以下。")
    ]
    assert found == [("罚款", ""), ("五", "gone"), ("十", "new"), ("万元以下。", "")]


def test_old_and_new_can_be_read_from_the_pieces() -> None:
    old, new = OLD[1].text, NEW[2].text
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.state != "new") == old
    assert "".join(piece.text for piece in pieces if piece.state != "gone") == new
