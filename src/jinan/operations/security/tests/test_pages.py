"""Each desk opens to its own administrator and to nobody else; each deed is done and noted."""

from uuid import UUID

import pytest
from django.test import Client, RequestFactory

from jinan.kernel.changes.api import Change
from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Account, Assignment, Role
from jinan.kernel.identity.scope import in_scope, system
from jinan.kernel.identity.sessions import begin
from jinan.registers.enterprises.models import Enterprise

pytestmark = pytest.mark.django_db

OFFICES = ("sysadmin", "secadmin", "auditor")
PAGES = {
    "/security/": OFFICES,
    "/security/accounts/": ("sysadmin", "secadmin"),
    "/security/accounts/new/": ("sysadmin",),
    "/security/requests/": ("sysadmin",),
    "/security/node/": ("sysadmin",),
    "/security/sessions/": ("sysadmin", "secadmin"),
    "/security/why/": ("secadmin",),
    "/security/erasure/": ("secadmin",),
    "/security/log/": ("auditor",),
    "/security/log/export/": ("auditor",),
    "/security/seals/": ("auditor",),
    "/security/suggest/account/?account=a": ("sysadmin", "secadmin"),
    "/security/suggest/agency/?agency=3": ("sysadmin",),
}


def administrator(role: str, login: str = "") -> Account:
    return kit.officer(login or role, None, role)


def browser(role: str) -> Client:
    return kit.client(administrator(role) if role in OFFICES else kit.officer(role, role=role))


@pytest.mark.parametrize("role", [*OFFICES, "officer", "leader", "reader"])
def test_each_page_opens_to_its_own_administrator_alone(role: str) -> None:
    client = browser(role)
    for address, allowed in PAGES.items():
        expected = (200,) if role in allowed else (403, 404)
        assert client.get(address).status_code in expected, address


def test_nobody_is_sent_to_the_sign_in_page() -> None:
    client = kit.client(None)
    for address in (*PAGES, "/security/sign-ups/"):
        assert client.get(address)["Location"].startswith("/sign-in/"), address


@pytest.mark.parametrize("role", OFFICES)
def test_administrators_begin_at_their_own_desk_and_see_no_register(role: str) -> None:
    client = browser(role)
    assert client.get("/")["Location"] == "/security/"
    assert client.get("/tailings/ponds/").status_code == 403
    assert client.get("/enterprises/list/").status_code == 403


def test_menu_offers_each_administrator_his_own_pages() -> None:
    for role, entry in zip(
        OFFICES, ("/security/requests/", "/security/why/", "/security/seals/"), strict=True
    ):
        page = browser(role).get("/security/").content.decode()
        assert f'href="{entry}"' in page
        others = {"/security/requests/", "/security/why/", "/security/seals/"} - {entry}
        assert not any(f'<a href="{other}" ' in page for other in others), role


def refusals() -> list[Change]:
    with in_scope(system("test")):
        return list(Change.objects.filter(verb="refused", kind="page").order_by("seq"))


def test_a_refused_page_is_noted_with_who_and_where() -> None:
    officer = kit.officer()
    kit.client(officer).get("/security/seals/")
    assert [(c.actor, c.after) for c in refusals()] == [
        (officer.pk, {"path": "/security/seals/", "method": "GET"})
    ]


DEEDS = {
    "manage/close/": "sysadmin",
    "manage/unlock/": "sysadmin",
    "manage/link/": "sysadmin",
    "manage/leave/": "sysadmin",
    "manage/transfer/": "sysadmin",
    "rights/grant/": "secadmin",
    "rights/end/": "secadmin",
    "rights/factor/": "secadmin",
}


@pytest.mark.parametrize("deed", DEEDS)
def test_no_administrator_does_the_deed_of_another(deed: str) -> None:
    subject = kit.officer("subject")
    for role in (*OFFICES, "officer"):
        answer = browser(role).post(f"/security/accounts/{subject.pk}/{deed}", {"reason": "x"})
        assert (answer.status_code == 403) == (role != DEEDS[deed]), role


def found(login: str) -> Account:
    with in_scope(system("test")):
        return Account.objects.get(login=login)


def test_invitation_shows_its_link_once() -> None:
    client = browser("sysadmin")
    kit.agency(kit.COUNTY)
    answer = client.post(
        "/security/accounts/new/",
        {"login": "New.One", "name": "新人", "agency": f"{kit.COUNTY} x", "reason": "began today"},
    )
    account = found("new.one")
    assert answer["Location"] == f"/security/accounts/{account.pk}/"
    assert account.agency_id == kit.COUNTY
    assert "/welcome/" in client.get(answer["Location"]).content.decode()
    assert "/welcome/" not in client.get(answer["Location"]).content.decode()


def test_invitation_without_reason_or_with_an_unknown_agency_is_refused() -> None:
    client = browser("sysadmin")
    for values in ({"reason": ""}, {"reason": "x", "agency": "nowhere"}):
        answer = client.post("/security/accounts/new/", {"login": "one", "name": "One", **values})
        assert answer.status_code == 422
    with pytest.raises(Account.DoesNotExist):
        found("one")


