"""Rules of coal mines: one case on each side of every limit."""

from datetime import date

import pytest

from jinan.supervision.coal_mines import rules

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("emission", "grade"),
    [
        ((10, 40, 3, 5), "LOW"),
        ((10.01, 40, 3, 5), "HIGH"),
        ((10, 40.01, 3, 5), "HIGH"),
        ((10, 40, 3.01, 5), "HIGH"),
        ((10, 40, 3, 5.01), "HIGH"),
        ((None, None, None, 5.01), "HIGH"),
        ((10, 40, None, 5), None),
        ((None, None, None, None), None),
    ],
)
def test_gas_grade(emission: tuple[float | None, ...], grade: str | None) -> None:
    assert rules.gas_grade(*emission, on=TODAY) == grade  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("capacity", "size"), [(0, "S"), (44.9, "S"), (45, "M"), (119.9, "M"), (120, "L")]
)
def test_size(capacity: float, size: str) -> None:
    assert rules.size(capacity) == size


def test_negative_capacity_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        rules.size(-0.1)


@pytest.mark.parametrize(
    ("thickness", "name"),
    [
        (0.5, "thin"),
        (1.29, "thin"),
        (1.3, "medium"),
        (3.49, "medium"),
        (3.5, "thick"),
        (20, "thick"),
    ],
)
def test_thickness_class(thickness: float, name: str) -> None:
    assert rules.thickness_class(thickness) == name


@pytest.mark.parametrize(
    ("dip", "name"),
    [
        (0, "level"), (7.9, "level"), (8, "gentle"), (24.9, "gentle"), (25, "inclined"),
        (44.9, "inclined"), (45, "steep"), (90, "steep"),
    ],
)  # fmt: skip
def test_dip_class(dip: float, name: str) -> None:
    assert rules.dip_class(dip) == name


@pytest.mark.parametrize("dip", [-0.1, 90.1])
def test_dip_beyond_the_vertical_is_refused(dip: float) -> None:
    with pytest.raises(ValueError, match="dip"):
        rules.dip_class(dip)


def test_what_was_not_reread_is_not_confident() -> None:
    assert not any(edition.confident for edition in rules.GAS)
