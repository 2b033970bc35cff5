"""The table of rules: editions without gap or overlap, and the same figures as the code set."""

import csv
import itertools
from datetime import date, timedelta
from pathlib import Path

import pytest

import jinan
from jinan.standards.deadlines import CALENDAR, NotInForce, deadline, deadlines, editions

CODES = Path(jinan.__file__).parent / "kernel/codes/data"


def rows(name: str) -> list[dict[str, str]]:
    with (CODES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_editions_of_a_rule_follow_one_another_without_gap() -> None:
    for code in {one.code for one in deadlines()}:
        several = editions(code)
        for older, newer in itertools.pairwise(several):
            assert newer.valid_from == older.valid_to + timedelta(days=1), code


def test_the_newest_edition_says_what_the_code_set_says() -> None:
    for row in rows("deadlines.csv"):
        now = editions(row["code"])[-1]
        unit = row["unit"].split("_")[0]
        assert (now.zh, now.who, now.quantity, now.unit, now.mode) == (
            row["zh"], row["who"], int(row["qty"]), unit, row["count"],
        )  # fmt: skip


def test_the_calendar_says_what_the_code_set_says() -> None:
    told = {day.isoformat(): one.kind for day, one in CALENDAR.days.items()}
    assert told == {row["date"]: row["kind"] for row in rows("calendar_cn.csv")}
    assert CALENDAR.years == frozenset(range(2020, 2027))


def test_a_rule_that_was_replaced_is_not_in_force() -> None:
    assert deadline("P05", date(2026, 1, 31)).quantity == 30
    with pytest.raises(NotInForce):
        deadline("P05", date(2026, 2, 1))
    with pytest.raises(KeyError):
        deadline("Z99", date(2026, 2, 1))


def test_what_was_not_read_is_not_firm() -> None:
    assert deadline("P01", date(2026, 2, 1)).is_firm
    assert not deadline("P15", date(2026, 2, 1)).is_firm
    assert not deadline("L13", date(2026, 5, 1)).is_firm


def test_every_row_names_its_source_and_uses_known_words() -> None:
    for one in deadlines():
        assert one.source, one.code
        assert one.mode in {"within", "before", "after", "each", "at_least"}
        assert one.unit in {"hour", "day", "workday", "month", "quarter", "year", "yearday"}
        assert (one.unit == "yearday") == (one.monthday is not None)
