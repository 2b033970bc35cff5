"""Rules of passwords, locks, links and roles."""

from datetime import UTC, datetime, timedelta

import pytest

from jinan.kernel.identity import rules

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("Aa1aaaaaa", "short"),
        ("Aa1aaaaaaa", None),
        ("aaaaaaaaaa", "simple"),
        ("Aaaaaaaaaa", "simple"),
        ("aaaaaaaa1-", None),
        ("安全生产安全生产安全", "simple"),
        ("xx-County-99", "login"),
    ],
)
def test_password_needs_ten_signs_of_three_kinds_without_the_account_name(
    password: str, fault: str | None
) -> None:
    assert rules.password_fault(password, "county") == fault


@pytest.mark.parametrize(("failures", "minutes"), [(0, None), (4, None), (5, 15), (6, 15)])
def test_the_fifth_failure_locks_for_a_quarter_of_an_hour(
    failures: int, minutes: int | None
) -> None:
    expected = NOW + timedelta(minutes=minutes) if minutes else None
    assert rules.lock_until(failures, NOW) == expected


@pytest.mark.parametrize(
    ("changed", "due"),
    [
        (None, True),
        (NOW - timedelta(days=90), False),
        (NOW - timedelta(days=90, seconds=1), True),
    ],
)
def test_a_password_holds_ninety_days(changed: datetime | None, due: bool) -> None:
    assert rules.must_renew(changed, NOW) is due


@pytest.mark.parametrize(
    ("role", "held", "other"),
    [
        ("officer", ["reader", "leader"], None),
        ("sysadmin", ["sysadmin"], None),
        ("sysadmin", ["secadmin"], "secadmin"),
        ("auditor", ["auditor", "reader"], "reader"),
        ("officer", ["reader", "auditor"], "auditor"),
        ("secadmin", [], None),
    ],
)
def test_administrators_stand_alone(role: str, held: list[str], other: str | None) -> None:
    assert rules.conflict(role, held) == other


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
            "Chrome · Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/140.0 Safari Edg/140.0",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari · iPad",
        ),
        ("curl/8.5", "curl/8.5"),
        ("", ""),
    ],
)
def test_a_session_is_named_by_browser_and_system(agent: str, name: str) -> None:
    assert rules.browser_name(agent) == name
