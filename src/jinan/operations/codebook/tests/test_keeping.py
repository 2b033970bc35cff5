"""A steward settles doubtful rows and takes editions in; nobody else can, and what was loaded stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from jinan.kernel.changes.api import Change
from jinan.kernel.codes import api as codes
from jinan.kernel.codes.reading import as_loaded, settled
from jinan.kernel.identity import kit
from jinan.kernel.identity.scope import in_scope, system

pytestmark = pytest.mark.django_db
SET = "tailings_pond_grades"
ROW = f"/codebook/{SET}/row/"
NEW = f"/codebook/{SET}/new/"
TEXT = "code,zh,en,parent,source\n1,一等,,,GB 1\n2,二等库,,,GB 1\n3,三等,,2,GB 1\n6,六等,,,GB 1\n"
LATER = timezone.localdate() + timedelta(days=30)


@pytest.fixture(autouse=True)
def fresh() -> Any:
    codes.forget()
    yield
    codes.forget()


@pytest.fixture
def steward() -> Client:
    return kit.client(kit.officer("steward", "000000", subject="codes"))


def row(code: str = "1") -> codes.CodeItem:
    return next(one for one in codes.items(SET, on=timezone.localdate()) if one.code == code)


def settle(page: Client, **values: str) -> Any:
    given = {"verdict": "confirmed", "source": "GB 39496-2020, 4.5", "reason": "对照原文"} | values
    return page.post(f"{ROW}settle/?code=1", given)


def upload(page: Client, text: str = TEXT, **values: str) -> Any:
    sheet = SimpleUploadedFile("new.csv", text.encode())
    given = {"label": "GB 2027", "begins": str(LATER), "deed": "look", "sheet": sheet}
    return page.post(NEW, given | values)


def entries(kind: str) -> list[Change]:
    with in_scope(system("test")):
        return list(Change.objects.filter(kind=kind))


def test_a_confirmed_row_is_no_longer_doubtful_and_stands_in_the_log(steward: Client) -> None:
    assert row().doubtful
    assert settle(steward).status_code == 302
    assert not row().doubtful and row().zh == "一等" and row().source == "GB 39496-2020, 4.5"
    assert [one.reason for one in entries("codes.finding")] == ["对照原文"]
    listed = steward.get("/codebook/unverified/?set=tailings_pond_grades").context["part"].rows
    assert "1" not in {doubt.code for _place, doubt in listed}
    assert "对照原文" in steward.get(f"{ROW}?code=1").content.decode()


def test_a_corrected_row_shows_the_words_of_the_source(steward: Client) -> None:
    settle(steward, verdict="corrected", zh="一等库", en="grade one")
    assert (row().zh, row().en) == ("一等库", "grade one")
    assert as_loaded(codes.editions(SET)[0], "1").zh == "一等"  # type: ignore[union-attr]


@pytest.mark.parametrize("missing", ["source", "reason"])
def test_a_finding_names_its_source_and_reason(steward: Client, missing: str) -> None:
    assert settle(steward, **{missing: " "}).status_code == 422
    assert row().doubtful


@pytest.mark.parametrize(
    ("login", "division", "role", "subject"),
    [
        ("county", kit.COUNTY, "officer", "*"),
        ("part", kit.PROVINCE, "officer", "codes"),
        ("reader", "000000", "reader", "codes"),
        ("other", "000000", "officer", "tailings"),
    ],
)
def test_nobody_else_settles_or_takes_in(
    login: str, division: str, role: str, subject: str
) -> None:
    account = kit.officer(login, division, role, subject=subject)
    page = kit.client(account)
    assert settle(page).status_code == 422 and row().doubtful
    assert page.get(NEW).status_code == 403 and upload(page).status_code == 403
    with in_scope(kit.viewer(account)), connection.cursor() as cursor:
        for statement in (
            "INSERT INTO codes_finding (id, set_id, edition, code, judged, verdict, zh, en, note, source, reason,"
            f" account, name, at) VALUES (gen_random_uuid(), '{SET}', 'x', '1', '', 'confirmed', '', '', '',"
            f" 'x', 'x', '{account.pk}', 'x', now())",
            f"SELECT codes.take_in('{SET}', 'x', current_date + 1, 'x', '{{}}', '[]')",
            "INSERT INTO codes_codeitem (code) VALUES ('x')",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(statement)


def test_a_new_edition_is_looked_at_before_it_counts(steward: Client) -> None:
    looked = upload(steward)
    found = looked.context["difference"]
    assert [one.code for one in found.new] == ["6"]
    assert [one.code for one in found.closed] == ["4", "5"]
    assert [now.code for _was, now in found.reworded] == ["2"]
    assert [now.code for _was, now in found.moved] == ["3"]
    assert len(codes.editions(SET)) == 1, "nothing was taken in yet"
    taken = steward.post(
        NEW,
        {
            "label": "GB 2027",
            "begins": str(LATER),
            "deed": "take",
            "text": TEXT,
            "reason": "新标准",
        },
    )
    assert taken.status_code == 302
    assert row("2").zh == "二等"
    assert [one.code for one in codes.items(SET, on=LATER)] == ["1", "2", "3", "6"]
    entry = entries("codes.codeedition")[0]
    assert (entry.reason, entry.after["rows"]) == ("新标准", 4)  # type: ignore[index]
    export = steward.get(f"/codebook/{SET}/compare.csv").content.decode("utf-8-sig")
    assert len(export.splitlines()) == 1 + 1 + 2 + 2 + 1, export


@pytest.mark.parametrize(
    ("text", "values", "word"),
    [
        ("zh\n一\n", {}, "code"),
        ("code,zh\n1,一\n1,二\n", {}, "3"),
        ("code,zh\n1,\n", {}, "2"),
        (TEXT, {"begins": "2020-01-01"}, "今日"),
        (TEXT, {"label": ""}, "版本名称"),
    ],
)
def test_a_bad_text_is_refused_with_the_line(
    steward: Client, text: str, values: dict[str, str], word: str
) -> None:
    answer = upload(steward, text, **values)
    assert answer.status_code == 422
    assert any(word in fault for fault in answer.context["faults"])


def test_a_finding_ends_with_the_words_it_judged(steward: Client) -> None:
    settle(steward)
    kept = as_loaded(codes.editions(SET)[0], "1")
    assert kept is not None
    finding = codes.findings(SET)[codes.editions(SET)[0].label, "1"]
    assert not settled(kept, finding).doubtful
    kept.zh = "另一等"
    assert settled(kept, finding).doubtful


def test_doubts_of_divisions_stand_in_the_same_list(steward: Client) -> None:
    places = {one.name for one in steward.get("/codebook/unverified/").context["places"]}
    assert {"divisions", SET} <= places
    book = steward.get("/codebook/unverified.xlsx")
    assert book.status_code == 200 and book.content[:2] == b"PK"


def test_boundaries_are_searched(steward: Client) -> None:
    all_of_them = steward.get("/territory/boundaries/").context["part"].count
    some = steward.get("/territory/boundaries/?q=肥东").context["part"].count
    assert some <= 1 <= all_of_them
