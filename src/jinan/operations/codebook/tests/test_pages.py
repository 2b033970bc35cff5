"""The codebook answers every officer and nobody else; what it shows is what is loaded."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from jinan.kernel.agencies.models import Post
from jinan.kernel.codes import api as codes
from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Kind, Role
from jinan.kernel.identity.scope import in_scope, system
from jinan.kernel.territory import api as territory

pytestmark = pytest.mark.django_db

PAGES = (
    "/codebook/",
    "/codebook/?group=hazards",
    "/codebook/?q=尾矿",
    "/codebook/unverified/",
    "/codebook/unverified/?set=leak_frequency&page=9",
    "/codebook/industries/",
    "/codebook/industries/?q=铁矿&on=2020-01-01",
    "/codebook/industries/?on=2010-01-01",
    "/codebook/industries/row/?code=0810",
    "/codebook/industries/compare/",
    "/territory/",
    "/territory/?on=2022-06-01&level=county&q=米林",
    "/territory/340000/",
    "/territory/540422/",
    "/territory/540422/?on=2022-06-01",
    "/territory/000000/",
    "/territory/inspectorate/",
    "/territory/boundaries/",
    "/agencies/",
    "/agencies/?q=340",
    "/agencies/340122/",
)


@pytest.fixture(autouse=True)
def fresh() -> None:
    codes.forget()
    territory.forget()


@pytest.fixture
def page() -> Client:
    return kit.client(kit.officer())


@pytest.mark.parametrize("address", PAGES)
def test_any_officer_may_look(page: Client, address: str) -> None:
    assert page.get(address).status_code == 200


def test_an_administrator_without_territory_may_look_too() -> None:
    secadmin = kit.client(kit.officer("secadmin", None, Role.SECADMIN))
    assert secadmin.get("/codebook/").status_code == 200


@pytest.mark.parametrize("address", ["/codebook/", "/codebook/industries.json", "/agencies/"])
def test_nobody_else_does(address: str) -> None:
    assert kit.client(None).get(address).status_code == 302
    account = kit.officer()
    with in_scope(system("test")):
        account.kind = Kind.ENTERPRISE
        account.save()
    assert kit.client(account).get(address).status_code == 403


@pytest.mark.parametrize(
    "address",
    ["/codebook/none/", "/codebook/none.json", "/codebook/industries/row/?code=99999",
     "/codebook/industries/?edition=1", "/territory/999999/", "/agencies/none/"],
)  # fmt: skip
def test_what_is_not_there_is_said_so(page: Client, address: str) -> None:
    assert page.get(address).status_code == 404


def test_a_long_set_comes_in_pages(page: Client) -> None:
    first, last = page.get("/codebook/industries/"), page.get("/codebook/industries/?page=20")
    assert first.context["part"].count == 1971
    assert len(first.context["part"].rows) == 100
    assert len(last.context["part"].rows) == 71
    assert last.context["part"].after is None


@pytest.mark.parametrize(
    ("words", "code"), [("铁矿采选", "0810"), ("0810", "0810"), ("iron", None), ("一等", "1")]
)
def test_search_over_all_sets(page: Client, words: str, code: str | None) -> None:
    found = page.get("/codebook/", {"q": words}).context["found"]
    assert code is None or code in [one.code for one in found]


def test_rows_to_be_verified_are_all_listed_and_marked(page: Client) -> None:
    listed = page.get("/codebook/unverified/").context["places"]
    known = page.get("/codebook/sets.json").json()["sets"]
    marked = {one["set"]: one["unverified"] for one in known if one["unverified"]}
    assert sum(marked.values()) > 900
    assert {one.name: len(one.rows) for one in listed if one.name in marked} == marked
    assert "badge warn" in page.get("/codebook/tailings_pond_grades/").content.decode()


def test_json_gives_the_rows_of_a_day(page: Client) -> None:
    answer = page.get("/codebook/accident_type_gb6441.json?on=2026-06-30")
    known = {one["code"]: one for one in answer.json()["items"]}
    assert len(known) == 20
    assert known["T86.01"]["zh"] == "物体打击"
    assert known["T86.01"]["extra"]["national_code"] == "01"
    later = page.get("/codebook/accident_type_gb6441.json?on=2026-07-01").json()
    assert len(later["items"]) == 27


def test_json_is_not_sent_twice(page: Client) -> None:
    address = "/codebook/industries.json?on=2026-01-01"
    mark = page.get(address)["ETag"]
    again = page.get(address, headers={"If-None-Match": mark})
    assert (again.status_code, again.content) == (304, b"")
    assert page.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
    assert page.get("/codebook/industries.json?on=2026-01-02")["ETag"] != mark


def rows_of_xlsx(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("name", ["industries", "gb18218_2018_table1", "stat_form_validation"])
def test_sheets_hold_every_row_as_text(page: Client, name: str) -> None:
    today = codes.items(name, on=date(2026, 11, 25))
    text = page.get(f"/codebook/{name}.csv").content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    book = rows_of_xlsx(page.get(f"/codebook/{name}.xlsx").content)
    assert len(table) == len(book) == len(today) + 1
    assert [line[0].lstrip("'") for line in table[1:]] == [one.code for one in today]
    assert [line[0] for line in book[1:]] == [one.code for one in today]
    assert not any(cell.startswith("=") for line in table for cell in line)


def test_a_closed_division_names_its_heir(page: Client) -> None:
    now = page.get("/territory/540422/").context
    assert (now["stands"], [code for code, _name in now["then"]]) == (False, ["540481"])
    then = page.get("/territory/540481/?on=2022-06-01").context
    assert [code for code, _name in then["then"]] == ["540422"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "肥东"}, ["340122"]),
        ({"q": "34012"}, ["340121", "340122", "340123", "340124"]),
        ({"q": "米林"}, ["540481"]),
        ({"q": "米林", "on": "2022-06-01"}, ["540422"]),
        ({"level": "province", "q": "安徽"}, ["340000"]),
    ],
)
def test_divisions_are_found(page: Client, query: dict[str, str], expected: list[str]) -> None:
    found = page.get("/territory/", query).context["part"].rows
    assert [one.code for one in found] == expected


def test_an_agency_is_one_touch_away(page: Client) -> None:
    own = kit.agency(kit.COUNTY)
    own.duty_phone = "0000-1234567"
    with in_scope(system("test")):
        own.save()
        Post.objects.create(agency=own, title="值班室", phone="0000-7654321")
    text = page.get(f"/agencies/{own.code}/").content.decode()
    assert 'href="tel:0000-1234567"' in text
    assert 'href="tel:0000-7654321"' in text
    assert 'href="tel:0000-1234567"' in page.get("/agencies/").content.decode()
