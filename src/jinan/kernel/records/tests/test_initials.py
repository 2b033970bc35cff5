"""Pinyin initials: written on every way in, found by typing them, taken from nobody."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.records import actions, bulk
from jinan.kernel.records.initials import initials
from jinan.kernel.records.kit import good_row
from jinan.kernel.records.listing import Listing
from jinan.kernel.records.models import Initials
from jinan.kernel.records.tests import ponds
from jinan.kernel.records.types import RecordType, Section, type_of
from jinan.registers.enterprises.models import Enterprise

NAME, TYPED = "合肥宏兴矿业有限公司", "hfhxkyyxgs"
KIND = type_of(Enterprise)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        (NAME, TYPED),
        ("重庆重型机械厂", "cqzxjxc"),
        ("长丰县长江建行营业部", "cfxcjjhyyb"),
        ("枞阳、涡阳、朝阳", "zygycy"),
        ("ＡＢＣ（中国）3号矿", "abczg3hk"),
        ("North Mine", "northmine"),
        ("田\U000e0001", "t"),
        ("——", ""),
    ],
)
def test_places_and_phrases_are_read_as_people_say_them(name: str, typed: str) -> None:
    assert initials(name) == typed


@pytest.mark.parametrize(
    ("name", "typed"), [("单仇解", "scj"), ("尉迟恭", "ycg"), ("曾国强", "zgq"), ("李单", "ld")]
)
def test_a_surname_is_read_as_one_at_the_head_only(name: str, typed: str) -> None:
    assert initials(name, person=True) == typed


def row(number: int, name: str) -> dict[str, Any]:
    return good_row(Enterprise) | {"name": name, "credit_code": ponds.credit_code(number)}


@pytest.mark.django_db
class TestWaysIn:
    @pytest.fixture(autouse=True)
    def _county(self, db: None) -> None:
        self.account = kit.officer()
        self.viewer, self.page = kit.viewer(self.account), kit.client(self.account)

    def kept(self, **key: Any) -> Enterprise:
        with in_scope(system("test")):
            return Enterprise.objects.get(**key)

    def found(self, words: str) -> list[str]:
        with in_scope(self.viewer):
            return [one.name for one in Listing(KIND, self.viewer, {"q": words}).page().rows]

    def test_form_change_and_many_together_write_them_and_typing_finds_them(self) -> None:
        with in_scope(self.viewer):
            made = actions.add(KIND, row(1, NAME), by=self.viewer)
        assert self.kept(pk=made.pk).initials == TYPED
        for words in ("hfhx", "HFHXKY", "hfhxkyyxgs"):
            assert self.found(words) == [NAME], words
        assert self.found("hfhz") == []
        with in_scope(self.viewer):
            actions.change(made, {"name": "重庆宏兴"}, by=self.viewer)
            chosen = bulk.choose(KIND, by=self.viewer, ids=[made.pk], query=None)
            assert self.kept(pk=made.pk).initials == "cqhx"
            bulk.wanted(chosen, {"name": "六安宏兴"}, "test", by=self.viewer)
            bulk.apply(chosen, by=self.viewer)
        assert self.found("lahx") == ["六安宏兴"]

    def test_sheet_writes_them_when_adding_and_when_changing(self) -> None:
        at = f"/{KIND.address}/"
        for name, typed in ((NAME, TYPED), ("亳州宏兴", "bzhx")):
            given = row(2, name)
            sheet = ponds.workbook(
                [[name, given["credit_code"], "340122"]], ("name", "credit_code", "division")
            )
            run = ponds.run_of(ponds.upload(self.page, sheet, to=at))
            self.page.post(f"{at}import/{run.pk}/", {"deed": "go"})
            ponds.tasks.run(str(ponds.now(run).job))
            assert self.kept(credit_code=given["credit_code"]).initials == typed

    def test_what_an_outsider_gives_is_refused_or_passed_over(self) -> None:
        at = f"/api/{KIND.address}/"
        given = row(3, NAME) | {"initials": "zzzz"}
        self.page.post(at, given, content_type="application/json")
        self.page.post(f"/{KIND.address}/new/", {**row(4, NAME), "position": "", "initials": "zz"})
        with in_scope(system("test")):
            assert {one.initials for one in Enterprise.objects.all()} <= {TYPED}

    def test_history_does_not_speak_of_them(self) -> None:
        with in_scope(self.viewer):
            made = actions.add(KIND, row(5, NAME), by=self.viewer)
        assert TYPED not in self.page.get(f"/{KIND.address}/{made.pk}/history/").content.decode()


def test_a_declaration_that_asks_people_for_them_stops_the_program() -> None:
    wrong = RecordType(
        model=Enterprise, plan_row="D1", columns=("name",), form=(Section("x", "name", "initials"),)
    )
    assert isinstance(Enterprise._meta.get_field("initials"), Initials)
    with pytest.raises(ImproperlyConfigured):
        wrong.check()
