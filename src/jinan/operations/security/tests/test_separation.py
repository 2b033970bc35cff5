"""What no administrator can do even with raw SQL, and who decides on the sign-up of an enterprise."""

import pytest
from django.db import DatabaseError, connection, transaction

from jinan.kernel.changes.api import Change
from jinan.kernel.identity import kit
from jinan.kernel.identity.api import SIGN_IN, Refused, in_scope, system
from jinan.kernel.identity.models import Account, Kind, SignUp
from jinan.kernel.records.models import Draft, ImportRun
from jinan.operations.security import actions
from jinan.registers.enterprises.models import Enterprise

pytestmark = pytest.mark.django_db
OFFICES = ("sysadmin", "secadmin", "auditor")


def enterprise(division: str = kit.COUNTY) -> Enterprise:
    with in_scope(system("test")):
        return Enterprise.objects.create(
            name="Works",
            credit_code=f"91{division}X000000001",
            division_id=division,
            legal_person="王伟",
        )


def touched(sql: str, *values: object) -> int:
    """Rows that a statement of the web role touches or reads; none when the database refuses."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.rowcount
    except DatabaseError:
        return 0


ONLY = {
    "SELECT name FROM enterprises_enterprise": (),
    "SELECT id FROM tailings_tailingspond": (),
    "UPDATE enterprises_enterprise SET name = 'x'": (),
    "SELECT seq FROM changes_change WHERE kind = 'identity.account'": ("auditor",),
    "SELECT * FROM changes.whereabouts((SELECT id FROM identity_account LIMIT 1))": (),
    "UPDATE identity_account SET is_active = false WHERE login = 'one'": ("sysadmin",),
    "UPDATE identity_account SET must_enrol = true WHERE login = 'one'": ("secadmin",),
    "UPDATE identity_account SET password = 'known' WHERE login = 'one'": (),
    "DELETE FROM identity_assignment": (),
}


@pytest.mark.parametrize("sql", ONLY)
@pytest.mark.parametrize("role", OFFICES)
def test_raw_sql_of_an_administrator_does_his_own_work_alone(sql: str, role: str) -> None:
    enterprise()
    kit.officer("one")
    with in_scope(kit.viewer(kit.officer(role, None, role))):
        assert (touched(sql) > 0) == (role in ONLY[sql])


@pytest.mark.parametrize("role", OFFICES)
def test_only_the_auditor_can_prove_the_log_and_only_the_security_administrator_erase(
    role: str,
) -> None:
    made, viewer = enterprise(), kit.viewer(kit.officer(role, None, role))
    with in_scope(viewer):
        for deed, office in (
            (lambda: actions.go_on_verifying(actions.chain.Part(), by=viewer), "auditor"),
            (lambda: actions.erase_person(made.pk, by=viewer, reason="asked for"), "secadmin"),
        ):
            if role == office:
                deed()
            else:
                with pytest.raises(Refused):
                    deed()


def test_erasure_is_refused_twice_without_reason_and_for_records_without_persons() -> None:
    made, viewer = enterprise(), kit.viewer(kit.officer("secadmin", None, "secadmin"))
    with in_scope(viewer):
        with pytest.raises(Refused):
            actions.erase_person(made.pk, by=viewer, reason=" ")
        assert actions.erase_person(made.pk, by=viewer, reason="asked for") == 2
        with pytest.raises(Refused):
            actions.erase_person(made.pk, by=viewer, reason="asked for")


def test_an_erasure_reaches_what_others_have_on_their_desks() -> None:
    made, other = enterprise(), kit.officer("other")
    with in_scope(system("test")):
        Draft.objects.create(
            account=other, kind="enterprises.enterprise", record=made.pk, values={"phone": "1"}
        )
        run = ImportRun.objects.create(account=other, kind="enterprises.enterprise")
        run.rows.create(record=made.pk, before={"phone": "1", "name": "x"}, version=2)
    viewer = kit.viewer(kit.officer("secadmin", None, "secadmin"))
    with in_scope(viewer):
        actions.erase_person(made.pk, by=viewer, reason="asked for")
    with in_scope(system("test")):
        assert not Draft.objects.exists()
        assert [row.before for row in run.rows.all()] == [{"name": "x"}]


def sign_up(code: str) -> SignUp:
    with in_scope(SIGN_IN):
        account = Account.objects.create(
            login=f"w{code[-4:]}{code[2:8]}", name="W", kind=Kind.ENTERPRISE, is_active=False
        )
        return SignUp.objects.create(account=account, credit_code=code, enterprise="Works")


def test_officer_accepts_the_enterprise_of_his_territory_under_his_own_name() -> None:
    made, officer = enterprise(), kit.officer()
    asked, client = sign_up(made.credit_code), kit.client(officer)
    assert made.credit_code in client.get("/security/sign-ups/").content.decode()
    client.post(
        "/security/sign-ups/", {"sign_up": asked.pk, "deed": "accept", "reason": "licence seen"}
    )
    kit.refresh(asked.account)
    assert (asked.account.is_active, asked.account.holder) == (True, made.pk)
    with in_scope(system("test")):
        entry = Change.objects.filter(record=asked.account_id, verb="change").latest("seq")
    assert (entry.actor, entry.reason) == (officer.pk, "licence seen")


def test_officer_of_another_place_neither_sees_nor_decides() -> None:
    made = enterprise()
    asked = sign_up(made.credit_code)
    for login, division, role in (
        ("neighbour", kit.NEIGHBOUR, "officer"),
        ("reader", kit.COUNTY, "reader"),
    ):
        client = kit.client(kit.officer(login, division, role))
        assert made.credit_code not in client.get("/security/sign-ups/").content.decode()
        client.post("/security/sign-ups/", {"sign_up": asked.pk, "deed": "accept", "reason": "x"})
    kit.refresh(asked.account)
    assert not asked.account.is_active


def test_unknown_enterprise_waits_with_the_county_of_its_code_and_is_not_accepted() -> None:
    asked = sign_up("91340122X000000077")
    viewer = kit.viewer(kit.officer())
    with in_scope(viewer):
        assert [(s.pk, e) for s, e in actions.sign_ups_for(viewer)] == [(asked.pk, None)]
        with pytest.raises(Refused):
            actions.decide(asked.pk, accepted=True, by=viewer, reason="x")
        actions.decide(asked.pk, accepted=False, by=viewer, reason="unknown")
        assert actions.sign_ups_for(viewer) == []


def test_the_lent_duty_ends_with_the_deed() -> None:
    viewer = kit.viewer(kit.officer())
    kit.officer("other")
    with in_scope(viewer):
        with actions.lent(viewer):
            pass
        assert touched("UPDATE identity_account SET is_active = false WHERE login = 'other'") == 0
