"""The locks of accounts, assignments, links, factors and sessions, tried with raw SQL as the web role."""

import hashlib
import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from jinan.kernel.identity import actions, api, kit, mfa, scope, sessions
from jinan.kernel.identity.models import Account, Kind, Role
from jinan.kernel.identity.scope import NOBODY, SIGN_IN, Viewer, in_scope, system

pytestmark = pytest.mark.django_db


def sql(text: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.rowcount


def rows(text: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return list(cursor.fetchall())


def refused(text: str, *values: object) -> bool:
    """Whether the database refuses, or finds no row to touch."""
    try:
        with transaction.atomic():
            return sql(text, *values) == 0
    except DatabaseError:
        return True


@contextmanager
def acting(account: Account) -> Iterator[Viewer]:
    with in_scope(kit.viewer(account)) as viewer:
        yield viewer


def administrator(role: str, login: str = "") -> Account:
    return kit.officer(login or role, None, role)


def enterprise() -> Account:
    with in_scope(system("test")):
        return Account.objects.create(login="works", name="Works", kind=Kind.ENTERPRISE)


@pytest.mark.parametrize(
    "change",
    [
        "holder = gen_random_uuid()",
        "kind = 'officer'",
        "agency_id = '340122'",
        "is_active = false",
        "demonstration = true",
        "login = 'other'",
        "name = 'Other'",
        "failures = 3",
        "locked_until = now()",
        "must_enrol = true",
        "must_change_password = true",
    ],
)
def test_an_account_cannot_change_what_is_not_its_own(change: str) -> None:
    one = enterprise()
    kit.agency("340122")
    with acting(one):
        assert refused(f"UPDATE identity_account SET {change} WHERE id = %s", one.id)
        assert not refused("UPDATE identity_account SET phone = '1' WHERE id = %s", one.id)


def test_nobody_and_a_stranger_touch_no_account() -> None:
    one, other = kit.officer("one"), kit.officer("other")
    with in_scope(NOBODY):
        assert refused("UPDATE identity_account SET phone = '1' WHERE id = %s", one.id)
    with acting(other):
        assert refused("UPDATE identity_account SET phone = '1' WHERE id = %s", one.id)
        assert refused("DELETE FROM identity_account WHERE id = %s", one.id)


OPEN = """INSERT INTO identity_account (id, password, login, name, kind, email, phone, is_active, failures,
  must_change_password, must_enrol, demonstration, created_at)
  VALUES (gen_random_uuid(), %s, 'new', 'New', %s, '', '', %s, 0, false, false, %s, now())"""


def test_only_the_system_administrator_opens_accounts_and_never_with_a_password() -> None:
    with acting(administrator(Role.SYSADMIN)):
        assert refused(OPEN, "argon2$known", "officer", True, False)
        assert refused(OPEN, "!", "officer", True, True)
        assert not refused(OPEN, "!", "officer", True, False)
    for role in (Role.SECADMIN, Role.AUDITOR):
        with acting(administrator(role)):
            assert refused(OPEN.replace("'new'", "'newer'"), "!", "officer", True, False)


def test_the_sign_in_service_opens_only_closed_accounts_of_enterprises() -> None:
    with in_scope(SIGN_IN):
        assert refused(OPEN, "argon2$x", "officer", False, False)
        assert refused(OPEN, "argon2$x", "enterprise", True, False)
        assert not refused(OPEN, "argon2$x", "enterprise", False, False)


def test_the_system_administrator_cannot_give_a_password_that_he_knows() -> None:
    one = kit.officer()
    with acting(administrator(Role.SYSADMIN)):
        assert refused("UPDATE identity_account SET password = 'argon2$x' WHERE id = %s", one.id)
        assert not refused("UPDATE identity_account SET is_active = false WHERE id = %s", one.id)


@pytest.mark.parametrize("change", ["is_active = true", "holder = gen_random_uuid()", "name = 'X'"])
def test_the_security_administrator_opens_and_changes_no_account(change: str) -> None:
    one = kit.officer()
    with in_scope(system("test")):
        sql("UPDATE identity_account SET is_active = false WHERE id = %s", one.id)
    with acting(administrator(Role.SECADMIN)):
        assert refused(f"UPDATE identity_account SET {change} WHERE id = %s", one.id)


GRANT = """INSERT INTO identity_assignment (id, account_id, role, division_id, subject, valid_from, granted_by_id, reason)
  VALUES (gen_random_uuid(), %s, %s, %s, '*', %s, %s, 'x')"""


def given(account: Account, role: str, division: str | None, by: Account | None) -> tuple:
    return GRANT, account.id, role, division, timezone.localdate(), by.id if by else None


def test_only_the_security_administrator_grants_and_not_to_himself() -> None:
    one = kit.officer()
    for role in (Role.SYSADMIN, Role.AUDITOR, Role.LEADER):
        other = kit.officer(f"by-{role}", None if role != Role.LEADER else "340122", role)
        with acting(other):
            assert refused(*given(one, "officer", "340100", other))
            assert refused(*given(other, role, "340100", other))
    grantor = administrator(Role.SECADMIN)
    with acting(grantor):
        assert refused(*given(grantor, "secadmin", None, grantor))
        assert refused(*given(one, "officer", "340100", one))
        assert not refused(*given(one, "officer", "340100", grantor))


def test_an_assignment_is_never_rewritten_or_deleted() -> None:
    one = kit.officer()
    for role in (Role.SECADMIN, Role.SYSADMIN):
        with acting(administrator(role)):
            for change in (
                "division_id = '340000'",
                "role = 'leader'",
                "valid_from = '2001-01-01'",
            ):
                assert refused(
                    f"UPDATE identity_assignment SET {change} WHERE account_id = %s", one.id
                )
            assert refused("DELETE FROM identity_assignment WHERE account_id = %s", one.id)
    with acting(one):
        assert refused(
            "UPDATE identity_assignment SET valid_to = now() WHERE account_id = %s", one.id
        )


def test_an_end_cannot_be_put_off() -> None:
    one, today = kit.officer(), timezone.localdate()
    text = "UPDATE identity_assignment SET valid_to = %s WHERE account_id = %s"
    with acting(administrator(Role.SYSADMIN)):
        assert not refused(text, today, one.id)
        assert refused(text, today + timedelta(days=1), one.id)
        assert refused(text, None, one.id)


@pytest.mark.parametrize("role", ["sysadmin", "secadmin", "auditor"])
@pytest.mark.parametrize("held", ["sysadmin", "secadmin", "auditor", "officer", "leader", "reader"])
def test_three_administrators_are_three_persons_even_for_the_system(role: str, held: str) -> None:
    business = held in ("officer", "leader", "reader")
    one = kit.officer("one", "340122" if business else None, held)
    with in_scope(system("test")):
        assert refused(*given(one, role, None, None)) == (role != held)
        if business:
            assert not refused(*given(one, "officer", "340123", None))


def test_roles_one_after_the_other_are_allowed() -> None:
    one = administrator(Role.AUDITOR)
    with in_scope(system("test")):
        sql(
            "UPDATE identity_assignment SET valid_to = %s", timezone.localdate() - timedelta(days=1)
        )
        assert not refused(*given(one, "officer", "340122", None))
        assert refused(
            "UPDATE identity_assignment SET valid_to = NULL WHERE account_id = %s AND role = 'auditor'",
            one.id,
        )


@pytest.mark.parametrize("role", ["sysadmin", "secadmin", "auditor", "officer", "leader", "reader"])
def test_an_enterprise_never_holds_a_role(role: str) -> None:
    with in_scope(system("test")):
        assert refused(*given(enterprise(), role, "340122", None))


def test_links_are_kept_as_digests_and_seen_by_few() -> None:
    by = administrator(Role.SYSADMIN)
    with acting(by) as viewer:
        _account, path = api.invite("new", "New", by=viewer, reason="r")
        text = str(rows("SELECT * FROM identity_link"))
        assert path.split("/")[2] not in text
        assert hashlib.sha256(path.split("/")[2].encode()).hexdigest() in text
        assert not rows("SELECT * FROM identity_link WHERE digest = %s", path.split("/")[2])
    for other in (kit.officer("one"), administrator(Role.SECADMIN)):
        with acting(other):
            assert rows("SELECT * FROM identity_link") == []


def test_a_used_link_is_never_opened_again() -> None:
    with acting(administrator(Role.SYSADMIN)) as viewer:
        api.invite("new", "New", by=viewer, reason="r")
        assert refused("UPDATE identity_link SET expires_at = now() + interval '9 years'")
        assert refused("UPDATE identity_link SET digest = 'known'")
        assert not refused("UPDATE identity_link SET used_at = now()")
        assert refused("UPDATE identity_link SET used_at = NULL")
        assert refused("DELETE FROM identity_link")


MAKE = """INSERT INTO identity_link (id, account_id, purpose, digest, made_at, made_by, expires_at)
  VALUES (gen_random_uuid(), %s, 'password', 'mine', now(), %s, now() + interval '1 hour')"""


def test_nobody_but_the_system_administrator_makes_links_for_others() -> None:
    one = kit.officer("one")
    for other in (one, kit.officer("two"), administrator(Role.SECADMIN), enterprise()):
        with acting(other):
            assert refused(MAKE, one.id, other.id)
            assert refused(MAKE, one.id, None)
    by = administrator(Role.SYSADMIN)
    with acting(by):
        assert refused(MAKE, by.id, by.id)
        assert refused(MAKE, one.id, one.id)
        assert not refused(MAKE, one.id, by.id)


def test_sign_ups_and_lost_passwords_are_closed_to_others() -> None:
    one = kit.officer("one")
    with in_scope(SIGN_IN):
        sql(
            "INSERT INTO identity_lostpassword (id, account_id, asked_at, origin) "
            "VALUES (gen_random_uuid(), %s, now(), '')", one.id,
        )  # fmt: skip
    with acting(one):
        assert rows("SELECT * FROM identity_lostpassword") == []
        assert refused("UPDATE identity_lostpassword SET answered_at = now()")
        assert refused(
            "INSERT INTO identity_signup (id, account_id, credit_code, enterprise, asked_at, origin, reason, accepted) "
            "VALUES (gen_random_uuid(), %s, '', '', now(), '', '', true)", one.id,
        )  # fmt: skip
    with acting(administrator(Role.SYSADMIN)):
        assert len(rows("SELECT * FROM identity_lostpassword")) == 1


def test_second_factors_are_encrypted_and_seen_by_their_owner() -> None:
    one, secret = kit.officer("one"), actions.new_secret()
    with in_scope(system("test")):
        codes = actions.enrol(one, secret, None)
    with acting(one):
        text = str(rows("SELECT data FROM mfa_authenticator"))
        assert text.count("aes1:") == 2
        assert secret not in text
        assert not any(code in text for code in codes)
    for other in (kit.officer("two"), administrator(Role.SYSADMIN)):
        with acting(other):
            assert rows("SELECT data FROM mfa_authenticator") == []
            assert refused("DELETE FROM mfa_authenticator")
            assert refused("UPDATE mfa_authenticator SET user_id = %s", other.id)
    with acting(administrator(Role.SECADMIN)):
        assert refused("UPDATE mfa_authenticator SET data = '{}'")
        assert not refused("DELETE FROM mfa_authenticator")


def test_a_tampered_or_foreign_secret_is_not_taken(settings: Any) -> None:
    kept = mfa.Adapter().encrypt("secret")
    assert mfa.Adapter().decrypt(kept) == "secret"
    assert mfa.Adapter().encrypt("secret") != kept
    for wrong, fault in ((kept[:-8] + "AAAAAAA=", InvalidTag), ("secret", ValueError)):
        with pytest.raises(fault):
            mfa.Adapter().decrypt(wrong)
    settings.KEYS = replace(settings.KEYS, personal="other")
    with pytest.raises(InvalidTag):
        mfa.Adapter().decrypt(kept)


def test_reading_the_session_table_gives_no_session() -> None:
    browser = kit.client(kit.officer("one"))
    cookie = browser.cookies["sessionid"].value
    kept = [row[0] for row in rows("SELECT session_key FROM django_session")]
    with in_scope(system("test")):
        kept += [row[0] for row in rows("SELECT session_key FROM usersessions_usersession")]
    assert cookie not in kept
    assert browser.get("/").status_code == 200
    for stolen in kept:
        thief = Client()
        thief.cookies["sessionid"] = stolen
        assert thief.get("/").status_code == 302


def test_a_copied_session_row_opens_nothing() -> None:
    kit.client(kit.officer("one"))
    mine = "a" * 32
    sql(
        "INSERT INTO django_session SELECT %s, session_data, expire_date FROM django_session",
        sessions.digest(mine),
    )
    thief = Client()
    thief.cookies["sessionid"] = mine
    assert thief.get("/").status_code == 302


def test_the_list_of_sessions_shows_only_ones_own() -> None:
    one, two = kit.officer("one"), kit.officer("two")
    kit.client(one), kit.client(two)
    with acting(one):
        assert len(rows("SELECT * FROM usersessions_usersession")) == 1
        assert refused("DELETE FROM usersessions_usersession WHERE user_id = %s", two.id)
    with acting(administrator(Role.SYSADMIN)):
        assert len(rows("SELECT * FROM usersessions_usersession")) == 2


def scope_as(token: str) -> bool:
    """Whether the database believes a token that the web role puts in place itself."""
    sql("SELECT set_config('jinan.scope', %s, true)", token)
    believed = rows(
        "SELECT scope.claims() IS NOT NULL, scope.is_system(), scope.has_duty('sysadmin')"
    )[0]
    return any(believed)


def pid() -> int:
    return rows("SELECT pg_backend_pid()")[0][0]


def test_a_right_token_is_believed_and_each_fault_in_it_is_not() -> None:
    good = scope.token(system("test"), pid=pid())
    assert scope_as(good)
    forged = good[64:].replace('"k":"system"', '"k":"system" ')
    own = hmac.new(b"my own key", good[64:].encode(), hashlib.sha256).hexdigest() + good[64:]
    bad = {
        "empty": "",
        "bare": '{"k":"system"}',
        "unsigned": "0" * 64 + good[64:],
        "changed": good[:64] + forged,
        "self-made": own,
        "other connection": scope.token(system("test"), pid=pid() + 1),
        "expired": scope.token(system("test"), pid=pid(), until=int(time.time()) - 1),
        "cut": good[:-1],
        "no claims": good[:64],
        "garbage": "ä" * 200,
    }
    assert {name for name, token in bad.items() if scope_as(token)} == set()


def test_without_a_true_token_no_record_is_seen_and_the_key_stays_hidden() -> None:
    with in_scope(system("test")):
        assert rows("SELECT count(*) FROM identity_link") == [(0,)]
    stolen = scope.token(system("test"), pid=pid() + 1)
    sql("SELECT set_config('jinan.scope', %s, true)", stolen)
    assert refused(OPEN, "!", "officer", True, False)
    assert refused("SELECT * FROM scope.secret")
    assert refused("UPDATE scope.secret SET key = 'known'")
    assert refused(
        "CREATE OR REPLACE FUNCTION scope.is_system() RETURNS boolean LANGUAGE sql AS 'SELECT true'"
    )
    assert refused("ALTER TABLE identity_account DISABLE TRIGGER check_account")
    assert refused("SET ROLE jinan_owner")


def test_a_token_replayed_from_another_connection_is_not_believed() -> None:
    stolen = scope.token(system("test"), pid=pid())
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT set_config('jinan.scope', %s, false)", [stolen])
            cursor.execute("SELECT scope.claims() IS NULL, scope.is_system()")
            assert cursor.fetchone() == (True, False)
    finally:
        other.close()
