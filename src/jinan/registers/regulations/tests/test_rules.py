from dataclasses import dataclass
from datetime import date

import pytest

from jinan.registers.regulations import rules
from jinan.registers.regulations.rules import Place

NUMBERS = [
    (1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九"),
    (100, "一百"), (101, "一百零一"), (110, "一百一十"), (119, "一百一十九"), (1000, "一千"),
    (1005, "一千零五"), (1203, "一千二百零三"), (1260, "一千二百六十"), (9999, "九千九百九十九"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "words"), NUMBERS)
def test_numbers_are_read_and_written_as_law_writes_them(number: int, words: str) -> None:
    assert rules.numeral(number) == words
    assert rules.number(words) == number


def test_every_number_up_to_1260_comes_back() -> None:
    assert all(rules.number(rules.numeral(n)) == n for n in range(1, 1261))


def test_other_writings_are_read() -> None:
    assert rules.number("一百十九") == 119
    assert rules.number("一百〇一") == 101
    assert rules.number("两百") == 200
    assert rules.number("21") == 21


@pytest.mark.parametrize("words", ["", "条", "二一", "百a"])
def test_what_is_no_numeral_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"numeral|digits"):
        rules.number(words)


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_numbers_out_of_range_are_not_written(number: int) -> None:
    with pytest.raises(ValueError, match="between"):
        rules.numeral(number)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("21", Place("21"), "第二十一条"),
        ("21-1", Place("21-1"), "第二十一条之一"),
        ("21.1", Place("21", 1), "第二十一条第一款"),
        ("21-1.3.2", Place("21-1", 3, 2), "第二十一条之一第三款第（二）项"),
        ("21.0.7", Place("21", 0, 7), "第二十一条第（七）项"),
    ],
)
def test_places_are_named_as_documents_name_them(text: str, place: Place, words: str) -> None:
    found = rules.place(text, by_clause=False)
    assert found == place
    assert rules.in_words(found.label, found.paragraph, found.item) == words


def test_clauses_stay_as_they_are() -> None:
    assert rules.place("4.1.2", by_clause=True) == Place("4.1.2")
    assert rules.place("A.1", by_clause=True) == Place("A.1")
    assert rules.in_words("4.1.2") == "4.1.2"


@pytest.mark.parametrize(
    ("text", "by_clause"), [("x", False), ("21.", False), ("", False), ("4..1", True)]
)
def test_what_is_no_place_is_refused(text: str, by_clause: bool) -> None:
    with pytest.raises(ValueError, match="no"):
        rules.place(text, by_clause=by_clause)


TEXT = "单位应当：\n（一）建账；\n（二）上报。\n前款所称单位是企业。"


@pytest.mark.parametrize(
    ("place", "there"),
    [("1", True), ("1.1", True), ("1.1.2", True), ("1.1.3", False), ("1.2", True), ("1.3", False)],
)
def test_only_parts_that_are_there_are_cited(place: str, there: bool) -> None:
    assert rules.holds(TEXT, rules.place(place, by_clause=False)) is there


@dataclass
class Made:
    effective: date | None
    repealed: date | None = None


OLD, NEW = Made(date(2014, 12, 1)), Made(date(2021, 9, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("on", "held"),
    [
        (date(2014, 11, 30), None),
        (date(2014, 12, 1), OLD),
        (date(2021, 8, 31), OLD),
        (date(2021, 9, 1), NEW),
        (date(2029, 12, 31), NEW),
        (date(2030, 1, 1), None),
    ],
)
def test_the_edition_of_the_day_holds(on: date, held: Made | None) -> None:
    assert rules.in_force([OLD, NEW], on) is held
    assert rules.in_force([NEW, OLD], on) is held
