"""The telephone book: duty telephones first, found by name, post, number or initials, one touch to call."""

import pytest

from jinan.kernel.agencies.models import Agency, Node, Post
from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> Account:
    made = kit.officer()
    with in_scope(system("test")):
        node = Node.objects.get(pk="demo")
        city = Agency.objects.create(
            code=kit.CITY,
            name="合肥市应急管理局",
            division_id=kit.CITY,
            node=node,
            duty_phone="0000-7654321",
        )
        own = Agency.objects.get(pk=kit.COUNTY)
        own.name, own.superior, own.duty_phone = "肥东县应急管理局", city, "0000-1234567"
        own.save()
        Post.objects.create(agency=own, title="值班室", phone="0000-1234567", order=0)
        Post.objects.create(agency=own, title="危化监管科", phone="0000-2222222", order=1)
        Post.objects.create(agency=city, title="局长", phone="0000-3333333", order=1)
    return made


def page(account: Account, query: str = "") -> str:
    return kit.client(account).get(f"/telephones/{query}").content.decode()


def test_the_book_opens_at_ones_own_agency_with_the_duty_telephone_once(county: Account) -> None:
    shown = page(county).split("<main")[1]
    assert shown.count('href="tel:0000-1234567"') == 1
    assert 'href="tel:0000-2222222"' in shown and "0000-3333333" not in shown
    assert "?agency=340100" in shown


def test_above_one_finds_those_below(county: Account) -> None:
    shown = page(county, f"?agency={kit.CITY}")
    assert "肥东县应急管理局" in shown and 'href="tel:0000-3333333"' in shown


@pytest.mark.parametrize(
    "words", ["肥东", "危化", "2222222", "00002222222", "fdx", "whjg", "肥东 危化", "340122"]
)
def test_any_word_finds_an_agency(county: Account, words: str) -> None:
    shown = page(county, f"?q={words}").split("<main")[1]
    assert "肥东县应急管理局" in shown and "合肥市应急管理局" not in shown


def test_what_is_not_there_is_said(county: Account) -> None:
    assert "没有符合的机构或岗位" in page(county, "?q=zzzz")
    assert kit.client(county).get("/telephones/?agency=nobody").status_code == 404


def test_what_is_found_begins_with_ones_own_agency(county: Account) -> None:
    """The city and the county both have a post of this title; the county's officer reads his own first."""
    with in_scope(system("test")):
        for code in (kit.CITY, kit.COUNTY):
            Post.objects.create(agency_id=code, title="矿山监管科", phone="0000-5555555", order=5)
    shown = page(county, "?q=ksjgk").split("<main")[1]
    assert 0 < shown.index("肥东县应急管理局") < shown.index("合肥市应急管理局")
