"""Agencies and posts are kept by the system administrator, with a reason in the log, and by nobody else."""

import pytest
from django.db import connection

from jinan.kernel.agencies.models import Agency, Post
from jinan.kernel.changes.models import Change
from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.models import Account, Role

pytestmark = pytest.mark.django_db
PAGE = f"/agencies/{kit.COUNTY}/edit/"


@pytest.fixture
def keeper() -> Account:
    kit.agency(kit.COUNTY)
    kit.agency(kit.CITY)
    return kit.officer("sys", None, Role.SYSADMIN)


def own() -> Agency:
    with in_scope(system("test")):
        return Agency.objects.get(pk=kit.COUNTY)


def agency(**other: str) -> dict[str, str]:
    given = {
        "deed": "agency", "name": "肥东县应急管理局", "superior": kit.CITY, "node": "demo",
        "duty_phone": "0000-1", "reason": "机构改革",
    }  # fmt: skip
    return given | other


def test_a_change_is_kept_and_stands_in_the_log_with_its_reason(keeper: Account) -> None:
    page = kit.client(keeper)
    page.post(PAGE, agency())
    assert (own().name, own().superior_id, own().duty_phone) == (
        "肥东县应急管理局",
        kit.CITY,
        "0000-1",
    )
    with in_scope(system("test")):
        entry = Change.objects.filter(kind="agencies.agency", verb="change").latest("seq")
    assert (entry.reason, entry.actor) == ("机构改革", keeper.pk)
    assert entry.after is not None and entry.after["duty_phone"] == "0000-1"
    shown = page.get(PAGE).content.decode()
    assert "机构改革" in shown and "0000-1" in shown


@pytest.mark.parametrize(
    "wrong", [{"reason": ""}, {"name": " "}, {"superior": "nobody"}, {"node": "nowhere"}]
)
def test_what_cannot_be_is_refused(keeper: Account, wrong: dict[str, str]) -> None:
    kit.client(keeper).post(PAGE, agency(**wrong))
    assert own().name == kit.COUNTY and own().superior_id is None


def test_no_agency_stands_below_itself(keeper: Account) -> None:
    page = kit.client(keeper)
    page.post(PAGE, agency())
    page.post(f"/agencies/{kit.CITY}/edit/", agency(superior=kit.COUNTY))
    with in_scope(system("test")):
        assert Agency.objects.get(pk=kit.CITY).superior_id is None


def test_posts_are_entered_changed_and_removed_with_their_trace(keeper: Account) -> None:
    page = kit.client(keeper)
    given = {"deed": "post", "title": "值班室", "phone": "0000-2", "order": "1", "reason": "新设"}
    page.post(PAGE, given)
    with in_scope(system("test")):
        post = Post.objects.get(agency=kit.COUNTY)
    page.post(PAGE, given | {"post": str(post.pk), "phone": "0000-3"})
    page.post(PAGE, {"deed": "remove", "post": str(post.pk), "reason": "撤销"})
    page.post(PAGE, {"deed": "remove", "post": "999", "reason": "撤销"})
    with in_scope(system("test")):
        assert not Post.objects.exists()
        trace = list(Change.objects.filter(record=post.uid).order_by("seq"))
    assert [(one.verb, one.reason) for one in trace] == [
        ("add", "新设"), ("change", "新设"), ("remove", "撤销"),
    ]  # fmt: skip


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.SECADMIN, Role.AUDITOR])
def test_nobody_else_keeps_agencies_by_page_or_raw_sql(keeper: Account, role: str) -> None:
    place = None if role in (Role.SECADMIN, Role.AUDITOR) else kit.COUNTY
    other = kit.officer("other", place, role)
    assert kit.client(other).post(PAGE, agency()).status_code == 403
    with in_scope(kit.viewer(other)), connection.cursor() as cursor:
        cursor.execute("UPDATE agencies_agency SET duty_phone = 'x'")
        assert cursor.rowcount == 0


def test_the_keeper_does_not_keep_nodes(keeper: Account) -> None:
    with in_scope(kit.viewer(keeper)), connection.cursor() as cursor:
        cursor.execute("UPDATE agencies_node SET name = 'x'")
        assert cursor.rowcount == 0
