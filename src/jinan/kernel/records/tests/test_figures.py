"""Figures of the tailings register: sums by territory, each number as long as its list."""

import csv

import pytest
from tests.house.rows import copy_rows

from jinan.kernel.identity import kit
from jinan.kernel.identity.scope import Viewer, in_scope, system
from jinan.kernel.records.figures import Tally, tallies
from jinan.kernel.records.kit import check_tally, enter
from jinan.kernel.records.types import Figure, type_of
from jinan.kernel.territory import api as territory
from jinan.supervision.tailings.models import TailingsPond

KIND = type_of(TailingsPond)
ELSEWHERE = "341302"


@pytest.fixture
def ponds(db: None) -> None:
    """Own 3, the neighbour's 2, one of both, one at the city itself, one far away, one national, one void."""
    source = enter(TailingsPond).pk
    with in_scope(system("test")):
        copy_rows(KIND, source, many=2, grade="n + 2", degree="(n + 2)::text")
        copy_rows(KIND, source, many=2, division_id=f"'{kit.NEIGHBOUR}'")
        copy_rows(KIND, source, division_id=f"'{kit.NEIGHBOUR}'", also=f"'{{{kit.COUNTY}}}'")
        copy_rows(KIND, source, division_id=f"'{kit.CITY}'")
        copy_rows(KIND, source, division_id=f"'{ELSEWHERE}'", also="'{110101}'")
        copy_rows(KIND, source, division_id="NULL")
        copy_rows(KIND, source, voided_at="now()")


def numbers(viewer: Viewer, division: str, name: str = "ponds") -> tuple[float, dict[str, float]]:
    with in_scope(viewer):
        tally = next(t for t in tallies(KIND, viewer, division) if t.figure.name == name)
        check_tally(tally, viewer)
        return tally.total.total.number, {
            line.code: line.total.number for line in tally.lines if line.total.number
        }


def officer(division: str) -> Viewer:
    return kit.viewer(kit.officer(f"of{division}", division))


def test_each_level_counts_its_own_and_every_number_opens(ponds: None) -> None:
    assert numbers(officer(kit.COUNTY), kit.COUNTY) == (4, {})
    city = officer(kit.CITY)
    assert numbers(city, kit.CITY) == (7, {kit.COUNTY: 4, kit.NEIGHBOUR: 3, "": 1})
    province = officer(kit.PROVINCE)
    assert numbers(province, kit.PROVINCE) == (8, {kit.CITY: 7, "341300": 1})
    nation = officer(territory.NATION)
    assert numbers(nation, territory.NATION) == (9, {"340000": 8, "110000": 1, "": 1})
    assert numbers(nation, kit.CITY)[0] == 7


def test_only_records_of_the_condition_count(ponds: None) -> None:
    assert numbers(officer(kit.COUNTY), kit.COUNTY, "unsafe_ponds") == (2, {})


def test_county_sees_its_part_of_a_figure_above(ponds: None) -> None:
    county = officer(kit.COUNTY)
    assert numbers(county, kit.CITY) == (4, {kit.COUNTY: 4})
    with in_scope(county):
        lines = tallies(KIND, county, kit.CITY)[0].lines
        assert {line.code for line in lines} == {kit.COUNTY}


def test_sum_of_a_measure(ponds: None) -> None:
    viewer = officer(kit.CITY)
    with in_scope(viewer):
        tally = Tally(KIND, Figure("volume", "division", measure="capacity"), viewer, kit.CITY)
        assert tally.total.total.number == 7 * 1200
        assert tally.unit == "10⁴ m³"


def test_page_table_and_api_say_the_same(ponds: None) -> None:
    page = kit.client(kit.officer("city", kit.CITY))
    text = page.get("/tailings/ponds/figures/").content.decode()
    assert f"?division={kit.COUNTY}" in text
    sheet = page.get("/tailings/ponds/figures/?as=csv").content.decode("utf-8-sig")
    rows = {row[0]: row for row in csv.reader(sheet.splitlines()[:14]) if row}
    assert rows[kit.COUNTY][2] == "4"
    assert rows[kit.CITY][2] == "7"
    answer = page.get("/api/tailings/ponds/figures/").json()
    figure = answer["figures"][0]
    assert (figure["name"], figure["total"]["total"]["number"]) == ("ponds", 7)
    opened = page.get(figure["total"]["total"]["records"]).json()["items"]
    assert len(opened) == 7
    assert page.get("/tailings/ponds/figures/?division=%00").status_code == 400
    assert page.get("/tailings/ponds/?figure=none").status_code == 400
