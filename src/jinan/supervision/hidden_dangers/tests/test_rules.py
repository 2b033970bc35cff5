from datetime import date, timedelta

import pytest

from jinan.supervision.hidden_dangers import rules

D = date


@pytest.mark.parametrize(
    ("domain", "day", "codes"),
    [
        ("coal", D(2020, 12, 31), ()),
        ("coal", D(2021, 1, 1), ("COAL",)),
        ("coal", D(2024, 4, 30), ("COAL",)),
        ("coal", D(2024, 5, 1), ("COALREG", "COAL")),
        ("hazchem", D(2017, 11, 12), ()),
        ("hazchem", D(2017, 11, 13), ("HAZCHEM",)),
        ("mines", D(2022, 8, 31), ("UGMINE", "OPENPIT", "TAILINGS")),
        ("mines", D(2022, 9, 1), ("UGMINE", "OPENPIT", "TAILINGS")),
        ("industry", D(2023, 5, 14), ()),
        ("industry", D(2023, 5, 15), ("INDUSTRY",)),
        ("fire", D(2026, 1, 1), ()),
    ],
)
def test_the_lists_of_a_field_by_day(domain: str, day: date, codes: tuple[str, ...]) -> None:
    assert tuple(one.code for one in rules.lists_on(domain, day)) == codes


@pytest.mark.parametrize(
    ("day", "standing"), [(D(2022, 8, 31), "in_force"), (D(2022, 9, 1), "superseded")]
)
def test_a_superseded_list_says_so_from_its_end(day: date, standing: str) -> None:
    assert {one.standing_on(day) for one in rules.lists_on("mines", day)} == {standing}


@pytest.mark.parametrize(
    ("criterion", "domain", "day", "holds"),
    [
        ("COALREG-04", "coal", D(2024, 4, 30), False),
        ("COALREG-04", "coal", D(2024, 5, 1), True),
        ("COAL-15-06", "coal", D(2024, 5, 1), True),
        ("COAL-01", "hazchem", D(2024, 5, 1), False),
    ],
)
def test_a_criterion_holds_for_its_field_and_day(
    criterion: str, domain: str, day: date, holds: bool
) -> None:
    assert (rules.list_of(criterion, domain, day) is not None) == holds


@pytest.mark.parametrize(
    ("due", "on", "level"),
    [
        (None, D(2026, 11, 25), 0),
        (D(2026, 11, 25), D(2026, 11, 25), 0),
        (D(2026, 11, 24), D(2026, 11, 25), 1),
        (D(2026, 11, 15), D(2026, 11, 25), 1),
        (D(2026, 11, 14), D(2026, 11, 25), 2),
    ],
)
def test_what_is_overdue_climbs_and_climbs_again_after_ten_days(
    due: date | None, on: date, level: int
) -> None:
    assert rules.climbs(due, on) == level


def test_more_time_may_be_asked_for_until_the_tenth_day_before() -> None:
    assert rules.last_day_to_ask(D(2026, 12, 20)) == D(2026, 12, 10)


@pytest.mark.parametrize(
    ("due", "fault"),
    [(D(2026, 1, 9), "past"), (D(2026, 1, 10), ""), (D(2027, 1, 10), ""), (D(2027, 1, 11), "far")],
)
def test_a_term_of_correction_lies_between_today_and_a_year(due: date, fault: str) -> None:
    assert rules.due_fault(due, D(2026, 1, 10)) == fault


@pytest.mark.parametrize(
    ("agency", "division", "level"),
    [
        ("000000", "000000", "1"), ("340000", "340000", "2"), ("340100", "340100", "3"),
        ("340122", "340122", "4"), ("MS340000-1", "340400", "2"),
    ],
)  # fmt: skip
def test_each_level_keeps_its_list(agency: str, division: str, level: str) -> None:
    assert rules.level_of(agency, division) == level


def test_classes_of_age_end_with_their_days() -> None:
    found = D(2026, 1, 1)
    ends = [
        D(2026, 1, 31),
        D(2026, 2, 1),
        D(2026, 4, 1),
        D(2026, 4, 2),
        D(2027, 1, 1),
        D(2027, 1, 2),
    ]
    assert [rules.age_class(found, on) for on in ends] == [0, 1, 1, 2, 3, 4]


@pytest.mark.parametrize("days", [0, 30, 31, 90, 91, 180, 181, 365, 366, 4000])
def test_days_of_a_class_of_age_are_those_that_fall_into_it(days: int) -> None:
    on = D(2026, 11, 25)
    found = on - timedelta(days=days)
    number = rules.age_class(found, on)
    for one in range(5):
        first, last = rules.found_between(one, on)
        assert ((first is None or first <= found) and found <= last) == (one == number)


def test_quarters_have_their_last_day() -> None:
    assert rules.quarter(2026, 1) == (D(2026, 1, 1), D(2026, 3, 31))
    assert rules.quarter(2026, 4) == (D(2026, 10, 1), D(2026, 12, 31))
    with pytest.raises(ValueError):
        rules.quarter(2026, 5)
