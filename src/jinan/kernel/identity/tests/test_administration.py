"""Deeds of the administrators: who may, what changes, and that the reason stands in the log."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from jinan.kernel.changes.models import Change
from jinan.kernel.identity import actions, api, handing, kit, links
from jinan.kernel.identity.models import Account, Assignment, Kind, LostPassword, Role, SignUp
from jinan.kernel.identity.scope import SIGN_IN, Viewer, in_scope, system
from jinan.kernel.identity.views.parts import HALF_WAY

pytestmark = pytest.mark.django_db


def administrator(role: str, login: str = "") -> Viewer:
    return kit.viewer(kit.officer(login or role, None, role))


def reasons(account: Account, verb: str = "change") -> list[str]:
    with in_scope(system("test")):
        return list(
            Change.objects.filter(record=account.id, verb=verb).values_list("reason", flat=True)
        )


def test_invitation_leads_to_an_account_without_password() -> None:
    by = administrator(Role.SYSADMIN)
    with in_scope(by):
        account, path = api.invite(" New.Person ", "New", by=by, reason="new post")
        link = links.find(links.digest(path.split("/")[2]))
    assert account.login == "new.person"
    assert not account.has_usable_password()
    assert link.account == account
    assert path.split("/")[2] not in str(vars(link))
    assert reasons(account, "add") == ["new post"]


@pytest.mark.parametrize("role", [Role.SECADMIN, Role.AUDITOR, Role.OFFICER])
def test_only_the_system_administrator_opens_and_locks(role: str) -> None:
    one = kit.officer("one")
    by = kit.viewer(kit.officer("by", "340122" if role == Role.OFFICER else None, role))
    with in_scope(by):
        for deed in (
            lambda: api.invite("x", "X", by=by, reason="r"),
            lambda: api.set_active(one, False, by=by, reason="r"),
            lambda: api.unlock(one, by=by, reason="r"),
            lambda: api.reset_password_link(one, by=by, reason="r"),
            lambda: api.leave(one, None, "r", by=by),
            lambda: api.transfer(one, kit.agency("340100"), "r", by=by),
        ):
            with pytest.raises(api.Refused):
                deed()


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.AUDITOR, Role.LEADER])
def test_only_the_security_administrator_grants_ends_and_resets(role: str) -> None:
    one = kit.officer("one")
    by = kit.viewer(kit.officer("by", "340122" if role == Role.LEADER else None, role))
    with in_scope(system("test")):
        held = one.assignments.get()
    with in_scope(by):
        for deed in (
            lambda: api.grant(one, "reader", division="340100", by=by, reason="r"),
            lambda: api.end_assignment(held, by=by, reason="r"),
            lambda: api.reset_second_factor(one, by=by, reason="r"),
        ):
            with pytest.raises(api.Refused):
                deed()


def test_a_deed_needs_a_reason_and_another_person() -> None:
    by = administrator(Role.SECADMIN)
    one = kit.officer("one")
    with in_scope(by):
        me = Account.objects.get(pk=by.account)
        with pytest.raises(api.Refused):
            api.reset_second_factor(one, by=by, reason="  ")
        with pytest.raises(api.Refused):
            api.grant(me, "reader", division="340100", by=by, reason="r")


def test_grant_holds_at_once_and_ends_at_once() -> None:
    by, one = administrator(Role.SECADMIN), kit.officer("one")
    with in_scope(by):
        made = api.grant(one, Role.OFFICER, division="340123", by=by, reason="stands in")
    assert "340123" in (kit.viewer(one).divisions("tailings") or ())
    with in_scope(by):
        api.end_assignment(made, by=by, reason="back again")
    assert "340123" not in (kit.viewer(one).divisions("tailings") or ())
    assert reasons_of(made) == ["back again"]


def reasons_of(made: Assignment) -> list[str]:
    with in_scope(system("test")):
        return list(
            Change.objects.filter(record=made.pk, verb="change").values_list("reason", flat=True)
        )


def test_roles_that_exclude_each_other_are_refused_with_their_names() -> None:
    by, one = administrator(Role.SECADMIN), kit.officer("one")
    with in_scope(by), pytest.raises(api.Refused, match=r"两个人|two persons"):
        api.grant(one, Role.AUDITOR, by=by, reason="r")


def test_assignments_not_yet_or_no_longer_valid_give_nothing() -> None:
    by, one = administrator(Role.SECADMIN), kit.officer("one")
    today = timezone.localdate()
    with in_scope(by):
        api.grant(
            one,
            "officer",
            division="340123",
            by=by,
            reason="r",
            valid_from=today + timedelta(days=1),
        )
        api.grant(
            one, "officer", division="340104", by=by, reason="r",
            valid_from=today - timedelta(days=9), valid_to=today - timedelta(days=1),
        )  # fmt: skip
    assert kit.viewer(one).divisions("tailings") == frozenset({"340122"})
    with in_scope(system("test")):
        later = api.viewer_of(one, on=today + timedelta(days=1))
    assert "340123" in (later.divisions("tailings") or ())


def test_closing_an_account_ends_its_sessions_and_links() -> None:
    by, one = administrator(Role.SYSADMIN), kit.officer("one")
    browser = kit.client(one)
    assert browser.get("/").status_code == 200
    with in_scope(by):
        path = api.reset_password_link(one, by=by, reason="r")
        api.set_active(one, False, by=by, reason="dismissed")
        with pytest.raises(api.SignInRefused):
            links.find(links.digest(path.split("/")[2]))
    assert browser.get("/")["Location"].startswith("/sign-in/")
    assert "dismissed" in reasons(one)


def test_the_last_of_the_three_administrators_stays() -> None:
    by = administrator(Role.SYSADMIN)
    auditor = kit.officer("auditor", None, Role.AUDITOR)
    with in_scope(by), pytest.raises(api.Refused):
        api.set_active(auditor, False, by=by, reason="r")
    kit.officer("auditor2", None, Role.AUDITOR)
    with in_scope(by):
        api.set_active(auditor, False, by=by, reason="r")
    assert not auditor.is_active


def test_sign_up_waits_and_is_accepted_for_an_enterprise() -> None:
    by = administrator(Role.SYSADMIN)
    with in_scope(SIGN_IN):
        made = actions.sign_up(asked("works"), origin="10.0.0.1")
    with in_scope(by):
        assert list(api.waiting_sign_ups()) == [made]
        with pytest.raises(api.Refused):
            api.accept_sign_up(made, by=by, reason="r", holder=None)
        account = api.accept_sign_up(made, by=by, reason="papers seen", holder=by.account)
        assert not api.waiting_sign_ups()
        with pytest.raises(api.Refused):
            api.refuse_sign_up(made, by=by, reason="r")
    kit.refresh(account)
    assert account.is_active
    assert kit.viewer(account).holder == by.account
    assert "papers seen" in reasons(account)


def test_refused_sign_up_stays_closed_and_frees_its_name() -> None:
    by = administrator(Role.SYSADMIN)
    with in_scope(SIGN_IN):
        made = actions.sign_up(asked("works"), origin="")
    with in_scope(by):
        account = api.refuse_sign_up(made, by=by, reason="unknown")
        with pytest.raises(api.Refused):
            api.set_active(account, True, by=by, reason="r")
    with in_scope(SIGN_IN):
        assert actions.sign_up(asked("works"), origin="").account.login == "works"
    assert SignUp.objects.count() == 0  # nobody without a scope reads them


def asked(login: str) -> actions.SignUpForm:
    return actions.SignUpForm(
        login=login, name="王强", enterprise="金河铁矿有限公司", credit_code="91340122XABCDEFGH" + "0",
        phone="1", email="a@example.org", password="Right-Pass-2026",
    )  # fmt: skip


def test_leaving_hands_over_ends_rights_and_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    by, one, two = administrator(Role.SYSADMIN), kit.officer("one"), kit.officer("two")
    browser, seen = kit.client(one), []
    monkeypatch.setattr(
        handing, "_hands", {"test": ("items", lambda *given: seen.append(given) or 3)}
    )
    with in_scope(by):
        assert api.leave(one, two, "retired", by=by) == {"items": 3}
    kit.refresh(one)
    assert seen == [(one, two, by)]
    assert not one.is_active
    assert not one.assignments.holding().exists()
    assert browser.get("/").status_code == 302
    assert "retired" in reasons(one)


def test_transfer_ends_old_rights_and_changes_the_agency() -> None:
    by, one = administrator(Role.SYSADMIN), kit.officer("one")
    with in_scope(by):
        api.transfer(one, kit.agency("340100"), "moved", by=by)
    kit.refresh(one)
    assert (one.agency_id, one.is_active) == ("340100", True)
    assert kit.viewer(one).divisions("tailings") == frozenset()


def test_reset_of_the_second_factor_forces_a_new_one() -> None:
    by, one = administrator(Role.SECADMIN), kit.officer("one", role=Role.READER)
    with in_scope(system("test")):
        actions.enrol(one, actions.new_secret(), None)
    with in_scope(by):
        assert api.factors([one.id]) == {one.id: {"totp", "recovery_codes"}}
        api.reset_second_factor(one, by=by, reason="telephone lost")
    kit.refresh(one)
    with in_scope(SIGN_IN):
        assert actions.needs_second_factor(one)
        assert not actions.has_second_factor(one)


def test_ending_sessions_signs_out_at_the_next_request() -> None:
    by, one = administrator(Role.SECADMIN), kit.officer("one")
    browser = kit.client(one)
    with in_scope(by):
        assert api.end_sessions(one, by=by, reason="suspicion") == 1
    assert reasons(one, "other") == ["suspicion"]
    assert browser.get("/").status_code == 302
    assert not Session.objects.exists()
    assert HALF_WAY not in browser.session


def test_lost_password_request_is_answered_by_the_link() -> None:
    by, one = administrator(Role.SYSADMIN), kit.officer("one")
    with in_scope(SIGN_IN):
        LostPassword.objects.create(account=one)
    with in_scope(by):
        assert [r.account for r in api.waiting_password_requests()] == [one]
        api.reset_password_link(one, by=by, reason="asked by telephone")
        assert not api.waiting_password_requests()


def test_roles_are_for_officers_only() -> None:
    by = administrator(Role.SECADMIN)
    with in_scope(system("test")):
        works = Account.objects.create(login="works", name="W", kind=Kind.ENTERPRISE)
    with in_scope(by), pytest.raises(api.Refused):
        api.grant(works, "reader", division="340100", by=by, reason="r")
