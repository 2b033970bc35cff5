"""Quiet hours and ways, one row on each side of every border."""

from datetime import UTC, datetime, time

import pytest

from jinan.platform.notices.rules import goes_out, is_quiet, ways


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


NIGHT = time(22), time(7)
NOON = time(12), time(14)


@pytest.mark.parametrize(
    ("now", "hours", "quiet"),
    [
        (time(21, 59), NIGHT, False),
        (time(22), NIGHT, True),
        (time(3), NIGHT, True),
        (time(6, 59), NIGHT, True),
        (time(7), NIGHT, False),
        (time(11, 59), NOON, False),
        (time(12), NOON, True),
        (time(14), NOON, False),
        (time(3), (None, None), False),
        (time(3), (time(22), None), False),
        (time(3), (time(3), time(3)), False),
    ],
)
def test_quiet_hours_may_reach_over_midnight(
    now: time, hours: tuple[time | None, time | None], quiet: bool
) -> None:
    assert is_quiet(now, *hours) is quiet


@pytest.mark.parametrize(
    ("now", "emergency", "out"),
    [
        (at(25, 21), False, at(25, 21)),
        (at(25, 23, 30), False, at(26, 7)),
        (at(26, 2), False, at(26, 7)),
        (at(25, 23, 30), True, at(25, 23, 30)),
    ],
)
def test_what_comes_in_quiet_hours_goes_out_at_their_end_and_an_emergency_at_once(
    now: datetime, emergency: bool, out: datetime
) -> None:
    assert goes_out(now, *NIGHT, emergency=emergency) == out


def test_ways_are_the_wished_ones_else_the_usual_ones_and_all_in_an_emergency() -> None:
    every = ["mail", "sms"]
    assert ways("order", ["mail"], {}, every, emergency=False) == ["mail"]
    assert ways("order", ["mail"], {"order": []}, every, emergency=False) == []
    assert ways("order", ["mail"], {"order": ["sms"]}, every, emergency=False) == ["sms"]
    assert ways("order", [], {"order": []}, every, emergency=True) == every
    assert ways("order", ["sms"], {}, ["mail"], emergency=False) == []
