from collections.abc import Iterator

import pytest

from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Role
from jinan.kernel.identity.scope import in_scope, system
from jinan.kernel.records.kit import RecordTypeTests, as_posted, good_row
from jinan.kernel.records.types import type_of
from jinan.kernel.territory import api as territory
from jinan.registers.substances.actions import load
from jinan.registers.substances.models import Substance


class TestSubstances(RecordTypeTests):
    model = Substance
    good = {
        "name": "Chlorine trifluoride", "name_en": "ClF3", "synonyms": "CTF", "cas": "7790-91-2",
        "un": "1749", "formula": "ClF3", "state": "LG", "family": "toxic_gas",
        "ghs": "OX_GAS 1;PRESS_GAS;ACUTE_TOX 2", "boiling": 11.75, "number": 90, "threshold": 1,
        "batch": "0", "further_cas": "7664-41-7",
    }  # fmt: skip
    derived = {"named": "1"}
    bad = {
        "cas": "7790-91-3", "un": "17", "state": "plasma", "ghs": "NO_CLASS 1", "threshold": -1,
        "boiling": -300,
    }  # fmt: skip

    @pytest.fixture(autouse=True)
    def _people(self, db: None) -> Iterator[None]:
        """The national steward writes here; nobody else may."""
        self.kind = type_of(self.model)
        self.county = kit.officer("steward", territory.NATION)
        self.page = kit.client(self.county)
        yield

    def test_stranger_sees_nothing(self) -> None:
        """A national record is seen by every officer, changed by none of them, and by no enterprise."""
        record, stranger = self.add(), self.stranger()
        page, row = kit.client(stranger), as_posted(good_row(self.model))
        assert page.get(self.address(record)).status_code == 200
        assert page.get(self.address(record, "edit/")).status_code == 403
        assert page.post(self.address(record, "edit/"), row).status_code == 403
        assert page.post(self.address(record, "void/"), {"reason": "mine"}).status_code == 403
        assert kit.client(None).get(self.address(record)).status_code == 302

    def test_officer_of_a_province_may_not_enter_one(self) -> None:
        row = as_posted(good_row(self.model))
        page = kit.client(kit.officer("province", kit.PROVINCE))
        assert page.post(self.address(tail="new/"), row).status_code in (403, 422)
        assert self.listed({}) == set()

    def test_api_takes_shows_and_refuses_as_the_page_does(self) -> None:
        row, at = good_row(self.model), f"/api{self.address()}"
        added = self.page.post(at, row, content_type="application/json")
        assert added.status_code == 201, added.content
        one = added["Location"]
        assert self.page.get(one).json()["cas"] == self.good["cas"]
        officer = kit.client(self.stranger())
        assert officer.get(one).status_code == 200
        assert officer.post(at, row, content_type="application/json").status_code == 403
        tag = {"If-Match": added["ETag"]}
        changed = officer.patch(one, {"un": "1000"}, content_type="application/json", headers=tag)
        assert changed.status_code == 403
        assert kit.client(None).get(one).status_code == 401

    def test_every_figure_opens_to_its_records(self) -> None:
        pytest.skip("figures of a national list are not by territory")


def test_list_of_the_package_is_loaded_once_and_left_alone_where_a_person_changed_it(
    db: None,
) -> None:
    with in_scope(system("test")) as by:
        assert load(by) == 117
        assert load(by) == 0
        assert Substance.objects.filter(number__isnull=False).count() == 85
        assert Substance.objects.exclude(batch="0").values("name").count() >= 74
    steward = kit.officer("steward", territory.NATION)
    chlorine = "氯"
    with in_scope(kit.viewer(steward)):
        found = Substance.objects.get(name=chlorine)
    page = kit.client(steward)
    assert page.post(
        f"/api/substances/list/{found.pk}/", {"synonyms": "液氯"}, content_type="application/json"
    ).status_code in (405, 404, 428)
    with in_scope(system("test")) as by:
        Substance.objects.filter(pk=found.pk).update(synonyms="液氯", changed_by=steward.pk)
        assert load(by) == 0
        assert Substance.objects.get(pk=found.pk).synonyms == "液氯"


def test_card_says_what_to_do_and_what_was_in_force(db: None) -> None:
    with in_scope(system("test")) as by:
        load(by)
        arsine = Substance.objects.get(name="砷化氢")
    page = kit.client(kit.officer("reader", role=Role.READER))
    text = page.get(f"/substances/list/{arsine.pk}/").content.decode()
    assert "GB 18218-2009" in text and "2009-12-01 – 2019-02-28" in text and "12 t" in text
    assert "GB 18218-2018" in text and "1 t" in text and "呼吸器" in text
    english = page.get(
        f"/substances/list/{arsine.pk}/", headers={"accept-language": "en"}
    ).content.decode()
    assert "Breathing apparatus" in english or "breathing apparatus" in english


def test_short_names_find_a_substance(db: None) -> None:
    with in_scope(system("test")) as by:
        load(by)
    page = kit.client(kit.officer())
    for words, name in (
        ("TDI", "甲苯二异氰酸酯"),
        ("光气", "碳酰氯"),
        ("电石", "碳化钙"),
        ("1017", "氯"),
    ):
        assert name in page.get("/substances/list/", {"q": words}).content.decode(), words
