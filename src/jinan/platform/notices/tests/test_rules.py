"""Quiet hours and ways, one row on each side of every border."""

from datetime import datetime, time

import pytest

from jinan.platform.notices.rules import goes_out, is_quiet, ways

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
    ("at", "emergency", "out"),
    [
        (datetime(2026, 11, 25, 21), False, datetime(2026, 11, 25, 21)),
        (datetime(2026, 11, 25, 23, 30), False, datetime(2026, 11, 26, 7)),
        (datetime(2026, 11, 26, 2), False, datetime(2026, 11, 26, 7)),
        (datetime(2026, 11, 25, 23, 30), True, datetime(2026, 11, 25, 23, 30)),
    ],
)
def test_what_comes_in_quiet_hours_goes_out_at_their_end_and_an_emergency_at_once(
    at: datetime, emergency: bool, out: datetime
) -> None:
    assert goes_out(at, *NIGHT, emergency=emergency) == out


def test_ways_are_the_wished_ones_else_the_usual_ones_and_all_in_an_emergency() -> None:
    every = ["mail", "sms"]
    assert ways("order", ["mail"], {}, every, emergency=False) == ["mail"]
    assert ways("order", ["mail"], {"order": []}, every, emergency=False) == []
    assert ways("order", ["mail"], {"order": ["sms"]}, every, emergency=False) == ["sms"]
    assert ways("order", [], {"order": []}, every, emergency=True) == every
    assert ways("order", ["sms"], {}, ["mail"], emergency=False) == []
