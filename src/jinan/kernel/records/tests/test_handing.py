"""What waits for somebody who leaves, his programs, and the trace of the hand-over."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from jinan.kernel.identity import api, kit
from jinan.kernel.identity.actions import set_password
from jinan.kernel.identity.models import HandOver, Role
from jinan.kernel.identity.scope import SIGN_IN, in_scope, system
from jinan.kernel.records.json_api.tokens import account_of, make_token, revoke_all
from jinan.kernel.records.models import AccessToken, Draft, ImportRun, SavedFilter

pytestmark = pytest.mark.django_db


def test_what_waits_goes_to_the_successor_and_nothing_is_lost_by_a_name() -> None:
    one, two = kit.officer("one"), kit.officer("two")
    by = kit.viewer(kit.officer("sys", None, Role.SYSADMIN))
    with in_scope(system("test")):
        Draft.objects.create(account=one, kind="tailings.pond", values={"name": "甲"})
        ImportRun.objects.create(account=one, kind="tailings.pond", file_name="a.xlsx")
        ImportRun.objects.create(account=one, kind="tailings.pond", stage="done")
        for account, name, agency in (
            (one, "mine", ""),
            (one, "ours", "340122"),
            (two, "ours", ""),
        ):
            SavedFilter.objects.create(
                account=account, kind="tailings.pond", name=name, query="", agency=agency
            )
    with in_scope(by):
        handed = api.leave(one, two, "retired", by=by)
    assert handed == {"草稿": 1, "常用筛选": 2, "预览中的导入": 1} or sum(handed.values()) == 4
    with in_scope(system("test")):
        assert Draft.objects.get().account == two
        assert list(
            ImportRun.objects.order_by("stage").values_list("account__login", flat=True)
        ) == ["one", "two"]
        left = SavedFilter.objects.order_by("name").values_list("account__login", "name")
        assert list(left) == [("two", "mine"), ("two", "ours"), ("two", "ours (One)")]


def test_without_a_successor_shared_filters_stay_and_the_rest_goes() -> None:
    one = kit.officer("one")
    by = kit.viewer(kit.officer("sys", None, Role.SYSADMIN))
    with in_scope(system("test")):
        Draft.objects.create(account=one, kind="tailings.pond", values={})
        for name, agency in (("mine", ""), ("ours", "340122")):
            SavedFilter.objects.create(
                account=one, kind="tailings.pond", name=name, query="", agency=agency
            )
    with in_scope(by):
        assert api.leave(one, None, "retired", by=by) == {}
    with in_scope(system("test")):
        assert not Draft.objects.exists() and not HandOver.objects.exists()
        assert SavedFilter.objects.get().name == "ours"


@pytest.mark.parametrize("deed", [api.leave, api.relieve])
def test_a_hand_over_leaves_a_trace_and_ends_rights_and_programs(deed: Any) -> None:
    one, two = kit.officer("one"), kit.officer("two")
    role = Role.SYSADMIN if deed is api.leave else Role.SECADMIN
    by = kit.viewer(kit.officer("adm", None, role))
    with in_scope(kit.viewer(one)):
        text = make_token(one, "program", days=30)
    assert account_of(text) == one
    with in_scope(by):
        deed(one, two, "退休", by=by)
    assert account_of(text) is None
    assert kit.viewer(one).grants == ()
    with in_scope(kit.viewer(two)):
        (trace,) = api.hand_overs_to(two.pk)
        assert (trace.giver, trace.reason, trace.seen_at) == ("One", "退休", None)
    with in_scope(kit.viewer(kit.officer("three"))):
        assert not HandOver.objects.exists()


def test_only_the_security_administrator_relieves() -> None:
    one, two = kit.officer("one"), kit.officer("two")
    for role in (Role.SYSADMIN, Role.AUDITOR):
        by = kit.viewer(kit.officer(role, None, role))
        with in_scope(by), pytest.raises(api.Refused):
            api.relieve(one, two, "x", by=by)


def test_a_changed_password_ends_the_tokens_made_under_the_old_one() -> None:
    one = kit.officer("one")
    with in_scope(kit.viewer(one)):
        text = make_token(one, "program", days=30)
    with in_scope(SIGN_IN):
        set_password(one, "Another-2026-word")
    assert account_of(text) is None
    with in_scope(kit.viewer(one)):
        assert AccessToken.objects.get().revoked_at is not None
        later = make_token(one, "program", days=30)
    assert account_of(later) == one


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN])
def test_an_administrator_revokes_the_tokens_of_an_account_and_brings_none_back(role: str) -> None:
    one = kit.officer("one")
    with in_scope(kit.viewer(one)):
        text = make_token(one, "program", days=30)
    by = kit.viewer(kit.officer("adm", None, role))
    with in_scope(by), pytest.raises(api.Refused):
        revoke_all(one, by=by, reason=" ")
    with in_scope(by):
        assert revoke_all(one, by=by, reason="lost machine") == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            AccessToken.objects.update(revoked_at=None)
    assert account_of(text) is None
    other = kit.viewer(kit.officer("two"))
    with in_scope(other), pytest.raises(api.Refused):
        revoke_all(one, by=other, reason="x")
