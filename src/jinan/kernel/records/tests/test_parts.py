"""Parts of a record: the ponds of an enterprise, its form with the link filled in, and what strangers see of it."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.models import Role
from jinan.kernel.records.api import Part, RecordType
from jinan.kernel.records.models import Draft
from jinan.kernel.records.parts import MOST_PARTS, check_parts
from jinan.kernel.records.tests.ponds import credit_code, enterprise
from jinan.registers.enterprises.models import Enterprise
from jinan.supervision.tailings.models import TailingsPond

pytestmark = pytest.mark.django_db


def pond(owner: Enterprise, name: str, **other: Any) -> TailingsPond:
    values = {
        "name": name, "enterprise": owner, "division_id": kit.COUNTY, "capacity": 1, "height": 1,
        "degree": "1", "grade": 5, "dam": "SRID=4490;POINT(117.5 31.9)",
    }  # fmt: skip
    with in_scope(system("test")):
        return TailingsPond.objects.create(**values | other)


def tab(owner: Enterprise) -> str:
    return f"/enterprises/list/{owner.pk}/ponds/"


def test_rows_of_another_record_of_a_neighbour_and_void_ones_are_left_out() -> None:
    owner, page = enterprise(1), kit.client(kit.officer())
    pond(owner, "本家库")
    pond(enterprise(2), "别家库")
    pond(owner, "邻县库", division_id=kit.NEIGHBOUR)
    pond(owner, "作废库", voided_at="2026-01-01T00:00:00Z", void_reason="x")
    text = page.get(tab(owner)).content.decode()
    assert "本家库" in text
    assert not any(name in text for name in ("别家库", "邻县库", "作废库"))
    assert '<span class="tally">1</span>' in text


def test_link_back_is_no_column_and_first_column_opens() -> None:
    owner, page = enterprise(1), kit.client(kit.officer())
    kept = pond(owner, "北沟库")
    text = page.get(tab(owner)).content.decode()
    assert text.count('<th scope="col"') == 5
    assert f'<a href="/tailings/ponds/{kept.pk}/">北沟库</a>' in text


def test_hundred_are_shown_and_it_is_said() -> None:
    owner, page = enterprise(1), kit.client(kit.officer())
    for number in range(MOST_PARTS + 1):
        pond(owner, f"库{number:03}")
    text = page.get(tab(owner)).content.decode()
    assert text.count("/tailings/ponds/0") == MOST_PARTS
    assert '<span class="tally">100+</span>' in text and "/tailings/ponds/?q=" in text


def test_register_without_duty_is_no_tab() -> None:
    owner = enterprise(1)
    pond(owner, "北沟库")
    page = kit.client(kit.officer("clerk", subject="enterprises"))
    assert "ponds/" not in page.get(f"/enterprises/list/{owner.pk}/").content.decode()
    assert page.get(tab(owner)).status_code == 404


def test_new_form_begins_with_link_and_division_and_keeps_the_one_meant() -> None:
    owner = enterprise(1)
    with in_scope(system("test")):
        Enterprise.objects.create(
            name=owner.name, credit_code=credit_code(9), division_id=kit.COUNTY
        )
    page = kit.client(kit.officer())
    address = f"/tailings/ponds/new/?enterprise={owner.pk}"
    form = page.get(address).context["form"]
    assert form.initial == {
        "enterprise": f"{owner.credit_code} {owner.name}",
        "division": kit.COUNTY,
    }
    posted = {
        "name": "新库", "enterprise": form.initial["enterprise"], "division": kit.COUNTY,
        "dam": "117.5, 31.9", "capacity": "1", "height": "1", "degree": "1",
    }  # fmt: skip
    assert page.post(address, posted).status_code == 302
    with in_scope(system("test")):
        assert TailingsPond.objects.get(name="新库").enterprise_id == owner.pk


def test_link_out_of_sight_or_unreadable_is_passed_over() -> None:
    owner, page = enterprise(2, kit.NEIGHBOUR), kit.client(kit.officer())
    for given in (str(owner.pk), "x", ""):
        answer = page.get("/tailings/ponds/new/", {"enterprise": given})
        assert answer.status_code == 200
        assert answer.context["form"].initial == {}


def test_draft_of_another_enterprise_is_not_shown() -> None:
    owner, account = enterprise(1), kit.officer()
    with in_scope(kit.viewer(account)):
        Draft.objects.create(
            account_id=account.pk, kind="tailings.tailingspond",
            values={"name": "半张表", "enterprise": "别家"},
        )  # fmt: skip
    page = kit.client(account)
    assert "半张表" in page.get("/tailings/ponds/new/").content.decode()
    address = f"/tailings/ponds/new/?enterprise={owner.pk}"
    assert "半张表" not in page.get(address).content.decode()


def test_nothing_is_added_to_a_void_record_or_by_a_reader() -> None:
    owner = enterprise(1)
    reader = kit.client(kit.officer("reader", role=Role.READER))
    assert "new/?enterprise" not in reader.get(tab(owner)).content.decode()
    page = kit.client(kit.officer())
    assert "new/?enterprise" in page.get(tab(owner)).content.decode()
    page.post(f"/enterprises/list/{owner.pk}/void/", {"reason": "test"})
    assert "new/?enterprise" not in page.get(tab(owner)).content.decode()


def test_part_that_does_not_point_here_stops_the_program() -> None:
    wrong = RecordType(
        model=TailingsPond, plan_row="A5", columns=("name",), form=(),
        parts=(Part("tailings.tailingspond", "enterprise"),),
    )  # fmt: skip
    with pytest.raises(ImproperlyConfigured, match="does not point here"):
        check_parts(iter([wrong]))
