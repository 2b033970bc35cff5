"""Ways to an account: invitation, forgotten password, sign-up of an enterprise, first administrators."""

import json
import re
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext

from jinan.kernel.identity import api, kit, links
from jinan.kernel.identity.models import Account, Assignment, Link, LostPassword, Role, SignUp
from jinan.kernel.identity.scope import in_scope, system
from jinan.kernel.identity.tests.test_sign_in import code, inside
from jinan.standards.gb32100 import check_sign

pytestmark = pytest.mark.django_db
NEW = "Quite-Other-2026"
CODE = "91340122XABCDEFGH" + check_sign("91340122XABCDEFGH")


def invited() -> str:
    by = kit.viewer(kit.officer("sys", None, Role.SYSADMIN))
    with in_scope(by):
        return api.invite("new", "New", by=by, reason="post")[1]


def test_invitation_leads_through_password_and_second_factor_inside() -> None:
    path, browser = invited(), Client()
    assert browser.get(path)["Location"] == "/welcome/"
    assert browser.get("/welcome/").context["account"].login == "new"
    assert browser.post("/welcome/", {"new": "short"}).status_code == 422
    assert browser.post("/welcome/", {"new": NEW})["Location"] == "/sign-in/code/"
    assert not inside(browser)
    secret = browser.get("/sign-in/code/").context["secret"]
    assert browser.post("/sign-in/code/", {"code": code(secret)}).status_code == 200
    assert inside(browser)
    assert Client().get(path).status_code == 410
    assert Client().get("/welcome/").status_code == 410


def test_a_link_ends_after_72_hours_and_by_a_newer_one() -> None:
    path = invited()
    with in_scope(system("test")):
        by = kit.viewer(Account.objects.get(login="sys"))
    with in_scope(by):
        newer = api.reset_password_link(Account.objects.get(login="new"), by=by, reason="lost")
    assert Client().get(path).status_code == 410
    assert Client().get(newer).status_code == 302
    with in_scope(system("test")):
        link = Link.objects.get(used_at=None)
        assert timedelta(hours=71) < link.expires_at - timezone.now() <= timedelta(hours=72)
    over = timezone.now() + timedelta(hours=72, seconds=1)
    with in_scope(system("test")), pytest.MonkeyPatch.context() as patch:
        patch.setattr(links.timezone, "now", lambda: over)
        with pytest.raises(api.SignInRefused):
            links.find(links.digest(newer.split("/")[2]))


@pytest.mark.parametrize("token", ["x", "0" * 43, "%27"])
def test_an_invented_link_opens_nothing(token: str) -> None:
    assert Client().get(f"/welcome/{token}/").status_code == 410


def test_forgotten_password_never_tells_whether_an_account_exists() -> None:
    kit.officer("one")
    known = Client().post("/sign-in/forgotten/", {"login": "one"})
    unknown = Client().post("/sign-in/forgotten/", {"login": "nobody"})
    same = [re.sub(r'(csrf"|value=")[^>]*', "", a.content.decode()) for a in (known, unknown)]
    assert same[0] == same[1]
    with in_scope(system("test")):
        assert [one.account.login for one in LostPassword.objects.all()] == ["one"]


def test_a_second_request_adds_nothing() -> None:
    kit.officer("one")
    for _turn in range(3):
        Client().post("/sign-in/forgotten/", {"login": "ONE"})
    with in_scope(system("test")):
        assert LostPassword.objects.count() == 1


