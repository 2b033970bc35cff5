"""Each of the 89 terms with a start and its last day, counted by hand on the calendar of the year."""

from datetime import date, datetime

import pytest

from jinan.standards.deadlines import (
    CALENDAR,
    SHANGHAI,
    count,
    deadline,
    deadlines,
    last_day,
    last_moment,
)

# Spring Festival 2026: off 15-23 February, 14 and 28 February worked. Labour Day: off 1-5 May, 9 May
# worked. National Day: off 1-7 October, 20 September and 10 October worked; Mid-autumn 25-27 September.
BY_DAYS = """
P01 2026-02-10 2026-02-26
P02 2026-09-29 2026-10-12
P03 2026-10-12 2026-09-24
P04 2026-03-01 2026-05-30
P05 2026-01-05 2026-02-04
P06 2026-04-02 2026-04-14
P07 2026-09-17 2026-10-08
P08 2026-10-09 2026-10-09
P09 2026-05-08 2026-05-11
P10 2026-04-30 2026-05-07
P11 2026-06-17 2026-06-29
P12 2025-12-31 2026-01-06
P13 2024-02-29 2026-02-28
P14 2021-07-15 2026-07-15
P15 2026-04-30 2026-05-05
P16 2026-10-15 2026-10-05
P17 2026-02-12 2026-02-17
P18 2026-06-25 2026-07-05
P19 2026-08-31 2027-02-28
P20 2026-03-10 2026-03-11
K02 2026-01-31 2026-03-02
K04 2026-09-22 2026-10-14
K05 2026-02-05 2026-05-06
K06 2026-05-08 2026-05-14
K07 2026-09-18 2026-09-29
J01 2026-08-03 2026-10-08
J02 2026-04-03 2026-10-08
J03 2026-06-05 2026-06-22
J04 2026-02-25 2026-03-03
J05 2026-03-15 2026-05-14
J06 2026-09-05 2026-10-05
L01 2026-04-30 2026-05-11
L02 2026-01-27 2026-03-02
L03 2026-08-03 2026-10-10
L04 2026-06-12 2026-06-29
L05 2026-09-30 2026-10-13
L06 2026-11-20 2026-10-10
L07 2026-01-15 2026-03-01
L08 2026-05-31 2026-02-28
L09 2026-02-28 2029-02-28
L10 2026-02-10 2026-03-02
L11 2026-04-01 2026-05-01
L12 2026-04-15 2026-05-05
L13 2026-05-20 2026-07-04
L14 2026-04-10 2026-05-10
C01 2026-09-21 2026-10-11
C02 2026-07-01 2026-07-08
C03 2026-12-18 2026-12-25
C04 2026-12-10 2027-01-09
C05 2026-07-20 2026-09-30
E03 2026-02-01 2026-03-03
E04 2026-01-01 2026-03-02
E05 2026-02-20 2026-03-07
E06 2025-11-25 2026-11-25
E07 2026-04-03 2026-05-07
E08 2026-02-13 2026-02-27
E09 2023-05-01 2026-05-01
E10 2026-05-31 2026-11-30
E11 2024-11-25 2026-11-25
E12 2024-02-29 2025-02-28
E13 2026-03-15 2026-09-15
F01 2026-09-15 2026-10-19
F02 2026-10-09 2026-10-19
F03 2026-06-01 2026-06-23
F04 2025-12-25 2026-01-23
F05 2026-02-05 2026-03-04
F06 2026-11-25 2027-01-31
F07 2026-02-01 2026-03-31
X01 2026-02-08 2026-02-23
X02 2026-06-18 2026-06-26
X03 2026-07-01 2026-08-30
X04 2026-04-04 2026-05-06
X05 2026-04-04 2026-05-04
R01 2026-11-02 2027-01-01
R02 2026-02-10 2026-02-20
W01 2026-02-10 2026-02-24
W02 2026-09-21 2026-10-05
W03 2025-08-31 2026-02-28
W04 2026-11-30 2027-02-28
W05 2026-01-31 2026-04-30
W06 2026-10-08 2026-10-12
A01 2006-11-25 2026-11-25
A02 2016-02-29 2026-02-28
S01 2026-08-30 2027-02-28
S02 2023-11-25 2026-11-25
"""
BY_HOURS = """
K01 2026-10-01T09:30 2026-10-02T09:30
K03 2026-03-01T08:00 2026-02-28T08:00
E01 2026-11-25T23:40 2026-11-26T00:40
E02 2026-12-31T22:30 2027-01-01T00:30
"""
DAYS = [line.split() for line in BY_DAYS.split("\n") if line]
HOURS = [line.split() for line in BY_HOURS.split("\n") if line]


@pytest.mark.parametrize(("code", "start", "last"), DAYS)
def test_a_term_ends_on_the_day_counted_by_hand(code: str, start: str, last: str) -> None:
    begun = date.fromisoformat(start)
    assert last_day(deadline(code, begun), begun, CALENDAR) == date.fromisoformat(last)


@pytest.mark.parametrize(("code", "start", "last"), DAYS)
def test_the_count_shown_says_the_same_and_numbers_its_days_without_a_gap(
    code: str, start: str, last: str
) -> None:
    begun = date.fromisoformat(start)
    found = count(deadline(code, begun), begun, CALENDAR)
    assert found.days[0].day == begun
    assert found.days[-1].day == found.last == date.fromisoformat(last)
    assert [day.number for day in found.days if day.counted] == list(range(1, found.counted + 1))


@pytest.mark.parametrize(("code", "start", "last"), HOURS)
def test_a_term_by_hours_ends_at_the_minute(code: str, start: str, last: str) -> None:
    begun, end = (datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) for text in (start, last))
    assert last_moment(deadline(code, begun.date()), begun) == end


def test_no_term_of_the_table_is_left_out() -> None:
    counted = [code for code, *_rest in (*DAYS, *HOURS)]
    assert len(counted) == len(set(counted)) == 89
    assert set(counted) == {one.code for one in deadlines()}
