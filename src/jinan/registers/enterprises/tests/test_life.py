"""The life of an enterprise: steps that may follow, dated; the same rule on every way in."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.records import api as records
from jinan.kernel.records.kit import good_row
from jinan.kernel.records.models import a_telephone
from jinan.kernel.records.tests.ponds import credit_code
from jinan.registers.enterprises import actions
from jinan.registers.enterprises.models import Enterprise

pytestmark = pytest.mark.django_db
KIND = records.type_of(Enterprise)


class TestLife:
    @pytest.fixture(autouse=True)
    def _county(self, db: None) -> None:
        account = kit.officer()
        self.viewer, self.page = kit.viewer(account), kit.client(account)
        with in_scope(self.viewer):
            self.made = records.add(KIND, good_row(Enterprise), by=self.viewer)

    def now(self) -> Enterprise:
        with in_scope(system("test")):
            return Enterprise.objects.get(pk=self.made.pk)

    def move(self, to: str, on: date, reason: str = "皖应急〔2026〕1号") -> Any:
        with in_scope(self.viewer):
            return actions.move(self.now(), to, by=self.viewer, on=on, reason=reason)

    def test_a_step_is_dated_and_keeps_its_reason(self) -> None:
        self.move("suspended", date(2026, 3, 5))
        now = self.now()
        assert (now.status, now.status_since) == ("suspended", date(2026, 3, 5))
        text = self.page.get(f"/enterprises/list/{now.pk}/life/").content.decode()
        assert "2026-03-05" in text and "皖应急〔2026〕1号" in text

    def test_what_may_not_follow_is_refused_with_a_sentence_on_every_way(self) -> None:
        self.move("cancelled", date(2026, 3, 5))
        with in_scope(self.viewer), pytest.raises(records.Refusal) as refused:
            records.change(self.now(), {"status": "operating"}, by=self.viewer)
        assert set(refused.value.errors) == {"status"}
        at = f"/api/enterprises/list/{self.made.pk}/"
        tag = {"If-Match": self.page.get(at)["ETag"]}
        body = {"status": "suspended"}
        answer = self.page.patch(at, body, content_type="application/json", headers=tag)
        assert answer.status_code == 422

    def test_a_change_without_a_day_is_dated_today(self) -> None:
        with in_scope(self.viewer):
            records.change(self.now(), {"status": "suspended"}, by=self.viewer)
        assert self.now().status_since == timezone.localdate()

    @pytest.mark.parametrize(
        ("to", "day", "reason", "field"),
        [
            ("moon", timezone.localdate(), "x", "status"),
            ("operating", timezone.localdate(), "x", "status"),
            ("suspended", timezone.localdate() + timedelta(days=1), "x", "status_since"),
            ("suspended", timezone.localdate(), " ", "reason"),
        ],
    )
    def test_faults_of_a_step_are_named(self, to: str, day: date, reason: str, field: str) -> None:
        with pytest.raises(records.Refusal) as refused:
            self.move(to, day, reason)
        assert set(refused.value.errors) == {field}

    def test_a_step_before_the_present_status_is_refused(self) -> None:
        self.move("suspended", date(2026, 3, 5))
        with pytest.raises(records.Refusal):
            self.move("operating", date(2026, 3, 4))

    def test_the_page_offers_only_what_may_follow(self) -> None:
        self.page.post(
            f"/enterprises/list/{self.made.pk}/move/",
            {"status": "closed", "on": "2026-02-01", "reason": "关闭决定"},
        )
        text = self.page.get(f"/enterprises/list/{self.made.pk}/life/").content.decode()
        assert 'value="operating"' in text and 'value="suspended"' not in text

    def test_every_fault_of_a_form_is_told_at_once(self) -> None:
        row = good_row(Enterprise) | {
            "credit_code": "91340122XAAAAAAAA1",
            "phone": "call me",
            "employees": "many",
        }
        with in_scope(self.viewer), pytest.raises(records.Refusal) as refused:
            records.add(KIND, row, by=self.viewer)
        assert {"credit_code", "phone", "employees"} <= set(refused.value.errors)

    def test_what_operates_was_founded_already(self) -> None:
        later = str(timezone.localdate() + timedelta(days=40))
        row = good_row(Enterprise) | {
            "name": "未来矿业",
            "credit_code": credit_code(77),
            "founded": later,
        }
        with in_scope(self.viewer):
            with pytest.raises(records.Refusal) as refused:
                records.add(KIND, row | {"status": "operating"}, by=self.viewer)
            assert "founded" in refused.value.errors
            records.add(KIND, row | {"status": "preparing"}, by=self.viewer)


TELEPHONES = [
    ("0551-1234567", True), ("138 0000 0000", True), ("（0551）1234567转8001", True), ("１３８００００００００", True),
    ("0551-1234567，13800000000", True), ("call me", False), ("1234", False), ("无", False), ("12345abcde", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "taken"), TELEPHONES)
def test_a_telephone_number_is_known_by_its_digits(text: str, taken: bool) -> None:
    if taken:
        a_telephone(text)
    else:
        with pytest.raises(ValidationError):
            a_telephone(text)
