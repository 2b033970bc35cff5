"""How days are counted: both sides of each kind, pauses, extensions, holidays that are told late."""

from datetime import UTC, date, datetime, timedelta

import pytest

from jinan.standards.deadlines import (
    CALENDAR,
    SHANGHAI,
    BeyondCalendar,
    Calendar,
    NoSuchMoment,
    Notice,
    count,
    deadline,
    last_day,
    last_moment,
)
from jinan.standards.deadlines.counting import add_months, quarter_end

D = date.fromisoformat


def ends(code: str, start: str, **more: object) -> str:
    begun = D(start)
    return last_day(deadline(code, begun), begun, CALENDAR, **more).isoformat()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "start", "last"),
    [
        ("P07", "2026-09-15", "2026-09-30"),  # the last workday before the holiday stands
        ("P07", "2026-09-16", "2026-10-08"),  # 1 October: off, moves over the whole holiday
        ("P07", "2026-09-25", "2026-10-10"),  # a Saturday that is worked does not move
        ("P07", "2026-02-13", "2026-02-28"),
        ("P07", "2026-09-26", "2026-10-12"),  # an ordinary Sunday
        ("P04", "2026-07-03", "2026-10-01"),  # an agency's term ends on the holiday itself
        ("P12", "2026-02-13", "2026-02-25"),  # 14 worked, then the festival
        ("P12", "2026-02-14", "2026-02-26"),
        ("P12", "2026-02-27", "2026-03-03"),
        ("P03", "2026-02-25", "2026-02-09"),  # backwards over the festival
        ("P16", "2026-03-01", "2026-02-19"),
        ("L08", "2026-05-28", "2026-02-28"),
        ("L08", "2026-05-27", "2026-02-27"),
        ("C05", "2026-09-30", "2026-09-30"),
        ("C05", "2026-10-01", "2026-12-31"),
        ("F06", "2026-01-31", "2026-01-31"),
        ("F06", "2026-02-01", "2027-01-31"),
        ("K04", "2026-05-06", "2026-05-20"),
        ("S01", "2026-08-28", "2027-02-28"),
    ],
)
def test_both_sides_of_a_boundary(code: str, start: str, last: str) -> None:
    assert ends(code, start) == last


@pytest.mark.parametrize(
    ("code", "start", "last"),
    [
        ("P02", "2021-07-14", "2021-07-19"),  # three days in the older law; a Saturday moves
        ("P02", "2021-07-15", "2021-07-22"),  # five workdays since
        ("C01", "2024-04-30", "2024-06-29"),
        ("C01", "2024-05-01", "2024-05-21"),
        ("C02", "2024-04-30", "2024-05-03"),
    ],
)
def test_the_edition_of_the_day_is_used(code: str, start: str, last: str) -> None:
    assert ends(code, start) == last


def test_paused_days_are_not_counted() -> None:
    pause = ((D("2026-03-10"), D("2026-03-19")),)
    assert ends("K02", "2026-03-01") == "2026-03-31"
    assert ends("K02", "2026-03-01", pauses=pause) == "2026-04-10"
    assert ends("P19", "2026-03-01", pauses=pause) == "2026-09-11"
    over_a_weekend = ((D("2026-03-06"), D("2026-03-09")),)  # two workdays among four days
    assert ends("P01", "2026-03-04") == "2026-03-13"
    assert ends("P01", "2026-03-04", pauses=over_a_weekend) == "2026-03-17"
    assert ends("P01", "2026-03-04", pauses=((D("2026-04-01"), D("2026-04-09")),)) == "2026-03-13"


def test_two_pauses_that_overlap_are_counted_once() -> None:
    twice = ((D("2026-03-10"), D("2026-03-15")), (D("2026-03-12"), D("2026-03-19")))
    assert ends("K02", "2026-03-01", pauses=twice) == "2026-04-10"


def test_an_extension_is_in_the_unit_of_the_term() -> None:
    assert ends("K02", "2026-03-01", extra=30) == "2026-04-30"
    assert ends("L02", "2026-01-27", extra=10) == "2026-03-16"
    begun = datetime(2026, 3, 1, 9, tzinfo=SHANGHAI)
    longer = last_moment(deadline("K01", begun.date()), begun, extra=2)
    assert longer == datetime(2026, 3, 2, 11, tzinfo=SHANGHAI)


