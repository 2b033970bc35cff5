"""The log: what the web role writes is logged with who, why, before and after, and stays as it is."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import Error, connection, connections, transaction
from django.utils import timezone

from jinan.kernel.changes.api import Change, Verb, erase, history, note, note_reading, whereabouts
from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Account
from jinan.kernel.identity.scope import because, in_scope, system
from jinan.kernel.records.history import readable_history
from jinan.kernel.records.types import type_of
from jinan.registers.enterprises.models import Enterprise

TABLE = "enterprises_enterprise"
pytestmark = pytest.mark.django_db


def enterprise(number: int = 1, **fields: object) -> Enterprise:
    made = {
        "name": f"Works {number}",
        "credit_code": f"91340122X{number:09d}",
        "division_id": kit.COUNTY,
        "legal_person": "王伟",
        "phone": "0551-1234567",
        **fields,
    }
    return Enterprise.objects.create(**made)


def run(sql: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall()) if cursor.description else []


def last(record: UUID) -> Change:
    with in_scope(system("test")):
        return history(TABLE, record)[-1]


def test_bulk_update_is_logged_row_by_row_with_who_why_before_and_after() -> None:
    officer = kit.officer()
    with in_scope(kit.viewer(officer), origin="10.1.2.3"):
        ids = [enterprise(n).pk for n in range(3)]
        because("the road was renamed")
        Enterprise.objects.filter(pk__in=ids).update(address="New Road 1")
    for uid in ids:
        entry = last(uid)
        assert (entry.verb, entry.kind) == ("change", "enterprises.enterprise")
        assert (entry.actor, entry.actor_name, entry.origin) == (officer.pk, "County", "10.1.2.3")
        assert entry.reason == "the road was renamed"
        assert (entry.before, entry.after) == ({"address": ""}, {"address": "New Road 1"})
        assert (entry.division, entry.version) == (kit.COUNTY, 2)


def test_raw_sql_of_the_web_role_is_logged() -> None:
    with in_scope(kit.viewer(kit.officer()), reason="by hand"):
        made = enterprise()
        run(f"UPDATE {TABLE} SET name = 'Renamed' WHERE id = %s", made.pk)
    entry = last(made.pk)
    assert (entry.reason, entry.before, entry.after) == (
        "by hand",
        {"name": "Works 1"},
        {"name": "Renamed"},
    )


def test_update_that_changes_nothing_writes_no_entry() -> None:
    with in_scope(kit.viewer(kit.officer())):
        made = enterprise()
        run(f"UPDATE {TABLE} SET name = name WHERE id = %s", made.pk)
    assert last(made.pk).verb == "add"


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE changes_change SET reason = 'x'",
        "DELETE FROM changes_change",
        "TRUNCATE changes_change",
        "INSERT INTO changes_change (epoch, actor_name, verb, kind, node) VALUES (1, 'x', 'add', 'x', 'x')",
        "UPDATE changes_seal SET hash = ''",
        "DELETE FROM changes_seal",
        "INSERT INTO changes_seal VALUES (1, 1, 1, 1, now(), '', now())",
        "SELECT * FROM changes.person",
        "SELECT changes.hidden('x', '\\x00')",
        "SELECT changes.seal(1)",
        "SELECT changes.division_of('enterprises.enterprise', gen_random_uuid())",
        "SELECT * FROM changes_change_rest",
        "ALTER TABLE enterprises_enterprise DISABLE TRIGGER ALL",
        "DROP TRIGGER log_enterprises_enterprise_change ON enterprises_enterprise",
        "SET session_replication_role = replica",
    ],
)
@pytest.mark.parametrize("role", ["officer", "auditor", "secadmin"])
def test_web_role_cannot_touch_log_seals_or_keys(deed: str, role: str) -> None:
    division = kit.COUNTY if role == "officer" else None
    viewer = kit.viewer(kit.officer(role, division, role))
    with (
        in_scope(viewer),
        pytest.raises(Error, match=r"permission denied|must be owner"),
        transaction.atomic(),
    ):
        run(deed)


@pytest.mark.parametrize("verb", ["add", "change", "remove", "erase"])
def test_a_note_cannot_pretend_to_be_a_change(verb: str) -> None:
    with in_scope(kit.viewer(kit.officer())):
        run("SELECT changes.note(%s, 'enterprises.enterprise', NULL, '{}')", verb)
    with in_scope(system("test")):
        assert Change.objects.order_by("-seq")[0].verb == "other"


def test_personal_fields_stand_hidden_in_the_log_and_show_their_first_sign_to_who_sees_the_record() -> (
    None
):
    with in_scope(kit.viewer(kit.officer())):
        made = enterprise()
        entry = history(TABLE, made.pk)[0]
        assert entry.after is not None
        assert set(entry.after["legal_person"]) == {"sealed"}
        assert "王伟" not in str(entry.after)
        shown = {d.label: d.now for d in readable_history(type_of(made), made)[0].differences}
    assert "王**" in shown.values()
    assert "0**" in shown.values()


def words(made: Enterprise) -> str:
    return str(readable_history(type_of(made), made))


def test_after_an_erasure_history_shows_dots_and_the_row_is_empty() -> None:
    county, secadmin = kit.officer(), kit.officer("secadmin", None, "secadmin")
    with in_scope(kit.viewer(county)):
        made = enterprise()
        Enterprise.objects.filter(pk=made.pk).update(legal_person="李娜")
        assert "王**" in words(made)
    with in_scope(kit.viewer(secadmin)):
        assert erase(TABLE, made.pk, "asked for by the person, 2026-11-20") == 3
    with in_scope(kit.viewer(county)):
        text = words(made)
        assert "王**" not in text
        assert "李娜" not in text
        assert "●●●" in text
        made.refresh_from_db()
        assert (made.legal_person, made.phone, made.name) == ("", "", "Works 1")
        erased = history(TABLE, made.pk)[-1]
    assert (erased.verb, erased.actor) == ("erase", secadmin.pk)
    assert erased.reason == "asked for by the person, 2026-11-20"
    with in_scope(kit.viewer(county)):
        Enterprise.objects.filter(pk=made.pk).update(legal_person="赵敏")
        assert "赵敏" not in words(made), "the log keeps nothing more of an erased person"


@pytest.mark.parametrize("role", ["officer", "sysadmin", "auditor"])
def test_only_the_security_administrator_erases(role: str) -> None:
    viewer = kit.viewer(kit.officer(role, kit.COUNTY if role == "officer" else None, role))
    with in_scope(system("test")):
        made = enterprise()
    with (
        in_scope(viewer),
        pytest.raises(Error, match="security administrator"),
        transaction.atomic(),
    ):
        erase(TABLE, made.pk, "just so")


def test_erasure_needs_a_reason_and_a_row() -> None:
    with in_scope(kit.viewer(kit.officer("secadmin", None, "secadmin"))):
        with pytest.raises(Error, match="reason"), transaction.atomic():
            erase(TABLE, uuid4(), " ")
        with pytest.raises(Error, match="no row"), transaction.atomic():
            erase(TABLE, uuid4(), "asked for")


def test_personal_fields_of_an_account_can_be_erased() -> None:
    officer = kit.officer()
    with in_scope(system("test")):
        Account.objects.filter(pk=officer.pk).update(email="county@example.org", phone="123")
    with in_scope(kit.viewer(kit.officer("secadmin", None, "secadmin"))):
        erase("identity_account", officer.pk, "left the service")
    kit.refresh(officer)
    assert (officer.email, officer.phone, officer.name) == ("", "", "County")


class TestRecordThatMoved:
    """The file travels with the record; each agency keeps sight of what was written in its time."""

    @pytest.fixture
    def moved(self) -> Enterprise:
        with in_scope(kit.viewer(kit.officer("city", kit.CITY)), reason="the border was redrawn"):
            made = enterprise()
            Enterprise.objects.filter(pk=made.pk).update(division_id=kit.NEIGHBOUR)
            Enterprise.objects.filter(pk=made.pk).update(name="Renamed there")
            made.refresh_from_db()
        return made

    def test_new_county_reads_the_whole_history(self, moved: Enterprise) -> None:
        with in_scope(kit.viewer(kit.officer("neighbour", kit.NEIGHBOUR))):
            assert [c.verb for c in history(TABLE, moved.pk)] == ["add", "change", "change"]
            assert Change.objects.filter(record=moved.pk).count() == 2

    def test_new_county_does_not_read_persons_of_the_time_before(self, moved: Enterprise) -> None:
        with in_scope(kit.viewer(kit.officer("neighbour", kit.NEIGHBOUR))):
            text = words(moved)
            assert "王**" not in text
            assert "●●●" in text

    def test_old_county_keeps_its_own_time_and_nothing_after(self, moved: Enterprise) -> None:
        with in_scope(kit.viewer(kit.officer())):
            assert history(TABLE, moved.pk) == []
            assert [c.verb for c in Change.objects.filter(record=moved.pk)] == ["add"]

    def test_third_county_sees_nothing(self, moved: Enterprise) -> None:
        with in_scope(kit.viewer(kit.officer("third", "340111"))):
            assert history(TABLE, moved.pk) == []
            assert not Change.objects.filter(record=moved.pk).exists()


def test_entries_of_accounts_and_deeds_are_for_the_auditor_alone() -> None:
    kit.officer("somebody")
    with in_scope(kit.viewer(kit.officer())):
        note(Verb.EXPORT, "enterprises.enterprise", None, count=5)
        assert not Change.objects.filter(kind__startswith="identity.").exists()
        assert not Change.objects.exclude(verb__in=["add", "change", "remove"]).exists()
    with in_scope(kit.viewer(kit.officer("auditor", None, "auditor"))):
        assert Change.objects.filter(kind="identity.account", verb="add").exists()
        assert Change.objects.filter(verb="export").exists()


def test_history_tells_officers_neither_addresses_of_others_nor_who_read() -> None:
    with in_scope(kit.viewer(kit.officer("city", kit.CITY)), origin="10.9.9.9"):
        made = enterprise()
        note_reading("enterprises.enterprise", [made.pk], ["phone"])
    with in_scope(kit.viewer(kit.officer())):
        assert [(c.verb, c.origin) for c in history(TABLE, made.pk)] == [("add", "")]
    with in_scope(kit.viewer(kit.officer("auditor", None, "auditor"))):
        assert [(c.verb, c.origin) for c in history(TABLE, made.pk)] == [
            ("add", "10.9.9.9"),
            ("read", "10.9.9.9"),
        ]


def test_auditor_reads_no_personal_value() -> None:
    with in_scope(system("test")):
        made = enterprise()
    with in_scope(kit.viewer(kit.officer("auditor", None, "auditor"))):
        text = words(made)
    assert "王伟" not in text
    assert "●●●" in text


def test_auditor_is_told_that_a_hidden_value_changed() -> None:
    with in_scope(system("test")):
        made = enterprise()
        Enterprise.objects.filter(pk=made.pk).update(legal_person="李娜")
    with in_scope(kit.viewer(kit.officer("auditor", None, "auditor"))):
        newest = readable_history(type_of(made), made)[0]
    assert [(d.was, d.now) for d in newest.differences] == [("●●●", "●●●")]


def test_readings_are_noted_for_each_record_and_a_great_many_at_once() -> None:
    with in_scope(kit.viewer(kit.officer())):
        some = [enterprise(n).pk for n in range(3)]
        note_reading("enterprises.enterprise", some, ["phone"])
        note_reading("enterprises.enterprise", [uuid4() for _ in range(201)], ["phone"])
        note_reading("enterprises.enterprise", some, [])
    with in_scope(kit.viewer(kit.officer("auditor", None, "auditor"))):
        entries = list(Change.objects.filter(verb="read").order_by("seq"))
    assert [e.record for e in entries] == [*some, None]
    assert {e.division for e in entries[:3]} == {kit.COUNTY}
    assert entries[3].after == {"fields": ["phone"], "count": 201}


def test_value_of_another_entry_is_not_revealed_through_a_visible_one() -> None:
    with in_scope(system("test")):
        made = enterprise()
        Enterprise.objects.filter(pk=made.pk).update(division_id=kit.NEIGHBOUR)
        first, second = history(TABLE, made.pk)
    with in_scope(kit.viewer(kit.officer("neighbour", kit.NEIGHBOUR))):
        hidden = (first.after or {})["legal_person"]
        asked = "SELECT changes.reveal(%s::jsonb, %s, %s)"
        import json

        assert run(asked, json.dumps(hidden), made.pk, second.seq) == [(None,)]


def test_whereabouts_tell_kind_and_place_to_administrators_alone() -> None:
    with in_scope(system("test")):
        made = enterprise()
    with in_scope(kit.viewer(kit.officer("secadmin", None, "secadmin"))):
        found = whereabouts(made.pk)
        assert found is not None
        assert (found.kind, found.division) == ("enterprises.enterprise", kit.COUNTY)
        assert not Enterprise.objects.filter(pk=made.pk).exists()
    with in_scope(kit.viewer(kit.officer("neighbour", kit.NEIGHBOUR))):
        assert whereabouts(made.pk) is None


@pytest.mark.django_db(databases=["default", "owner"])
def test_month_without_partition_falls_into_the_rest_and_moves_out_later() -> None:
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for at in (
            datetime(2031, 1, 31, 15, 59, 59, tzinfo=UTC),
            datetime(2031, 1, 31, 16, tzinfo=UTC),
        ):
            cursor.execute(
                "INSERT INTO changes_change (epoch, at, actor_name, verb, kind, node) "
                "VALUES (1, %s, 'test', 'other', 'test', 'demo')",
                [at],
            )
        places = (
            "SELECT tableoid::regclass::text FROM changes_change WHERE kind = 'test' ORDER BY at"
        )
        cursor.execute(places)
        assert [row[0] for row in cursor.fetchall()] == ["changes_change_rest"] * 2
        cursor.execute("SELECT changes.make_partition('2031-02-01')")
        cursor.execute("SELECT changes.make_partition('2031-02-15')")
        cursor.execute(places)
        assert [row[0] for row in cursor.fetchall()] == [
            "changes_change_rest",
            "changes_change_2031_02",
        ]
        cursor.execute(
            "SELECT has_table_privilege('jinan_web', 'changes_change_2031_02', 'SELECT')"
        )
        assert cursor.fetchone()[0] is False
        transaction.set_rollback(True, using="owner")


def test_every_month_has_its_partition_for_some_time_ahead() -> None:
    with in_scope(system("test")):
        enterprise()
        rows = run("SELECT DISTINCT tableoid::regclass::text FROM changes_change")
    assert rows == [(f"changes_change_{timezone.localdate():%Y_%m}",)]


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_log_of_many_rows_is_never_written_by_loops_in_loops() -> None:
    """The plan of a trigger is made once in a session, perhaps for one row, and must serve thousands."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT p.oid::regprocedure::text, p.proconfig FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE t.tgname LIKE 'log\\_%'"
        )
        found = cursor.fetchall()
    assert found
    assert [name for name, set_to in found if "enable_nestloop=off" not in set_to] == []