def test_with_a_mail_server_the_link_goes_by_mail(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MAIL = True
    account = kit.officer("one")
    with in_scope(system("test")):
        Account.objects.filter(pk=account.pk).update(email="one@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        Client().post("/sign-in/forgotten/", {"login": "One@Example.org"})
    for thread in threading.enumerate():
        if thread.name == "mail":
            thread.join(5)
    (letter,) = mail.outbox
    assert letter.to == ["one@example.org"]
    path = re.search(r"/welcome/[\w-]+/", letter.body)
    assert path is not None
    assert Client().get(path[0]).status_code == 302


def asked(**changes: str) -> dict[str, str]:
    return {
        "credit_code": CODE, "enterprise": "金河铁矿有限公司", "name": "王强", "phone": "0551-1",
        "email": "w@example.org", "login": "Jinhe", "password": NEW, **changes,
    }  # fmt: skip


def test_enterprise_signs_up_waits_and_comes_in_after_acceptance() -> None:
    browser = Client()
    assert browser.post("/sign-up/", asked(credit_code=CODE.lower())).status_code == 200
    refused = browser.post("/sign-in/", {"login": "jinhe", "password": NEW})
    assert refused.context["problem"] == str(gettext("Your sign-up waits for acceptance."))
    wrong = browser.post("/sign-in/", {"login": "jinhe", "password": "x"})
    assert wrong.context["problem"] != refused.context["problem"]
    by = kit.viewer(kit.officer("sys", None, Role.SYSADMIN))
    with in_scope(by):
        sign_up = api.waiting_sign_ups().get()
        assert sign_up.credit_code == CODE
        api.accept_sign_up(sign_up, by=by, reason="seen", holder=by.account)
    browser.post("/sign-in/", {"login": "jinhe", "password": NEW})
    browser.get("/sign-in/code/")
    assert inside(browser)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("credit_code", CODE[:-1] + ("0" if CODE[-1] != "0" else "1")),
        ("credit_code", CODE[:-1]),
        ("credit_code", "9134012IXABCDEFGH0"),
        ("enterprise", ""),
        ("email", "nowhere"),
        ("login", "a b"),
        ("login", "sys"),
        ("password", "short"),
        ("password", "jinhe-Jinhe-2026"),
    ],
)
def test_a_faulty_sign_up_names_its_field_and_makes_nothing(field: str, value: str) -> None:
    kit.officer("sys", None, Role.SYSADMIN)
    answer = Client().post("/sign-up/", asked(**{field: value}))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    with in_scope(system("test")):
        assert not SignUp.objects.exists()


def admins(folder: Path, **changes: Any) -> str:
    named = {
        role: {"login": f"{role}1", "name": role} for role in ("sysadmin", "secadmin", "auditor")
    }
    path = folder / "admins.json"
    path.write_text(json.dumps(named | changes))
    return str(path)


def test_first_administrators_come_from_a_file_with_one_link_each(
    tmp_path: Path, capsys: Any
) -> None:
    call_command("first_admins", file=Path(admins(tmp_path)), address="https://node")
    said = capsys.readouterr().out
    paths = re.findall(r"https://node(/welcome/\S+/)", said)
    assert len(paths) == 3
    assert all(Client().get(path).status_code == 302 for path in paths)
    with in_scope(system("test")):
        assert sorted(Assignment.objects.values_list("role", flat=True)) == [
            "auditor", "secadmin", "sysadmin",
        ]  # fmt: skip
        assert [a.has_usable_password() for a in Account.objects.all()] == [False] * 3
    call_command("first_admins")  # nothing is left to do
    assert capsys.readouterr().out == ""


def accounts() -> int:
    with in_scope(system("test")):
        return Account.objects.count()


def test_without_terminal_and_file_it_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="--admins"):
        call_command("first_admins")
    assert accounts() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"auditor": {"login": "sysadmin1", "name": "x"}},
        {"auditor": {"login": "", "name": "x"}},
        {"auditor": {"login": "x"}},
        {"auditor": None},
    ],
)
def test_a_faulty_file_makes_nobody(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(CommandError):
        call_command("first_admins", file=Path(admins(tmp_path, **changes)))
    assert accounts() == 0


def test_at_a_terminal_each_administrator_is_asked_for(monkeypatch: Any, capsys: Any) -> None:
    answers = iter(["one", "One", "", "two", "Two", "three", "Three"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    call_command("first_admins")
    assert capsys.readouterr().out.count("/welcome/") == 3
    assert accounts() == 3
