"""Several codes at once, and positions given in the coordinates of public maps."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.records import actions
from jinan.kernel.records.figures import tallies
from jinan.kernel.records.kit import as_posted, good_row
from jinan.kernel.records.listing import Listing
from jinan.kernel.records.tests import ponds
from jinan.kernel.records.types import type_of
from jinan.kernel.records.values import Reader, point
from jinan.registers.enterprises.models import Enterprise
from jinan.standards import coordinates

KIND = type_of(Enterprise)
WGS = (117.4693, 31.8872)
AMAP = coordinates.wgs84_to_gcj02(*WGS)
BAIDU = coordinates.wgs84_to_bd09(*WGS)


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ("工贸、非煤矿山", ["mine", "trade"]),
        ("trade; mine ;trade", ["mine", "trade"]),
        (["trade", "mine"], ["mine", "trade"]),
        ("", []),
        (None, []),
    ],
)
@pytest.mark.django_db
def test_codes_are_read_in_every_form_and_kept_in_their_order(given: Any, codes: Any) -> None:
    assert Reader(KIND, system("test")).value("supervision", given) == codes


@pytest.mark.django_db
def test_an_unknown_code_among_others_is_named() -> None:
    for wrong in ("mine, moon", ["moon"], [["mine"]]):
        with pytest.raises(ValidationError):
            Reader(KIND, system("test")).value("supervision", wrong)


@pytest.mark.parametrize("text", ["{} GCJ-02", "{} gcj02", "{}GCJ-02"])
def test_a_position_of_amap_is_turned(text: str) -> None:
    found = point(text.format(f"{AMAP[0]}, {AMAP[1]}"))
    assert coordinates.metres((found.x, found.y), WGS) < 0.1


def test_baidu_is_turned_and_what_needs_no_turning_is_not() -> None:
    found = point(f"{BAIDU[0]},{BAIDU[1]} BD-09")
    assert coordinates.metres((found.x, found.y), WGS) < 0.1
    for datum in ("", " CGCS2000", " WGS-84", " wgs84"):
        found = point(f"{WGS[0]}, {WGS[1]}{datum}")
        assert (found.x, found.y) == WGS


@pytest.mark.django_db
class TestPages:
    @pytest.fixture(autouse=True)
    def _county(self, db: None) -> None:
        account = kit.officer()
        self.viewer, self.page = kit.viewer(account), kit.client(account)

    def kept(self, **key: Any) -> Enterprise:
        with in_scope(system("test")):
            return Enterprise.objects.get(**key)

    def test_the_form_turns_a_position_and_says_so(self) -> None:
        row = as_posted(good_row(Enterprise)) | {
            "position": f"{AMAP[0]}, {AMAP[1]}",
            "position-datum": "GCJ-02",
            "supervision": ["coal", "trade"],
        }
        answer = self.page.post("/enterprises/list/new/", row, follow=True)
        assert "GCJ-02" in answer.content.decode()
        made = self.kept(credit_code=row["credit_code"])
        assert made.position is not None
        assert coordinates.metres((made.position.x, made.position.y), WGS) < 0.1
        assert made.supervision == ["coal", "trade"]

    def test_a_refused_form_still_shows_what_was_chosen(self) -> None:
        row = as_posted(good_row(Enterprise)) | {
            "credit_code": "x",
            "position": "117.1, 31.8",
            "position-datum": "BD-09",
        }
        text = self.page.post("/enterprises/list/new/", row).content.decode()
        assert 'value="117.1, 31.8"' in text
        assert 'value="BD-09" selected' in text

    def test_a_column_of_a_sheet_is_turned_as_the_plan_says(self) -> None:
        code = ponds.credit_code(8)
        head = ("企业名称", "信用代码", "所在区县", "经纬度")
        sheet = ponds.workbook([["一矿", code, "肥东县", f"{AMAP[0]}, {AMAP[1]}"]], head)
        run = ponds.run_of(ponds.upload(self.page, sheet, to="/enterprises/list/"))
        assert run.plan["columns"] == ["name", "credit_code", "division", "position"]
        at = f"/enterprises/list/import/{run.pk}/"
        self.page.post(at, {"deed": "go", "datum-position": "GCJ-02"})
        ponds.tasks.run(str(ponds.now(run).job))
        made = self.kept(credit_code=code)
        assert made.position is not None
        assert coordinates.metres((made.position.x, made.position.y), WGS) < 0.1

    def test_a_filter_finds_a_code_among_others_and_the_figure_counts_it_once_in_the_sum(
        self,
    ) -> None:
        with in_scope(self.viewer):
            made = actions.add(KIND, good_row(Enterprise), by=self.viewer)
            for asked, there in (("mine", True), ("trade", True), ("coal", False)):
                rows = Listing(KIND, self.viewer, {"supervision": asked}).page().rows
                assert ([row.pk for row in rows] == [made.pk]) is there
            tally = next(
                t for t in tallies(KIND, self.viewer, kit.COUNTY) if t.figure.name == "supervision"
            )
            assert tally.total.total.number == 1
            assert [cell.number for cell in tally.total.cells] == [1, 1]
