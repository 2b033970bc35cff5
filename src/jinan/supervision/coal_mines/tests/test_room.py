import csv
from importlib.resources import files
from typing import Any

import pytest

from jinan.kernel.identity import kit
from jinan.kernel.records.kit import RecordTypeTests
from jinan.supervision.coal_mines import models
from jinan.supervision.coal_mines.models import CoalMine, Seam, Shaft

BRANCH = "MS340000-1"


class TestCoalMines(RecordTypeTests):
    model = CoalMine
    good = {
        "name": "North", "district": "Huainan", "position": [117.2, 31.8], "status": "producing",
        "licensed": 300, "approved": 400, "method": "top_coal", "ventilation": "diagonal",
        "gas_grade": "OUTBURST", "graded_on": "2026-03-05", "relative": 12.5, "absolute": 30,
        "hydrology": "3", "combustion": "II", "dust": "Y", "burst": "1", "monitoring": "1",
        "licence": "(皖)MK安许证字〔2024〕0001", "valid_to": "2027-01-10",
    }  # fmt: skip
    derived = {"size": "L", "measured": "HIGH"}
    bad = {
        "approved": -1, "licensed": "much", "gas_grade": "5", "hydrology": "9",
        "position": [31.8, 117.2], "valid_to": "soon",
    }  # fmt: skip

    def test_emission_above_the_limits_refuses_a_low_grade(self) -> None:
        self.refused({"gas_grade": "LOW"}, "gas_grade")
        assert self.add(gas_grade="LOW", relative=9.9).measured == ""

    def test_licence_without_its_end_and_wrong_units_are_refused(self) -> None:
        self.refused({"valid_to": ""}, "")
        self.refused({"licensed": 3}, "")

    def refused(self, changes: dict[str, Any], field: str) -> None:
        answer = self.page.post(
            f"/api{self.address()}",
            self.whole() | changes,
            content_type="application/json",
        )
        assert answer.status_code == 422
        assert [fault["field"] for fault in answer.json()["errors"]] == [field or None] or not field

    def whole(self) -> dict[str, Any]:
        from jinan.kernel.records.kit_rows import good_row

        return good_row(CoalMine)

    def test_branch_of_the_inspectorate_sees_the_mines_of_its_divisions(self) -> None:
        from jinan.kernel.territory import api as territory

        record = self.add()
        assert record.branch_id == territory.branch_of(kit.COUNTY)
        inside = kit.officer("inside", None, branch=record.branch_id)
        assert record.pk in self.listed({}, inside)
        outside = kit.officer("outside", None, branch="MS140000")
        assert kit.COUNTY not in territory.covered_by("MS140000")
        assert record.pk not in self.listed({}, outside)


class TestShafts(RecordTypeTests):
    model = Shaft
    good = {
        "name": "Main", "kind_of_shaft": "vertical", "purpose": "main", "depth": 820,
        "position": [117.2, 31.8],
    }  # fmt: skip
    bad = {"kind_of_shaft": "hole", "depth": -3, "position": [31.8, 117.2]}


class TestSeams(RecordTypeTests):
    model = Seam
    good = {
        "name": "13-1", "thickness": 4.2, "dip": 12, "gas": 8.5, "pressure": 2.1, "outburst": "1",
    }  # fmt: skip
    derived = {"thickness_class": "thick", "dip_class": "gentle"}
    bad = {"thickness": "thick", "dip": 91, "gas": -1, "outburst": "2"}


def code_set(name: str) -> list[str]:
    source = files("jinan.kernel.codes") / "data" / "mine_code_sets.csv"
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    return [row["code"] for row in rows if row["set"] == name]


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("coal_gas_grade", models.GasGrade),
        ("coal_hydro", models.Hydrology),
        ("coal_fire", models.Combustion),
        ("coal_dust", models.Dust),
        ("coal_burst", models.Burst),
    ],
)
def test_choices_are_those_of_the_code_set(name: str, choices: Any) -> None:
    assert code_set(name) == [str(value) for value in choices.values]
