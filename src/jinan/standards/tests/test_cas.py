"""CAS numbers: well-known ones pass, every kind of misprint is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinan.standards import cas

numbers = st.integers(10, 9_999_999).flatmap(
    lambda first: st.integers(0, 99).map(lambda second: f"{first}{second:02}")
).map(lambda digits: f"{digits[:-2]}-{digits[-2:]}-{cas.check_digit(digits)}")  # fmt: skip


@pytest.mark.parametrize("number", ["7732-18-5", "58-08-2", "7664-41-7", "10102-44-0", "50-00-0"])
def test_known_numbers_pass(number: str) -> None:
    assert cas.fault(number) is None


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("7732-18-4", "check"), ("7723-18-5", "check"), ("773218-5", "shape"), ("7-18-5", "shape"),
        ("0732-18-5", "shape"), ("12345678-18-5", "shape"), ("7732-1-5", "shape"), ("", "shape"),
    ],
)  # fmt: skip
def test_fault_is_named(number: str, fault: str) -> None:
    assert cas.fault(number) == fault


@given(numbers, st.data())
def test_one_wrong_digit_beside_the_check_is_found(number: str, data: st.DataObject) -> None:
    at = len(number) - 3  # the place of weight one, coprime to ten
    wrong = data.draw(st.sampled_from("0123456789"))
    changed = number[:at] + wrong + number[at + 1 :]
    assert (cas.fault(changed) is None) == (changed == number)


@pytest.mark.parametrize("typed", [" 7732–18–5 ", "７７３２-１８-５", "7732 - 18 - 5"])
def test_number_is_tidied(typed: str) -> None:
    assert cas.tidy(typed) == "7732-18-5"
