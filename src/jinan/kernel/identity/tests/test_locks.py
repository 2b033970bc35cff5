"""The locks of accounts, assignments, links, factors and sessions, tried with raw SQL as the web role."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Account, Kind, Role
from jinan.kernel.identity.scope import NOBODY, SIGN_IN, Viewer, in_scope, system

pytestmark = pytest.mark.django_db


def sql(text: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.rowcount


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


def test_an_enterprise_never_administrates() -> None:
    with in_scope(system("test")):
        assert refused(*given(enterprise(), "sysadmin", None, None))
