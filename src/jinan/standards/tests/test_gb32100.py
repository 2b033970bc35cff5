"""Unified social credit code: real codes pass, every kind of misprint is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinan.standards import gb32100 as rules

codes = st.text(rules.ALPHABET, min_size=17, max_size=17).map(lambda t: t + rules.check_sign(t))


def test_example_of_the_standard_has_its_check_sign() -> None:
    assert rules.check_sign("91350100M000100Y4") == "3"
    assert rules.fault("91350100M000100Y43") is None


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91350100M000100Y4", "length"),
        ("91350100M000100Y433", "length"),
        ("91350100I000100Y43", "alphabet"),
        ("91350100M000100Y44", "check"),
    ],
)
def test_fault_is_named(code: str, fault: str) -> None:
    assert rules.fault(code) == fault


@given(codes, st.integers(0, 16))
def test_two_neighbours_swapped_are_found(code: str, at: int) -> None:
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert (rules.fault(swapped) is None) == (swapped == code)


@given(codes, st.integers(0, 17), st.sampled_from(rules.ALPHABET))
def test_one_wrong_sign_is_found(code: str, at: int, sign: str) -> None:
    wrong = code[:at] + sign + code[at + 1 :]
    assert (rules.fault(wrong) is None) == (wrong == code)


@pytest.mark.parametrize(
    "typed",
    ["91350100m000100y43", " 9135 0100-M000 100Y43 ", "９１３５０１００Ｍ０００１００Ｙ４３"],
)
def test_code_is_tidied(typed: str) -> None:
    assert rules.tidy(typed) == "91350100M000100Y43"
