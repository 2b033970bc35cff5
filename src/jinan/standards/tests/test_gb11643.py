"""Identity numbers: the examples of the standard pass, every kind of misprint is found. No number of a living person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinan.standards import gb11643 as rules

TODAY = date(2026, 11, 25)
numbers = st.tuples(
    st.sampled_from(sorted(rules.PROVINCES)),
    st.dates(date(1880, 1, 1), TODAY),
    st.integers(0, 999),
).map(lambda t: f"{t[0]}0101{t[1]:%Y%m%d}{t[2]:03}").map(lambda n: n + rules.check_sign(n))  # fmt: skip


@pytest.mark.parametrize(
    ("number", "birth", "sex"),
    [
        ("440524188001010014", date(1880, 1, 1), "M"),  # example of the standard; age is no fault
        ("11010519491231002X", date(1949, 12, 31), "F"),  # example of the standard
        ("830000190911150048", date(1909, 11, 15), "F"),  # residence permit of Taiwan
    ],
)
def test_number_is_read(number: str, birth: date, sex: str) -> None:
    assert rules.fault(number, on=TODAY) is None
    assert rules.read(number, on=TODAY) == rules.Identity(number[:6], birth, sex)


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("110105194912310021", "check"),  # should end in X
        ("11010519491231002", "length"),
        ("1101051949123100211", "length"),
        ("11010519491231002Y", "digits"),
        ("1101051949A231002X", "digits"),
        ("110105１９４９1231002X", "digits"),
        ("990105194912310021", "division"),
        ("11010519490231002X", "date"),
        ("110105202611260011", "date"),  # born tomorrow
        ("11010519491231020X", "check"),  # two signs swapped
        ("", "length"),
    ],
)
def test_fault_is_named(number: str, fault: str) -> None:
    assert rules.fault(number, on=TODAY) == fault
    with pytest.raises(ValueError, match=fault):
        rules.read(number, on=TODAY)


def test_birth_today_is_taken_and_tomorrow_is_not() -> None:
    first = "34012220261125001"
    number = first + rules.check_sign(first)
    assert rules.fault(number, on=TODAY) is None
    assert rules.fault(number, on=date(2026, 11, 24)) == "date"


@given(numbers, st.integers(0, 16))
def test_two_neighbours_swapped_are_found(number: str, at: int) -> None:
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    if swapped != number:
        assert rules.fault(swapped, on=TODAY) is not None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 11010519491231002x ", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        ("110105491231002", "11010519491231002X"),  # fifteen digits of the first generation
    ],
)
def test_number_is_tidied(typed: str, kept: str) -> None:
    assert rules.tidy(typed) == kept


def test_masked_number_hides_birth_and_sequence() -> None:
    shown = rules.masked("11010519491231002X")
    assert shown == "110*************2X"
    assert "1949" not in shown and len(shown) == 18
