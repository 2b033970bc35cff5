"""The desk shows what one may see and what waits for one's agency; the box finds in one's territory alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jinan.kernel.agencies.models import Agency
from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Account, Role
from jinan.kernel.identity.scope import in_scope, system
from jinan.kernel.records.api import add, answer, decide, type_of, void
from jinan.kernel.records.models import Decision
from jinan.registers.enterprises.models import Enterprise
from jinan.standards.gb32100 import check_sign

pytestmark = pytest.mark.django_db
CODE = "91340122XAAAAAAAA"
TEXT = "限期核实地址"


@pytest.fixture
def county() -> Account:
    return kit.officer()


@pytest.fixture
def city(county: Account) -> Account:
    made = kit.officer("city", kit.CITY)
    with in_scope(kit.system("test")):
        Agency.objects.filter(pk=kit.COUNTY).update(superior=kit.CITY)
    return made


@pytest.fixture
def works(county: Account) -> Any:
    row = {"name": "青山石料", "credit_code": CODE + check_sign(CODE), "division": kit.COUNTY}
    with in_scope(kit.viewer(county)) as by:
        return add(type_of(Enterprise), row, by=by)


def home(account: Account) -> str:
    browser = kit.client(account)
    browser.cookies["language"] = "en"
    return browser.get("/").content.decode()


def waits(account: Account) -> str:
    return kit.client(account).get("/desk/waits/").content.decode()


def found(page: Client, words: str, tail: str = "") -> str:
    return page.get(f"/find/{tail}", {"q": words}).content.decode()


def test_an_order_waits_on_the_desk_of_its_agency_until_it_is_answered(
    works: Any, county: Account, city: Account
) -> None:
    assert TEXT not in home(county)
    with in_scope(kit.viewer(city)) as by:
        order = decide(works, "order", by=by, text=TEXT, due=timezone.localdate())
    page = home(county)
    assert TEXT in page and f"/enterprises/list/{works.pk}/decisions/" in page
    assert TEXT not in waits(city) and TEXT not in home(kit.officer("next", kit.NEIGHBOUR))
    with in_scope(kit.viewer(county)) as by:
        answer(order, by=by, text="已核实")
    assert TEXT not in home(county)


def test_an_order_past_its_day_is_called_late_by_both_sides(
    works: Any, county: Account, city: Account
) -> None:
    with in_scope(kit.viewer(city)) as by:
        order = decide(works, "order", by=by, text=TEXT, due=timezone.localdate())
    assert "late" not in home(county)
    with in_scope(kit.system("test")):
        Decision.objects.filter(pk=order.pk).update(due=timezone.localdate() - timedelta(days=1))
    assert "1 day late" in home(county)
    assert "Sent by us" in home(city) and "1 day late" in home(city)


def test_the_newest_records_are_those_of_ones_territory(works: Any, county: Account) -> None:
    assert works.name in home(county)
    assert works.name not in home(kit.officer("next", kit.NEIGHBOUR))
    with in_scope(kit.viewer(county)) as by:
        void(works, by=by, reason="entered twice")
    assert works.name not in home(county), "what is void is no news"


@pytest.mark.parametrize("tail", ["", "suggest/"])
def test_the_box_finds_in_ones_territory_alone(works: Any, county: Account, tail: str) -> None:
    assert str(works.pk) in found(kit.client(county), "石料", tail)
    assert str(works.pk) not in found(kit.client(county), "水泥", tail)
    assert str(works.pk) not in found(kit.client(kit.officer("next", kit.NEIGHBOUR)), "石料", tail)


def test_nobody_is_led_to_the_sign_in() -> None:
    for address in ("/", "/find/", "/find/suggest/", "/telephones/", "/desk/waits/"):
        assert kit.client(None).get(address)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        (Role.OFFICER, "Waits for me", "strip"),
        (Role.LEADER, "strip", "sums"),
        (Role.READER, "sums", "Waits for me"),
    ],
)
def test_each_role_has_its_own_desk(role: str, shown: str, hidden: str) -> None:
    page = home(kit.officer("somebody", role=role))
    assert shown in page.split("<main")[1] and hidden not in page.split("<main")[1]


def test_an_enterprise_sees_its_own_records_on_its_desk(works: Any) -> None:
    with in_scope(system("test")):
        account = Account.objects.create(
            login="firm", name="甲", kind="enterprise", holder=works.pk
        )
        Enterprise.objects.filter(pk=works.pk).update(holder=works.pk)
    page = home(account)
    assert "My records" in page and works.name in page
    assert kit.client(account).get("/telephones/").status_code == 403


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR])
def test_administrators_land_on_their_own_desk(role: str) -> None:
    assert kit.client(kit.officer("adm", None, role)).get("/")["Location"] == "/security/"
