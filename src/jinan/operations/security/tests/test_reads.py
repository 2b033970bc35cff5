"""Reads of personal data: what is unusual, who sees the page; tokens of programs are revoked for good."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from jinan.kernel.changes.api import note_reading
from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Account
from jinan.kernel.identity.scope import in_scope, system
from jinan.kernel.records.models import AccessToken
from jinan.operations.security import rules
from jinan.operations.security.rules import Reading, oddities

QUIET = Reading(readings=6, persons=6)
OTHERS = [QUIET, QUIET, QUIET]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (QUIET, []),
        (Reading(29, 29), []),
        (Reading(30, 30), ["many"]),
        (Reading(10, 8, most_of_one=rules.OFTEN - 1), []),
        (Reading(10, 8, most_of_one=rules.OFTEN), ["often"]),
        (Reading(15, 8, late=4), []),
        (Reading(15, 8, late=5), ["late"]),
        (Reading(16, 8, late=5), []),
        (Reading(1, 200, most_at_once=200), ["many"]),
        (Reading(1, 201, most_at_once=201), ["at once", "many"]),
    ],
)
def test_what_is_unusual(one: Reading, expected: list[str]) -> None:
    assert oddities(one, [*OTHERS, one]) == expected


def test_many_is_many_only_beside_others() -> None:
    assert oddities(Reading(50, 50), [Reading(50, 50)]) == []
    assert oddities(Reading(50, 50), [Reading(50, 50)] * 4) == []


@pytest.mark.django_db
def test_the_auditor_sees_the_unusual_first() -> None:
    for login in ("anna", "bea", "cora", "dora"):
        account = kit.officer(login)
        with in_scope(kit.viewer(account)):
            records = [uuid4() for _ in range(40 if login == "dora" else 2)]
            note_reading("enterprises.enterprise", records, ["legal_person"])
    page = kit.client(kit.officer("auditor", None, "auditor"))
    readers = page.get("/security/reads/").context["readers"]
    assert (readers[0].login, readers[0].reading.persons, len(readers)) == ("dora", 40, 4)
    assert readers[0].odd and not readers[1].odd
    lines = page.get("/security/reads.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 5 and lines[1].startswith("Dora,dora")
    for role in ("sysadmin", "secadmin"):
        assert kit.client(kit.officer(role, None, role)).get("/security/reads/").status_code == 403


def token(owner: Account) -> AccessToken:
    with in_scope(kit.viewer(owner)):
        ends = timezone.now() + timedelta(days=30)
        return AccessToken.objects.create(
            account=owner, name="报表程序", digest="d", expires_at=ends
        )


def account_of_token() -> object:
    with in_scope(system("test")), connection.cursor() as cursor:
        cursor.execute("SELECT scope.account_of_token('d')")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_a_token_is_revoked_with_a_reason_and_for_good() -> None:
    owner = kit.officer()
    made = token(owner)
    page = kit.client(secadmin := kit.officer("secadmin", None, "secadmin"))
    assert "报表程序" in page.get("/security/keys/").content.decode()
    page.post(f"/security/keys/{made.pk}/revoke/", {"reason": " "})
    assert account_of_token() == owner.pk
    page.post(f"/security/keys/{made.pk}/revoke/", {"reason": "程序停用"})
    assert account_of_token() is None
    assert "报表程序" not in page.get("/security/keys/").content.decode()
    with in_scope(kit.viewer(secadmin)), connection.cursor() as cursor:
        for change in ("revoked_at = NULL", "expires_at = now() + interval '9 years'"):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(f"UPDATE records_accesstoken SET {change}")
                assert cursor.rowcount, "nothing was there to refuse"


@pytest.mark.django_db
def test_a_token_does_not_outlive_the_password() -> None:
    owner = kit.officer()
    token(owner)
    assert account_of_token() == owner.pk
    with in_scope(system("test")):
        Account.objects.filter(pk=owner.pk).update(password_changed_at=timezone.now())
    assert account_of_token() is None


@pytest.mark.django_db
def test_exports_belong_to_their_desks() -> None:
    secadmin = kit.client(kit.officer("secadmin", None, "secadmin"))
    kit.officer()
    assert "county" in secadmin.get("/security/accounts.csv?q=county").content.decode()
    found = secadmin.get("/security/why.csv?register=tailings.tailingspond").content.decode()
    assert "county" in found
    officer = kit.client(kit.officer("other"))
    for address in ("/security/accounts.csv", "/security/why.csv?register=tailings.tailingspond"):
        assert officer.get(address).status_code == 403
