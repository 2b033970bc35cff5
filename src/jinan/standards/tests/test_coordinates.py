"""Coordinate systems of public maps: known pairs, round trips to the millimetre, nothing outside China."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinan.standards import coordinates as rules

places = st.tuples(st.floats(73.6, 135.0), st.floats(18.2, 53.5))

# Pairs that other programs for public maps give: Tian'anmen, Pudong.
KNOWN = [
    ((116.397451, 39.909187), (116.403694, 39.910590)),
    ((121.5272106, 31.1774276), (121.531541859, 31.175303984)),
]


@pytest.mark.parametrize(("wgs", "gcj"), KNOWN)
def test_known_pairs_of_gcj02(wgs: rules.Position, gcj: rules.Position) -> None:
    assert rules.metres(rules.wgs84_to_gcj02(*wgs), gcj) < 0.2
    assert rules.metres(rules.gcj02_to_wgs84(*gcj), wgs) < 0.2


def test_known_pair_of_bd09() -> None:
    assert rules.gcj02_to_bd09(116.404, 39.915) == pytest.approx((116.4103694937, 39.9213369935))


@given(places)
def test_round_trip_is_far_better_than_a_metre(place: rules.Position) -> None:
    for there, back in (
        (rules.wgs84_to_gcj02, rules.gcj02_to_wgs84),
        (rules.wgs84_to_bd09, rules.bd09_to_wgs84),
    ):
        assert rules.metres(back(*there(*place)), place) < 0.01


@given(places)
def test_the_shift_is_some_hundred_metres(place: rules.Position) -> None:
    assert 20 < rules.metres(rules.wgs84_to_gcj02(*place), place) < 1200
    assert 200 < rules.metres(rules.wgs84_to_bd09(*place), place) < 2500


def test_outside_china_nothing_is_shifted() -> None:
    assert rules.wgs84_to_gcj02(13.4, 52.5) == (13.4, 52.5)


def test_a_degree_of_latitude_is_about_111_kilometres() -> None:
    assert rules.metres((117.0, 31.0), (117.0, 32.0)) == pytest.approx(111_195, abs=10)


def test_cgcs2000_counts_as_wgs84() -> None:
    assert rules.DATUMS["CGCS2000"](117.0, 31.0) == (117.0, 31.0)
