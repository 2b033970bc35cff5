"""What injected SQL tries to widen its scope: as an officer of one county, over the web role's connection."""

import base64
import pickle
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction

from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Account, Role
from jinan.kernel.identity.scope import NOBODY, in_scope, system
from jinan.kernel.records.tests.ponds import enterprise
from jinan.supervision.tailings.models import TailingsPond

pytestmark = pytest.mark.django_db


def rows(text: str, *values: object) -> list[tuple[Any, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text, values or None)
        return list(cursor.fetchall()) if cursor.description else []


def refused(text: str, *values: object) -> bool:
    """Whether the database refuses, or finds no row to touch."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(text, values or None)
            return cursor.rowcount == 0
    except DatabaseError:
        return True


def pond(division: str, name: str) -> TailingsPond:
    with in_scope(system("test")):
        return TailingsPond.objects.create(
            name=name, division_id=division, dam="SRID=4490;POINT(117.5 31.9)", capacity=9, height=9,
            degree="1", grade=5, agency=kit.agency(division), enterprise=enterprise(int(division), division),
        )  # fmt: skip


@pytest.fixture
def attacker() -> Iterator[Account]:
    """An officer of one county, with a pond in the next one to look for."""
    pond(kit.NEIGHBOUR, "绝密尾矿库")
    account = kit.officer("county2", kit.COUNTY)
    with in_scope(kit.viewer(account)):
        yield account


def test_no_temporary_table_stands_in_front_of_the_log(attacker: Account) -> None:
    assert refused("CREATE TEMP TABLE changes_change (LIKE public.changes_change INCLUDING ALL)")
    assert refused("CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    assert refused("CREATE DOMAIN pg_temp.uuid AS text")


def test_what_runs_as_the_owner_never_looks_into_temporary_tables_first() -> None:
    found = rows(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_roles r ON r.oid = proowner "
        "WHERE prosecdef AND rolname = 'jinan_owner' "
        "AND NOT coalesce(proconfig @> '{\"search_path=pg_catalog, public, pg_temp\"}', false)"
    )
    assert found == []


def test_an_error_tells_no_name_of_the_next_county(attacker: Account) -> None:
    assert rows("SELECT name FROM tailings_tailingspond") == []
    for operator in ("LIKE", "ILIKE"):
        guess = f"SELECT 1 FROM tailings_tailingspond WHERE name {operator} E'绝密\\\\'"
        assert rows(guess) == []


def test_statistics_tell_no_place_of_the_next_county(attacker: Account) -> None:
    for text in (
        "SELECT _postgis_stats('tailings_tailingspond', 'dam')",
        "SELECT _postgis_selectivity('tailings_tailingspond', 'dam', ST_MakePoint(1, 1))",
        "SELECT _postgis_join_selectivity('tailings_tailingspond', 'dam', 'tailings_tailingspond', 'dam')",
        "SELECT ST_EstimatedExtent('tailings_tailingspond', 'dam')",
        "SELECT ST_EstimatedExtent('public', 'tailings_tailingspond', 'dam')",
        "SELECT _postgis_index_extent('tailings_tailingspond', 'dam')",
    ):
        with pytest.raises(DatabaseError, match="permission denied"):
            rows(text)


def test_statements_of_other_connections_are_not_shown(attacker: Account) -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT 'a word from the next county'")
            seen = rows(
                "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%next county%' AND pid <> pg_backend_pid()"
            )
    finally:
        other.close()
    assert seen == [(0,)]


def test_accounts_of_others_are_not_read(attacker: Account) -> None:
    kit.officer("county", kit.NEIGHBOUR)
    text = "SELECT login, password, phone FROM identity_account"
    assert [row[0] for row in rows(text)] == ["county2"]
    assert rows("SELECT division_id FROM identity_assignment") == [(kit.COUNTY,)]
    with in_scope(NOBODY):
        assert rows(text) == rows("SELECT 1 FROM identity_assignment") == []


def test_no_account_is_of_the_kind_of_the_system() -> None:
    one, by = kit.officer("one"), kit.officer("sysadmin", None, Role.SYSADMIN)
    with in_scope(kit.viewer(by)):
        for kind in ("system", "service"):
            assert refused("UPDATE identity_account SET kind = %s WHERE id = %s", kind, one.pk)


def test_what_the_system_alone_enters_is_not_written_by_an_officer(attacker: Account) -> None:
    for text in (
        "UPDATE agencies_agency SET superior_id = NULL, name = 'x'",
        "UPDATE agencies_node SET name = 'x'",
        "DELETE FROM agencies_post",
        "INSERT INTO agencies_node (code, name) VALUES ('x', 'x')",
        "INSERT INTO auth_group (name) VALUES ('x')",
        "INSERT INTO django_content_type (app_label, model) VALUES ('x', 'x')",
        'INSERT INTO account_emailaddress (email, verified, "primary", user_id) '
        "SELECT 'x', true, true, id FROM identity_account",
    ):
        assert refused(text), text


def test_a_new_record_cannot_pretend_to_come_from_another_node(attacker: Account) -> None:
    pond(kit.COUNTY, "自己的库")
    columns = (
        "id, division_id, also, node, version, synthetic, created_at, changed_at, void_reason, name, dam, "
        "capacity, height, degree, grade, standing, enterprise_id"
    )
    text = (
        f"INSERT INTO tailings_tailingspond ({columns}) SELECT gen_random_uuid(), '{kit.COUNTY}', '{{}}', %s, 1, "
        "false, now(), now(), '', %s, ST_SetSRID(ST_MakePoint(117, 31), 4490), 1, 1, '1', 5, 'in_use', id FROM enterprises_enterprise"
    )
    assert refused(text, "320000", "x")
    assert not refused(text, "demo", "y")


def test_the_cache_never_unpacks_what_the_web_role_may_have_written() -> None:
    cache.set("number", [1, "zwei"], 60)
    assert cache.get("number") == [1, "zwei"]
    assert cache.add("number", 2, 60) is False
    packed = base64.b64encode(pickle.dumps({"run": "me"})).decode()
    rows("UPDATE shared_cache SET value = %s", packed)
    assert cache.get("number") is None


def test_nobody_but_the_owner_keeps_the_sealer_waiting(attacker: Account) -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(714001)")
            held = rows("SELECT pg_get_functiondef('changes.seal'::regproc)")[0][0]
    finally:
        other.close()
    assert "advisory" not in held


def test_a_decision_is_written_only_of_a_record_that_lies_there_and_by_ones_own_agency(
    attacker: Account,
) -> None:
    with in_scope(system("test")):
        foreign = TailingsPond.objects.get(name="绝密尾矿库").pk
    own = pond(kit.COUNTY, "自己的库").pk
    text = (
        "INSERT INTO records_decision (id, division_id, also, agency_id, node, version, synthetic, created_at, "
        "changed_at, void_reason, target_kind, target, target_node, topic, verb, text, refused, measure) "
        f"SELECT gen_random_uuid(), '{kit.COUNTY}', '{{{kit.NEIGHBOUR}}}', %s, 'demo', 1, false, now(), now(), '', "
        "'tailings.tailingspond', %s, 'demo', %s, 'annotation', 'x', '', ''"
    )
    kit.agency(kit.CITY)
    assert refused(text, kit.COUNTY, foreign, "tailings")
    assert refused(text, kit.CITY, own, "tailings")
    assert refused(text, kit.COUNTY, own, "enterprises")
    assert not refused(text, kit.COUNTY, own, "tailings")


def test_a_note_of_ones_own_opens_no_hidden_value(attacker: Account) -> None:
    with in_scope(system("test")):
        one = kit.officer("one", kit.NEIGHBOUR)
        one.phone = "13800000000"
        one.save(update_fields=["phone"])
        hidden = rows(
            "SELECT after->'phone' FROM changes_change WHERE record = %s AND after ? 'phone'",
            one.pk,
        )[0][0]
    note = "SELECT changes.note('read', 'any.kind', %s, jsonb_build_object('phone', %s::jsonb))"
    seq = rows(note, one.pk, hidden)[0][0]
    assert rows("SELECT changes.reveal(%s::jsonb, %s, %s)", hidden, one.pk, seq) == [(None,)]


def test_the_table_of_sessions_gives_away_nothing_that_a_session_keeps(attacker: Account) -> None:
    browser = kit.client(kit.officer("sysadmin", None, Role.SYSADMIN))
    answer = browser.post(
        "/security/accounts/new/", {"login": "new", "name": "New", "reason": "began today"}
    )
    kept = [row[0] for row in rows("SELECT session_data FROM django_session")]
    assert kept and all(text.startswith("aes1:") for text in kept)
    assert "/welcome/" in browser.get(answer["Location"]).content.decode()
