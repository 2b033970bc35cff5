"""Duplicates: found with their reasons, merged with a trace, taken apart again as far as nothing changed."""

import re
from typing import Any

import pytest

from jinan.kernel.agencies.models import Agency
from jinan.kernel.changes.api import history
from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.models import Account, Kind, Role
from jinan.kernel.records import api as records
from jinan.kernel.records.tests.ponds import credit_code
from jinan.registers.enterprises import queries
from jinan.registers.enterprises.models import Enterprise, Place
from jinan.supervision.tailings.models import TailingsPond

pytestmark = pytest.mark.django_db
ENTERPRISES, PLACES = records.type_of(Enterprise), records.type_of(Place)
PONDS = records.type_of(TailingsPond)
REASON = "营业执照核对为同一企业"


class TestDoubles:
    @pytest.fixture(autouse=True)
    def _county(self, db: None) -> None:
        self.account = kit.officer()
        self.viewer, self.page = kit.viewer(self.account), kit.client(self.account)
        self.first = self.enter(1, "肥东宏兴矿业有限公司", phone="0000-1", legal_person="王伟")
        self.second = self.enter(
            2, "肥东县宏兴矿业有限责任公司", phone="0000-2", legal_person="李明", employees=30
        )

    def enter(self, number: int, name: str, division: str = kit.COUNTY, **more: Any) -> Any:
        row = {"name": name, "credit_code": credit_code(number), "division": division} | more
        with in_scope(system("test")):
            made = records.add(ENTERPRISES, row, by=system("test"))
            owner = kit.agency(division)
            Enterprise.objects.filter(pk=made.pk).update(agency=owner)
            Agency.objects.filter(pk=owner.pk).update(superior=kit.agency(kit.CITY).pk)
            made.refresh_from_db()
            return made

    def pond(self, owner: Any, name: str = "北沟尾矿库") -> Any:
        row = {
            "name": name, "enterprise": str(owner.pk), "division": kit.COUNTY, "dam": "117.5, 31.9",
            "capacity": 120, "height": 35, "degree": "1",
        }  # fmt: skip
        with in_scope(self.viewer):
            return records.add(PONDS, row, by=self.viewer)

    def place(self, owner: Any, name: str = "一厂") -> Any:
        row = {"name": name, "enterprise": str(owner.pk), "division": kit.COUNTY}
        with in_scope(self.viewer):
            return records.add(PLACES, row, by=self.viewer)

    def merge(self, taking: tuple[str, ...] = (), by: Any = None) -> Any:
        viewer = by or self.viewer
        with in_scope(viewer):
            return records.merge(
                self.now(self.first), self.now(self.second), taking=taking, by=viewer, reason=REASON
            )

    def unmerge(self) -> Any:
        with in_scope(self.viewer):
            return records.unmerge(self.now(self.second), by=self.viewer)

    def now(self, record: Any) -> Any:
        with in_scope(system("test")):
            return type(record).objects.get(pk=record.pk)

    def found(
        self, viewer: Any = None, division: str = kit.COUNTY
    ) -> list[tuple[set[Any], set[str]]]:
        with in_scope(viewer or self.viewer):
            pairs = queries.duplicates(viewer or self.viewer, division)
        return [({p.first.pk, p.second.pk}, {str(r) for r in p.reasons}) for p in pairs]

    # found

    def test_same_name_in_another_form_is_found_with_its_reason(self) -> None:
        assert self.found() == [({self.first.pk, self.second.pk}, {str(queries.SAME_NAME)})]

    def test_same_person_and_telephone_and_like_name_at_one_address_are_found(self) -> None:
        third = self.enter(3, "肥东金河石灰石矿", address="肥东县店埠镇人民路12号", phone="0000-9",
                           legal_person="赵强")  # fmt: skip
        fourth = self.enter(4, "肥东金河石灰岩矿", address="肥东县店埠镇 人民路１２号")
        fifth = self.enter(5, "另一家公司", phone="0000-9", legal_person="赵强")
        self.enter(6, "同址的饭店", address="肥东县店埠镇人民路12号")
        found = {frozenset(pair): reasons for pair, reasons in self.found()}
        assert found[frozenset((third.pk, fourth.pk))] == {str(queries.SAME_ADDRESS)}
        assert found[frozenset((third.pk, fifth.pk))] == {str(queries.SAME_PERSON)}
        assert len(found) == 3

    def test_another_county_is_out_of_sight_and_the_city_sees_both(self) -> None:
        other = self.enter(7, "肥东宏兴矿业有限公司", kit.NEIGHBOUR)
        assert len(self.found()) == 1
        city = kit.viewer(kit.officer("city", kit.CITY))
        together = [pair for pair, _reasons in self.found(city, kit.CITY)]
        assert {self.first.pk, other.pk} in together and len(together) == 3

    def test_the_one_that_still_lives_is_offered(self) -> None:
        with in_scope(system("test")):
            Enterprise.objects.filter(pk=self.first.pk).update(status="cancelled")
        page = self.page.get(
            f"/enterprises/duplicates/{self.first.pk}/{self.second.pk}/"
        ).content.decode()
        chosen = re.search(r'name="keep" value="([0-9a-f-]+)"[^>]*checked', page)
        assert chosen and chosen[1] == str(self.second.pk)

    def test_told_apart_they_are_not_shown_again(self) -> None:
        with in_scope(self.viewer):
            records.keep_apart(self.first, self.second, by=self.viewer, reason="母公司与子公司")
        assert self.found() == []

    # merged

    def test_the_other_becomes_void_and_points_at_the_survivor_with_the_reason(self) -> None:
        self.merge(("phone", "employees"))
        keep, lose = self.now(self.first), self.now(self.second)
        assert (keep.phone, keep.employees, keep.legal_person) == ("0000-2", 30, "王伟")
        assert lose.voided_at and lose.merged_into_id == keep.pk
        assert REASON in lose.void_reason and keep.name in lose.void_reason
        with in_scope(self.viewer):
            last = history(lose._meta.db_table, lose.pk)[-1]
        assert last.reason == REASON and last.actor == self.account.pk
        assert self.found() == []

    def test_personal_values_are_in_the_log_alone_not_in_the_trace(self) -> None:
        self.merge(("phone",))
        assert "0000" not in str(self.now(self.second).merge_trace)

    def test_links_of_every_register_and_accounts_move_and_are_logged(self) -> None:
        pond, place = self.pond(self.second), self.place(self.second)
        with in_scope(system("test")):
            held = Account.objects.create_user(
                "works", "x", name="works", kind=Kind.ENTERPRISE, holder=self.second.pk
            )
        moved = self.merge()
        assert sum(moved.numbers.values()) == 3
        for record in (pond, place):
            now = self.now(record)
            assert now.enterprise_id == self.first.pk and now.holder == self.first.pk
            with in_scope(self.viewer):
                last = history(now._meta.db_table, now.pk)[-1]
            assert last.reason == REASON and last.actor == self.account.pk
        assert self.now(held).holder == self.first.pk

    def test_a_link_that_would_break_a_key_stops_the_merging(self) -> None:
        self.place(self.first), self.place(self.second)
        with pytest.raises(records.Refusal):
            self.merge()
        assert self.now(self.second).voided_at is None

    @pytest.mark.parametrize("who", ["reader", "stranger", "city"])
    def test_who_does_not_own_both_merges_nothing(self, who: str) -> None:
        role = Role.READER if who == "reader" else Role.OFFICER
        place = {"reader": kit.COUNTY, "stranger": kit.NEIGHBOUR, "city": kit.CITY}[who]
        with pytest.raises(records.Refusal):
            self.merge(by=kit.viewer(kit.officer(who, place, role)))
        assert self.now(self.second).voided_at is None

    def test_without_reason_or_with_old_versions_nothing_happens(self) -> None:
        with in_scope(self.viewer):
            with pytest.raises(records.Refusal) as refused:
                records.merge(self.first, self.second, taking=(), by=self.viewer, reason=" ")
            assert set(refused.value.errors) == {"reason"}
            with pytest.raises(records.Stale):
                records.merge(self.first, self.second, taking=(), by=self.viewer, reason="x",
                              versions=(7, 7))  # fmt: skip
            with pytest.raises(records.Refusal):
                records.merge(self.first, self.first, taking=(), by=self.viewer, reason="x")

    def test_the_plain_restore_is_refused_for_a_merged_record(self) -> None:
        self.merge()
        with in_scope(self.viewer), pytest.raises(records.Refusal):
            records.restore(self.now(self.second), by=self.viewer)

    # taken back

    def test_taken_back_everything_stands_as_before(self) -> None:
        pond = self.pond(self.second)
        self.merge(("phone", "employees", "legal_person"))
        left = self.unmerge()
        keep, lose = self.now(self.first), self.now(self.second)
        assert (keep.phone, keep.employees, keep.legal_person) == ("0000-1", None, "王伟")
        assert lose.voided_at is None and lose.merged_into_id is None and not lose.void_reason
        assert self.now(pond).enterprise_id == self.second.pk
        assert self.now(pond).holder == self.second.pk
        assert left.numbers == {}

    def test_what_changed_since_stays_and_is_told(self) -> None:
        pond, quiet = self.pond(self.second), self.pond(self.second, "南沟尾矿库")
        self.merge(("phone", "employees"))
        with in_scope(self.viewer):
            records.change(self.now(pond), {"height": "41"}, by=self.viewer)
            records.change(self.now(self.first), {"employees": "44"}, by=self.viewer)
        left = self.unmerge()
        assert self.now(self.first).employees == 44 and self.now(self.first).phone == "0000-1"
        assert self.now(pond).enterprise_id == self.first.pk
        assert self.now(quiet).enterprise_id == self.second.pk
        assert sum(left.numbers.values()) == 2

    # pages

    def test_pages_find_compare_merge_and_take_back(self) -> None:
        first, second = self.first, self.second
        text = self.page.get("/enterprises/duplicates/").content.decode()
        at = f"/enterprises/duplicates/{first.pk}/{second.pk}/"
        assert at in text and str(queries.SAME_NAME) in text
        assert second.credit_code in self.page.get(at).content.decode()
        posted = {
            "deed": "merge", "keep": str(first.pk), "take-employees": str(second.pk), "reason": "",
            f"version-{first.pk}": str(first.version), f"version-{second.pk}": str(second.version),
        }  # fmt: skip
        assert self.page.post(at, posted).status_code == 422
        assert self.page.post(at, posted | {"reason": REASON}).status_code == 302
        assert self.now(first).employees == 30
        merged = self.page.get(f"/enterprises/list/{second.pk}/merging/").content.decode()
        assert f"/enterprises/list/{first.pk}/" in merged
        listed = self.page.get(f"/enterprises/list/{first.pk}/merging/").content.decode()
        assert second.credit_code in listed
        self.page.post(f"/enterprises/list/{second.pk}/unmerge/", {"reason": "误并"})
        assert self.now(second).voided_at is None

    def test_strangers_and_readers_find_no_page(self) -> None:
        at = f"/enterprises/duplicates/{self.first.pk}/{self.second.pk}/"
        stranger = kit.client(kit.officer("stranger", kit.NEIGHBOUR))
        assert stranger.get(at).status_code == 404
        reader = kit.client(kit.officer("reader", role=Role.READER))
        assert reader.get("/enterprises/duplicates/").status_code == 403
        assert kit.client(None).get("/enterprises/duplicates/").status_code == 302