def test_hours_run_from_the_minute_in_chinese_time_and_stand_still_while_paused() -> None:
    begun = datetime(2026, 11, 25, 16, 30, tzinfo=UTC)
    rule = deadline("K01", begun.date())
    end = last_moment(rule, begun)
    assert end.isoformat() == "2026-11-27T00:30:00+08:00"
    hour = timedelta(hours=1)
    assert last_moment(rule, begun, pauses=[(begun + hour, begun + 4 * hour)]) == end + 3 * hour
    assert last_moment(rule, begun, pauses=[(end + hour, end + 4 * hour)]) == end


def test_hours_are_not_asked_for_days_nor_days_for_hours() -> None:
    with pytest.raises(NoSuchMoment):
        last_day(deadline("E01", D("2026-01-01")), D("2026-01-01"), CALENDAR)
    with pytest.raises(NoSuchMoment):
        last_moment(deadline("P01", D("2026-01-01")), datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="time zone"):
        last_moment(deadline("E01", D("2026-01-01")), datetime(2026, 1, 1, 8))  # noqa: DTZ001


def test_beyond_the_calendar_nothing_is_guessed() -> None:
    assert ends("P01", "2026-12-22") == "2026-12-31"
    with pytest.raises(BeyondCalendar) as told:
        ends("P01", "2026-12-23")
    assert told.value.year == 2027
    assert ends("P04", "2026-12-23") == "2027-03-23"  # natural days of an agency need no calendar
    with pytest.raises(BeyondCalendar):
        ends("P07", "2026-12-23")  # a party's last day may be off
    with pytest.raises(BeyondCalendar):
        CALENDAR.is_workday(D("2019-12-31"))


def test_a_holiday_notice_that_comes_late_moves_the_last_day() -> None:
    begun = D("2026-12-23")
    notice = [
        Notice(D("2027-01-01"), "off", "元旦", 2027),
        Notice(D("2026-12-27"), "work", "元旦", 2027),  # a Sunday of the year before
    ]
    told = CALENDAR.extended(notice)
    assert last_day(deadline("P01", begun), begun, told) == D("2026-12-31")
    assert last_day(deadline("P01", begun), begun, CALENDAR.extended(notice[:1])) == D("2027-01-04")
    corrected = told.extended([Notice(D("2026-12-31"), "off", "元旦", 2027)])
    assert last_day(deadline("P01", begun), begun, corrected) == D("2027-01-04")


def test_a_notice_knows_only_off_and_work() -> None:
    with pytest.raises(ValueError, match="half"):
        Calendar.of([Notice(D("2027-01-01"), "half", "元旦", 2027)])


def test_the_count_says_why_each_day_counts_or_not() -> None:
    found = count(deadline("P02", D("2026-09-29")), D("2026-09-29"), CALENDAR)
    told = {day.day.isoformat()[5:]: (day.why, day.number) for day in found.days}
    assert told["09-29"] == ("event", 0)
    assert told["09-30"] == ("workday", 1)
    assert told["10-01"] == ("holiday", 1)
    assert told["10-10"] == ("make_up", 4)
    assert told["10-11"] == ("weekend", 4)
    assert told["10-12"] == ("workday", 5)
    assert {day.name for day in found.days if day.why == "holiday"} == {"国庆节"}


def test_a_last_day_that_moves_is_told_with_the_day_it_moved_from() -> None:
    found = count(deadline("P07", D("2026-09-17")), D("2026-09-17"), CALENDAR)
    assert (found.unmoved, found.last) == (D("2026-10-02"), D("2026-10-08"))
    assert found.days[-1].why == "rolled"
    assert found.counted == 15


def test_months_end_on_the_corresponding_day_or_the_last_one() -> None:
    assert add_months(D("2026-01-31"), 1) == D("2026-02-28")
    assert add_months(D("2024-01-31"), 1) == D("2024-02-29")
    assert add_months(D("2026-01-31"), -2) == D("2025-11-30")
    assert add_months(D("2026-12-15"), 1) == D("2027-01-15")
    assert quarter_end(D("2026-11-25")) == D("2026-12-31")
