"""Grade of a tailings pond: one case on each side of every limit, in both editions."""

import csv
from datetime import date
from importlib.resources import files

import pytest

from jinan.supervision.tailings import rules

OLD, LAST_OLD, FIRST_NEW = date(2010, 5, 1), date(2021, 8, 31), date(2021, 9, 1)


@pytest.mark.parametrize(
    ("capacity", "grade"),
    [
        (0, 5),
        (99.99, 5),
        (100, 4),
        (999.99, 4),
        (1_000, 3),
        (9_999.99, 3),
        (10_000, 2),
        (49_999.99, 2),
        (50_000, 1),
    ],
)
def test_grade_by_capacity(capacity: float, grade: int) -> None:
    height = {5: 0, 4: 30, 3: 60, 2: 100, 1: 200}[grade]
    assert rules.grade(capacity, height, on=FIRST_NEW) == grade


@pytest.mark.parametrize(
    ("height", "grade"),
    [
        (0, 5),
        (29.99, 5),
        (30, 4),
        (59.99, 4),
        (60, 3),
        (99.99, 3),
        (100, 2),
        (199.99, 2),
        (200, 1),
    ],
)
def test_grade_by_height(height: float, grade: int) -> None:
    capacity = {5: 0, 4: 100, 3: 1_000, 2: 10_000, 1: 50_000}[grade]
    assert rules.grade(capacity, height, on=FIRST_NEW) == grade


@pytest.mark.parametrize(
    ("capacity", "height", "grade"),
    [
        (1_200, 45, 3),  # one apart: the higher
        (120, 70, 3),
        (1_200, 10, 4),  # two apart: the higher lowered by one
        (50, 70, 4),
        (20_000, 10, 3),  # three apart
        (60_000, 150, 1),  # one apart at the top
        (60_000, 70, 2),
        (60_000, 0, 2),  # four apart
    ],
)
def test_grades_apart(capacity: float, height: float, grade: int) -> None:
    assert rules.grade(capacity, height, on=FIRST_NEW) == grade


@pytest.mark.parametrize(
    ("capacity", "height", "on", "grade"),
    [
        (60_000, 250, OLD, 2),  # grade 1 was never computed under AQ 2006-2005
        (60_000, 250, LAST_OLD, 2),
        (60_000, 250, FIRST_NEW, 1),
        (10_000, 100, LAST_OLD, 2),
        (9_999, 99, LAST_OLD, 3),
        (1_000, 60, LAST_OLD, 3),
        (999, 59, LAST_OLD, 4),
        (100, 30, LAST_OLD, 4),
        (99, 29, LAST_OLD, 5),
    ],
)
def test_the_edition_of_the_day_holds(capacity: float, height: float, on: date, grade: int) -> None:
    assert rules.grade(capacity, height, on=on) == grade


@pytest.mark.parametrize(("capacity", "height"), [(-0.01, 10), (10, -0.01)])
def test_negative_size_is_refused(capacity: float, height: float) -> None:
    with pytest.raises(ValueError, match="negative"):
        rules.grade(capacity, height, on=FIRST_NEW)


def test_table_of_the_rule_is_the_code_set() -> None:
    source = files("jinan.kernel.codes") / "data" / "tailings_pond_grades.csv"
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    written = tuple(
        (int(r["grade"]), float(r["capacity_min_1e4m3"]), float(r["height_min_m"])) for r in rows
    )
    assert rules.EDITIONS[-1].table == written
    assert rules.EDITIONS[0].table == written[1:]