def test_right_is_granted_and_ended_with_reason() -> None:
    client, subject = browser("secadmin"), kit.officer("subject")
    address = f"/security/accounts/{subject.pk}/rights/"
    client.post(
        f"{address}grant/",
        {
            "role": "officer",
            "place": f"{kit.NEIGHBOUR} 肥西县",
            "subject": "tailings",
            "reason": "stands in",
        },
    )
    with in_scope(system("test")):
        made = Assignment.objects.select_related("granted_by").get(
            account=subject, division=kit.NEIGHBOUR
        )
    assert (made.subject, made.reason, made.granted_by.login) == (
        "tailings",
        "stands in",
        "secadmin",
    )  # type: ignore[union-attr]
    assert kit.NEIGHBOUR in (kit.viewer(subject).divisions("tailings") or ())
    client.post(f"{address}end/", {"assignment": made.pk, "reason": "back"})
    assert kit.NEIGHBOUR not in (kit.viewer(subject).divisions("tailings") or ())


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": "nowhere"},
        {"role": "king"},
        {"subject": "weather"},
        {"reason": ""},
        {"valid_from": "x"},
    ],
)
def test_grant_that_cannot_be_read_is_refused(wrong: dict[str, str]) -> None:
    client, subject = browser("secadmin"), kit.officer("subject")
    good = {"role": "officer", "place": kit.NEIGHBOUR, "subject": "*", "reason": "r"}
    answer = client.post(
        f"/security/accounts/{subject.pk}/rights/grant/", good | wrong, follow=True
    )
    assert "message error" in answer.content.decode()
    with in_scope(system("test")):
        assert subject.assignments.count() == 1


def test_sessions_end_at_once() -> None:
    subject = kit.officer("subject")
    signed_in = kit.client(subject)
    with in_scope(system("test")):
        request = RequestFactory().get("/")
        request.session, request.user = signed_in.session, subject
        begin(request)
    assert signed_in.get("/").status_code == 200
    client = browser("secadmin")
    assert "subject" in client.get("/security/sessions/").content.decode()
    client.post(f"/security/accounts/{subject.pk}/sessions/end/", {"reason": "suspicion"})
    assert signed_in.get("/")["Location"].startswith("/sign-in/")
    assert (
        f"/security/accounts/{subject.pk}/"
        not in client.get("/security/sessions/").content.decode()
    )


def enterprise(division: str = kit.COUNTY, number: int = 1) -> Enterprise:
    with in_scope(system("test")):
        return Enterprise.objects.create(
            name=f"Secret Works {number}",
            credit_code=f"91{division}X{number:09d}",
            division_id=division,
            agency=kit.agency(division),
            legal_person="王伟",
        )


def test_erasure_page_tells_the_place_and_never_the_content() -> None:
    client, made = browser("secadmin"), enterprise()
    page = client.get(
        f"/security/erasure/?record=http://x/enterprises/list/{made.pk}/"
    ).content.decode()
    assert "肥东县" in page
    assert "Secret Works" not in page
    assert "王伟" not in page
    client.post(f"/security/erasure/?record={made.pk}", {"reason": "asked for by paper 3"})
    with in_scope(system("test")):
        made.refresh_from_db()
        assert made.legal_person == ""
        assert Change.objects.filter(
            record=made.pk, verb="erase", reason="asked for by paper 3"
        ).exists()


@pytest.mark.parametrize("words", ["nobody", "0cea3668-b550-4b09-a8ce-1a1092c5e97e"])
def test_erasure_of_nothing_is_refused(words: str) -> None:
    client = browser("secadmin")
    assert (
        "record="
        not in client.get(f"/security/erasure/?record={words}").content.decode().split("<form")[-1]
    )
    with in_scope(system("test")):
        assert not Change.objects.filter(verb="erase").exists()


def test_reading_an_account_is_noted() -> None:
    client, subject = browser("sysadmin"), kit.officer("subject")
    client.get(f"/security/accounts/{subject.pk}/")
    with in_scope(system("test")):
        entry = Change.objects.get(verb="read", record=subject.pk)
    assert entry.after == {"fields": ["email", "phone"]}


def test_account_page_opens_for_both_and_for_oneself() -> None:
    subject = kit.officer("subject")
    for role in ("sysadmin", "secadmin"):
        client = browser(role)
        own = found(role)
        page = client.get(f"/security/accounts/{own.pk}/").content.decode()
        assert 'popovertarget="close"' not in page
        assert 'popovertarget="grant"' not in page
        page = client.get(f"/security/accounts/{subject.pk}/").content.decode()
        assert ('popovertarget="close"' in page) == (role == "sysadmin")
        assert ('popovertarget="grant"' in page) == (role == "secadmin")


def test_personal_columns_are_masked_in_lists_and_clear_in_the_record() -> None:
    made = enterprise()
    client = kit.client(kit.officer())
    listed = client.get("/enterprises/list/").content.decode()
    assert "王**" in listed
    assert "王伟" not in listed
    assert "王伟" in client.get(f"/enterprises/list/{made.pk}/").content.decode()
    with in_scope(system("test")):
        assert Change.objects.filter(verb="read").values_list("record", flat=True).get() == UUID(
            str(made.pk)
        )


def test_the_form_shows_persons_and_notes_it() -> None:
    made = enterprise()
    page = kit.client(kit.officer()).get(f"/enterprises/list/{made.pk}/edit/").content.decode()
    assert "王伟" in page
    with in_scope(system("test")):
        noted = Change.objects.get(verb="read", record=made.pk).after or {}
    assert {"legal_person", "phone"} <= set(noted["fields"])


def test_administrators_of_the_page_are_the_roles_of_the_house() -> None:
    assert set(OFFICES) == {Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR}
