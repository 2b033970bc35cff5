"""The list of the package: complete, consistent with the tables it is made from, and physically sound."""

import re
from datetime import date

import pytest

from jinan.registers.substances import rules
from jinan.registers.substances.actions import CODES, OWN, rows, substances
from jinan.registers.substances.models import Family, Substance
from jinan.registers.substances.queries import TOPICS, advice, family_for
from jinan.standards import cas

LIST = list(substances())
MASSES = {
    "H": 1.008, "B": 10.81, "C": 12.011, "N": 14.007, "O": 15.999, "F": 18.998, "Na": 22.99,
    "P": 30.974, "S": 32.06, "Cl": 35.45, "K": 39.098, "Ca": 40.078, "Ti": 47.867, "As": 74.922,
    "Se": 78.971, "Br": 79.904, "Sb": 121.76, "Ba": 137.327, "Hg": 200.592, "Pb": 207.2,
}  # fmt: skip


def test_every_number_of_table_1_and_of_the_key_list_is_there_once() -> None:
    numbers = [int(one["number"]) for one in LIST if one.get("number")]
    assert sorted(numbers) == list(range(1, 86))
    assert {row["key"] for row in rows(OWN, "substances")} - {""} == {
        row["no"] for row in rows(CODES, "key_hazchem_74")
    }
    assert len({one["name"] for one in LIST}) == len(LIST)


@pytest.mark.parametrize("number", [one["cas"] for one in LIST if one["cas"]])
def test_cas_number_has_its_check_digit(number: str) -> None:
    assert cas.fault(number) is None


def test_every_family_has_its_advice_in_both_languages() -> None:
    wanted = {(f, topic) for f in Family.values for _t, topics in TOPICS for topic, _l in topics}
    assert set(advice()) == wanted
    assert all(zh and en.isascii() for zh, en in advice().values())


@pytest.mark.parametrize(
    "one",
    [one for one in LIST if one.get("formula") and one.get("molar_mass")],
    ids=lambda o: o["name"],
)
def test_molar_mass_is_that_of_the_formula(one: dict[str, str]) -> None:
    parts = re.findall(r"([A-Z][a-z]?)(\d*)", one["formula"])
    total = sum(MASSES[sign] * int(n or 1) for sign, n in parts)
    assert float(one["molar_mass"]) == pytest.approx(total, rel=0.003)


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2009, 11, 30), None),
        (date(2009, 12, 1), "GB 18218-2009"),
        (date(2019, 2, 28), "GB 18218-2009"),
        (date(2019, 3, 1), "GB 18218-2018"),
    ],
)
def test_edition_of_a_day(day: date, label: str | None) -> None:
    found = rules.edition_on(day)
    assert (found.label if found else None) == label
    assert rules.last_day(rules.EDITIONS[0]) == date(2019, 2, 28)
    assert rules.last_day(rules.EDITIONS[-1]) is None


def test_advice_on_fire_says_of_no_flammable_liquid_that_it_does_not_burn() -> None:
    texts = advice()
    for one in LIST:
        substance = Substance(family=one["family"], ghs=one["ghs"])
        if "FLAM_LIQ" in one["ghs"]:
            zh, en = texts[family_for(substance, "fire"), "fire"]
            assert "不燃" not in zh and "not burn" not in en, one["name"]
