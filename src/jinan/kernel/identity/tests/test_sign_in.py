"""Sign-in as a browser does it: two steps, lock-out, forced passwords, sessions, recovery."""

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from jinan.kernel.identity import actions, demonstration, kit
from jinan.kernel.identity.models import Account, Role
from jinan.kernel.identity.scope import SIGN_IN, in_scope, system

pytestmark = pytest.mark.django_db
PASSWORD = "Right-Pass-2026"


def person(role: str = Role.OFFICER, *, secret: str = "", **fields: Any) -> Account:
    account = kit.officer("one", kit.COUNTY, role)
    with in_scope(system("test")):
        account.set_password(PASSWORD)
        account.password_changed_at = timezone.now()
        for name, value in fields.items():
            setattr(account, name, value)
        account.save()
        if secret:
            actions.enrol(account, secret, None)
    return account


def code(secret: str, *, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def first_step(browser: Client, password: str = PASSWORD, login: str = "one") -> Any:
    return browser.post("/sign-in/", {"login": login, "password": password, "next": "/find/"})


def inside(browser: Client) -> bool:
    return browser.get("/").status_code == 200


def test_officer_signs_in_with_both_steps_and_goes_where_he_wanted() -> None:
    secret = actions.new_secret()
    person(secret=secret)
    browser = Client()
    answer = first_step(browser)
    assert answer["Location"] == "/sign-in/code/?next=%2Ffind%2F"
    assert not inside(browser)
    answer = browser.post("/sign-in/code/", {"code": code(secret), "next": "/find/"})
    assert answer["Location"] == "/find/"
    assert inside(browser)


def test_a_code_opens_once() -> None:
    secret = actions.new_secret()
    person(secret=secret)
    given = code(secret)
    for expected in (302, 422):
        browser = Client()
        first_step(browser)
        assert browser.post("/sign-in/code/", {"code": given}).status_code == expected


@pytest.mark.parametrize(
    ("login", "password"), [("one", "wrong"), ("nobody", PASSWORD), ("", ""), ("ONE ", "wrong")]
)
def test_wrong_names_and_wrong_passwords_look_the_same(login: str, password: str) -> None:
    person()
    answer = first_step(Client(), password, login)
    assert answer.status_code == 422
    assert answer.context["problem"] == str(actions._("Account name or password is wrong."))


@pytest.mark.parametrize("login", ["one", "nobody", "closed"])
def test_an_unknown_name_costs_the_time_of_a_known_one(login: str, monkeypatch: Any) -> None:
    person()
    with in_scope(system("test")):
        closed = kit.officer("closed", kit.PROVINCE)
        closed.set_password(PASSWORD)
        closed.is_active = False
        closed.save()
    hashed = []
    verify = MD5PasswordHasher.verify
    monkeypatch.setattr(
        MD5PasswordHasher, "verify", lambda self, *given: hashed.append(1) or verify(self, *given)
    )
    assert first_step(Client(), "wrong", login).status_code == 422
    assert len(hashed) == 1


def test_five_failures_lock_the_account_and_the_lock_shows_its_end() -> None:
    account, browser = person(), Client()
    for _turn in range(5):
        assert first_step(browser, "wrong").status_code == 422
    answer = first_step(browser)
    kit.refresh(account)
    assert account.locked_until is not None
    until = timezone.localtime(account.locked_until).strftime("%H:%M")
    assert answer.status_code == 422
    assert until in answer.content.decode()
    with in_scope(system("test")):
        Account.objects.update(locked_until=timezone.now() - timedelta(seconds=1))
    assert first_step(browser).status_code == 302


def test_wrong_codes_lock_too_and_the_right_one_comes_too_late() -> None:
    secret = actions.new_secret()
    account, browser = person(secret=secret), Client()
    first_step(browser)
    for _turn in range(5):
        answer = browser.post("/sign-in/code/", {"code": "000000"})
        assert answer.status_code == 422
    kit.refresh(account)
    until = timezone.localtime(account.locked_until).strftime("%H:%M")
    assert until in answer.content.decode()
    answer = browser.post("/sign-in/code/", {"code": code(secret)})
    assert answer.status_code == 422
    assert not inside(browser)


def test_failures_of_both_steps_add_up_and_success_forgets_them() -> None:
    secret = actions.new_secret()
    account, browser = person(secret=secret), Client()
    first_step(browser, "wrong")
    first_step(browser)
    browser.post("/sign-in/code/", {"code": "000000"})
    kit.refresh(account)
    assert account.failures == 2
    browser.post("/sign-in/code/", {"code": code(secret)})
    kit.refresh(account)
    assert account.failures == 0


def test_who_may_write_sets_up_a_second_factor_first() -> None:
    person()
    browser = Client()
    first_step(browser)
    page = browser.get("/sign-in/code/")
    secret = page.context["secret"]
    assert secret not in str(browser.session.items())
    assert browser.post("/sign-in/code/", {"code": "000000"}).status_code == 422
    answer = browser.post("/sign-in/code/", {"code": code(secret)})
    assert len(answer.context["codes"]) == 10
    assert inside(browser)


def test_a_reader_without_second_factor_gets_in_with_the_password() -> None:
    person(Role.READER)
    browser = Client()
    first_step(browser)
    assert browser.get("/sign-in/code/").status_code == 302
    assert inside(browser)


def test_a_recovery_code_opens_once() -> None:
    secret = actions.new_secret()
    account = person(secret=secret)
    with in_scope(system("test")):
        codes = actions.new_recovery_codes(account)
    for expected in (302, 422):
        browser = Client()
        first_step(browser)
        given = f"{codes[3][:4]} {codes[3][4:]}"
        assert browser.post("/sign-in/code/", {"code": given}).status_code == expected


@pytest.mark.parametrize(
    "fields",
    [
        {"must_change_password": True},
        {"password_changed_at": timezone.now() - timedelta(days=91)},
        {"password_changed_at": None},
    ],
)
def test_a_due_password_is_changed_before_anything_is_seen(fields: dict[str, Any]) -> None:
    secret = actions.new_secret()
    person(secret=secret, **fields)
    browser = Client()
    first_step(browser)
    assert browser.get("/sign-in/new-password/").status_code == 302  # not before the second step
    answer = browser.post("/sign-in/code/", {"code": code(secret), "next": "/find/"})
    assert answer["Location"].startswith("/sign-in/new-password/")
    assert not inside(browser)
    assert browser.post("/sign-in/new-password/", {"new": PASSWORD}).status_code == 422
    assert browser.post("/sign-in/new-password/", {"new": "short"}).status_code == 422
    answer = browser.post("/sign-in/new-password/", {"new": "Other-Pass-2026", "next": "/find/"})
    assert answer["Location"] == "/find/"
    assert inside(browser)


def test_patience_between_the_steps_ends() -> None:
    secret = actions.new_secret()
    person(secret=secret)
    browser = Client()
    first_step(browser)
    session = browser.session
    session["half_way"] = {**session["half_way"], "at": time.time() - 301}
    session.save()
    answer = browser.post("/sign-in/code/", {"code": code(secret)})
    assert answer["Location"].startswith("/sign-in/?")
    assert not inside(browser)


def test_the_place_to_go_on_stays_in_this_house() -> None:
    person(Role.READER)
    browser = Client()
    browser.post("/sign-in/", {"login": "one", "password": PASSWORD})
    assert browser.get("/sign-in/code/?next=https://elsewhere.example/")["Location"] == "/"


def test_session_list_ends_another_session_at_once() -> None:
    account = person()
    mine, other = kit.client(account), kit.client(account)
    page = mine.get("/account/")
    assert len(page.context["sessions"]) == 2
    (key,) = [
        s.pk for s, _name in page.context["sessions"] if s.session_key != page.context["current"]
    ]
    mine.post(f"/account/sessions/{key}/end/")
    assert not inside(other)
    assert inside(mine)


def test_a_request_notes_that_its_session_is_in_use() -> None:
    account = person()
    browser, long_ago = kit.client(account), timezone.now() - timedelta(hours=5)
    with in_scope(system("test")):
        UserSession.objects.update(last_seen_at=long_ago)
    browser.get("/account/")
    ((session, _name),) = browser.get("/account/").context["sessions"]
    assert timezone.now() - session.last_seen_at < timedelta(minutes=1)


def test_nobody_ends_the_session_of_another() -> None:
    account, stranger = person(), kit.client(kit.officer("two"))
    browser = kit.client(account)
    key = browser.get("/account/").context["sessions"][0][0].pk
    stranger.post(f"/account/sessions/{key}/end/")
    assert inside(browser)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one() -> None:
    account = person()
    mine, other = kit.client(account), kit.client(account)
    mine.post("/account/password/", {"old": PASSWORD, "new": "Other-Pass-2026"})
    assert inside(mine)
    assert not inside(other)
    assert len(mine.get("/account/").context["sessions"]) == 1


def test_sign_out_ends_the_session_in_the_database() -> None:
    browser = kit.client(person())
    browser.post("/sign-out/")
    assert not inside(browser)
    assert not Session.objects.exists()


def test_keys_are_changed_only_after_proving_oneself() -> None:
    browser = kit.client(person())
    assert browser.get("/account/authenticator/")["Location"].startswith("/account/prove/")
    assert browser.post("/account/prove/", {"password": "wrong"}).status_code == 422
    browser.post("/account/prove/", {"password": PASSWORD, "next": "/account/"})
    page = browser.get("/account/authenticator/")
    answer = browser.post("/account/authenticator/", {"code": code(page.context["secret"])})
    assert len(answer.context["codes"]) == 10
    assert len(browser.post("/account/recovery-codes/").context["codes"]) == 10


def test_demonstration_codes_open_again_but_only_in_the_demonstration(settings: Any) -> None:
    secret = demonstration.fixed_secret("one")
    person(secret=secret, demonstration=True)
    given, seconds = demonstration.present_code("one")
    assert 0 < seconds <= 30
    settings.MODE = "demo"
    for mode, expected in (("demo", 302), ("demo", 302), ("test", 302), ("test", 422)):
        settings.MODE = mode
        browser = Client()
        first_step(browser)  # one code for all: a new one may begin at any moment
        assert browser.post("/sign-in/code/", {"code": given}).status_code == expected


def test_demonstration_accounts_are_shown_in_demonstration_only(settings: Any) -> None:
    person(demonstration=True)
    assert "data-fill-login" not in Client().get("/sign-in/").content.decode()
    settings.MODE = "demo"
    page = Client().get("/sign-in/")
    assert 'data-fill-login="one"' in page.content.decode()
    browser = Client()
    first_step(browser)
    with in_scope(SIGN_IN):
        actions.enrol(Account.objects.get(login="one"), demonstration.fixed_secret("one"), None)
    page = browser.get("/sign-in/code/")
    assert page.context["present"] in page.content.decode()
