"""Rules of enterprises: sections fit the code set, the life cycle, names compared."""

import csv
from importlib.resources import files

import pytest

from jinan.registers.enterprises import rules
from jinan.registers.enterprises.models import IndustrySection, Status


def test_every_industry_of_the_code_set_lies_in_its_section() -> None:
    path = files("jinan.kernel.codes") / "data" / "industries.csv"
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        assert rules.section(row["digits"] or row["code"]) == row["code"][0], row["code"]


def test_every_section_has_its_words() -> None:
    assert {letter for letter, _first, _last in rules.SECTIONS} == set(IndustrySection.values)


@pytest.mark.parametrize("code", ["", "98", "zz", "3"])
def test_an_unknown_industry_has_no_section(code: str) -> None:
    assert rules.section(code) not in IndustrySection.values


def test_the_life_cycle_speaks_of_every_status_and_ends_when_deregistered() -> None:
    assert set(rules.MOVES) == set(Status.values)
    assert {to for steps in rules.MOVES.values() for to in steps} <= set(Status.values)
    assert not any(rules.may_move("cancelled", to) for to in Status.values if to != "cancelled")
    assert rules.may_move("closed", "closed")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("合肥市宏兴矿业有限责任公司", "合肥宏兴矿业有限公司", True),
        ("合肥 宏兴矿业有限公司", "合肥宏兴矿业有限公司", True),
        ("Ｎorth Mine", "north　mine", True),
        ("肥东县大通水泥有限公司", "肥东大通水泥公司", True),
        ("合肥宏兴矿业有限公司", "合肥宏新矿业有限公司", False),
        ("合肥宏兴矿业有限公司一分公司", "合肥宏兴矿业有限公司", False),
    ],
)
def test_names_are_compared_without_form_and_width(one: str, other: str, same: bool) -> None:
    assert (rules.name_key(one) == rules.name_key(other)) is same


def test_likeness_tells_a_slip_from_another_name() -> None:
    assert rules.likeness("合肥宏兴矿业有限公司", "合肥宏兴矿业有限公司") == 1
    assert rules.likeness("肥东金河石灰石矿有限公司", "肥东金河石灰岩矿有限公司") >= rules.LIKE
    assert rules.likeness("肥东金河石灰石矿有限公司", "肥东大通物流有限公司") < rules.LIKE


def test_a_short_address_means_no_place() -> None:
    assert rules.address_key("肥东县") == ""
    assert rules.address_key("肥东县 店埠镇１２号") == rules.address_key("肥东县店埠镇12号")
