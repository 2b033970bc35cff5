"""The auditor's search, its export, the page of an entry, and the proof of the chain from the page."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone

from jinan.kernel.changes import chain
from jinan.kernel.changes.api import Change, Verb, note
from jinan.kernel.changes.kit import seal_all
from jinan.kernel.identity import kit
from jinan.kernel.identity.scope import because, in_scope, system
from jinan.operations.security.queries import log
from jinan.registers.enterprises.models import Enterprise


@pytest.fixture
def auditor(db: None) -> Client:
    made = kit.client(kit.officer("auditor", None, "auditor"))
    made.cookies["language"] = "en"
    return made


@pytest.fixture
def works(db: None) -> Enterprise:
    """An enterprise entered by the county and renamed by the city with a reason."""
    with in_scope(kit.viewer(kit.officer()), origin="10.1.1.1"):
        made = Enterprise.objects.create(
            name="Works",
            credit_code="91340122X000000001",
            division_id=kit.COUNTY,
            legal_person="王伟",
        )
    with in_scope(kit.viewer(kit.officer("city", kit.CITY))):
        because("merged 100%_sure with the other")
        Enterprise.objects.filter(pk=made.pk).update(name="Merged Works")
        note(Verb.EXPORT, "enterprises.enterprise", None, count=7, query="q=works")
    return made


def found(**asked: str) -> list[Change]:
    with in_scope(kit.viewer(kit.officer(f"a{timezone.now():%H%M%S%f}", None, "auditor"))):
        search = log.Search({**asked})
        lines = search.page().lines
        assert not search.faults
        return [line.change for line in lines]


def today(days: int = 0) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_search_finds_by_each_of_its_fields(works: Enterprise) -> None:
    of_works = {"kind": "enterprises.enterprise"}
    assert len(found(**of_works)) == 3
    assert [c.verb for c in found(**of_works, verb="change")] == ["change"]
    assert [c.actor_name for c in found(**of_works, who="city")] == ["City", "City"]
    assert [c.verb for c in found(record=str(works.pk))] == ["change", "add"]
    assert [c.verb for c in found(record=f"http://x/enterprises/list/{works.pk}/")] == [
        "change",
        "add",
    ]
    assert len(found(division=kit.PROVINCE)) == 2
    assert found(division=kit.NEIGHBOUR) == []
    assert [c.verb for c in found(reason="100%_sure")] == ["export", "change"]
    assert found(reason="100%%sure") == []
    assert found(**of_works, since=today(1)) == []
    assert len(found(**of_works, since=today(), until=today())) == 3
    assert found(**of_works, until=today(-1)) == []


def test_ready_views_show_their_own_entries(works: Enterprise) -> None:
    assert {c.verb for c in found(view="data")} == {"add", "change"}
    assert [c.after for c in found(view="exports")] == [{"count": 7, "query": "q=works"}]
    assert {c.kind.split(".")[0] for c in found(view="rights")} == {"identity"}
    assert found(view="reads") == []


@pytest.mark.parametrize(
    "asked", [{"since": "yesterday"}, {"record": "x"}, {"division": "999999"}, {"after": "a-b-c"}]
)
def test_search_that_cannot_be_read_is_refused_with_a_reason(
    auditor: Client, asked: dict[str, str]
) -> None:
    answer = auditor.get("/security/log/", asked)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    if "after" not in asked:  # an export begins at the beginning
        assert auditor.get("/security/log/export/", asked)["Location"].startswith("/security/log/?")


def test_pages_of_a_long_search_follow_without_gap_or_double(db: None) -> None:
    with in_scope(kit.viewer(kit.officer())):
        for number in range(120):
            note(Verb.OTHER, "test", None, number=number)
    seen: list[int] = []
    after = ""
    with in_scope(kit.viewer(kit.officer("auditor", None, "auditor"))):
        while True:
            page = log.Search({"kind": "test", "after": after}).page()
            seen += [line.change.after["number"] for line in page.lines]  # type: ignore[index]
            if not page.following:
                break
            after = page.following
    assert seen == list(range(119, -1, -1))


def test_export_holds_the_entries_and_is_itself_an_entry(
    auditor: Client, works: Enterprise
) -> None:
    answer = auditor.get("/security/log/export/?kind=enterprises.enterprise&verb=change")
    text = answer.content.decode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert text.startswith("\ufeffNumber,Moment,Who")
    assert "Merged Works" in text
    assert text.count("\n") == 2
    assert found(view="exports")[0].after == {
        "count": 1, "format": "csv", "query": "kind=enterprises.enterprise&verb=change",
    }  # fmt: skip


def test_export_gives_no_formula_to_a_spreadsheet(auditor: Client, works: Enterprise) -> None:
    with in_scope(system("test")):
        because("=HYPERLINK(1)")
        Enterprise.objects.filter(pk=works.pk).update(name="Formula")
    text = auditor.get("/security/log/export/?reason=HYPERLINK").content.decode()
    assert ",'=HYPERLINK(1)," in text


def test_entry_shows_before_and_after_and_hides_persons(auditor: Client, works: Enterprise) -> None:
    change, added = found(record=str(works.pk))
    page = auditor.get(log.address_of(change)).content.decode()
    assert "Merged Works" in page
    assert "merged 100%_sure with the other" in page
    assert f"/security/log/records/{works.pk}/" in page
    page = auditor.get(log.address_of(added)).content.decode()
    assert "●●●" in page
    assert "王伟" not in page
    assert "10.1.1.1" in page
    assert auditor.get("/security/log/1-1-1/").status_code == 404


def test_history_of_a_record_is_shown_whole(auditor: Client, works: Enterprise) -> None:
    kit.client(kit.officer("reader", role="reader")).get(f"/enterprises/list/{works.pk}/")
    page = auditor.get(f"/security/log/records/{works.pk}/").content.decode()
    assert page.count("<li><a href") == 3
    assert "王伟" not in page
    assert auditor.get(f"/security/log/records/{kit.officer('x').pk}/")["Location"].startswith(
        "/security/log/"
    )


def test_every_kind_of_entry_can_be_opened(auditor: Client, works: Enterprise) -> None:
    for change in found():
        assert auditor.get(log.address_of(change)).status_code == 200
    assert auditor.get("/security/").status_code == 200


@pytest.fixture
def really(own_database: str, tmp_path: Path, settings: object) -> Iterator[Client]:
    """An auditor on a database that is really committed to, with the heads in a folder of the test."""
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    made = kit.client(kit.officer("auditor", None, "auditor"))
    made.cookies["language"] = "en"
    seal_all()
    yield made


def verify(client: Client) -> str:
    client.post("/security/seals/verify/", {"begin": "1"})
    return client.get("/security/seals/").content.decode()


def test_auditor_proves_the_chain_and_is_told_the_broken_entry(really: Client) -> None:
    chain.export_head(settings.HOME, using="owner")
    assert "The log is whole." in verify(really)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT seq FROM changes_seal WHERE number = 2")
        seq = cursor.fetchone()[0]
        cursor.execute("UPDATE changes_change SET actor_name = 'nobody' WHERE seq = %s", [seq])
    page = verify(really)
    assert "The chain is broken at seal 2." in page
    assert f"Entry {seq}" in page
    assert "was altered" in page
    with in_scope(system("test")):
        results = [
            c.after["result"] for c in Change.objects.filter(kind="changes.seal").order_by("seq")
        ]  # type: ignore[index]
    assert results == ["whole", chain.ALTERED]


def test_long_verification_goes_on_in_parts(
    really: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jinan.operations.security.actions.PART", 1)
    part = really.post("/security/seals/verify/", {"begin": "1"}, headers={"HX-Request": "true"})
    assert 'hx-trigger="load"' in part.content.decode()
    for _step in range(50):
        part = really.post("/security/seals/verify/", headers={"HX-Request": "true"})
        if 'hx-trigger="load"' not in part.content.decode():
            break
    assert "The log is whole." in part.content.decode()


def test_shortened_chain_is_found_from_the_page(really: Client) -> None:
    chain.export_head(settings.HOME, using="owner")
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "DELETE FROM changes_seal WHERE number = (SELECT max(number) FROM changes_seal)"
        )
    assert "shorter than an exported head" in verify(really)
