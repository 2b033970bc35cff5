"""The two locks of every table that holds records or what people wrote: raw SQL as the web role."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import Model
from django.utils import timezone

from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Account, Kind, Role
from jinan.kernel.identity.scope import (
    NOBODY,
    SIGN_IN,
    Viewer,
    in_scope,
    system,
    token,
)
from jinan.kernel.jobs.models import Run
from jinan.kernel.records.api import Listing, RecordType, record_types
from jinan.kernel.records.kit import enter
from jinan.kernel.records.models import desk
from jinan.kernel.territory import api as territory
from jinan.platform.maps.tiles import territory_filter
from tests.house.rows import copy_rows

FAR, MINING = "110101", "340402"
BUREAU, BRANCH, OTHER_BRANCH = "MS340000", "MS340000-1", "MS340000-2"
HELD = uuid4()
KINDS = pytest.mark.parametrize("kind", list(record_types()), ids=lambda kind: kind.kind)
PLACES = {
    "own": f"'{kit.COUNTY}'",
    "next": f"'{kit.NEIGHBOUR}'",
    "both": f"'{kit.NEIGHBOUR}'",
    "held": f"'{kit.NEIGHBOUR}'",
    "mine": f"'{MINING}'",
    "far": f"'{FAR}'",
    "national": "NULL",
}
ALL = set(PLACES)
CITY = {"own", "next", "both", "held", "national"}


def rows_of(kind: RecordType) -> dict[str, UUID]:
    """One row of each place, by name, put in by the system."""
    source = enter(kind.model).pk
    with in_scope(system("test")), connection.cursor() as cursor:
        made = {
            name: copy_rows(
                kind,
                source,
                division_id=place,
                also=f"'{{{kit.COUNTY}}}'" if name == "both" else "'{}'",
                holder=f"'{HELD}'" if name == "held" else "NULL",
            )[0]
            for name, place in PLACES.items()
        }
        cursor.execute(f"UPDATE {table(kind)} SET division_id = %s WHERE id = %s", [FAR, source])
    return made


def table(kind: RecordType) -> str:
    return kind.model._meta.db_table


def seen(kind: RecordType, rows: dict[str, UUID]) -> set[str]:
    """Names of the rows that plain SQL finds in the present scope."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table(kind)}")
        found = {row[0] for row in cursor.fetchall()}
    return {name for name, key in rows.items() if key in found}


def expecting(kind: RecordType, viewer: Viewer, names: set[str]) -> set[str]:
    """A register open to officers shows them all; others see what lies in their sight."""
    return ALL if kind.model.open_to_officers and viewer.is_officer else names


def written(sql: str, values: list[object]) -> int | str:
    """How many rows a statement touched, or `refused`."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.rowcount
    except DatabaseError:
        return "refused"


@contextmanager
def scope_text(text: str) -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('jinan.scope', %s, true)", [text])
        yield
        cursor.execute("SELECT set_config('jinan.scope', '', true)")


def enterprise(holder: UUID | None) -> Viewer:
    return Viewer(kind="enterprise", name="enterprise", account=uuid4(), holder=holder)


def bare_officer() -> Account:
    with in_scope(system("test")):
        return Account.objects.create(login="bare", name="Bare", kind=Kind.OFFICER)


@KINDS
@pytest.mark.django_db
def test_raw_sql_sees_what_the_scope_allows_and_the_pages_say_the_same(kind: RecordType) -> None:
    rows = rows_of(kind)
    expected: list[tuple[Viewer, set[str]]] = [
        (kit.viewer(kit.officer("county")), {"own", "both", "national"}),
        (kit.viewer(kit.officer("reader", role=Role.READER)), {"own", "both", "national"}),
        (kit.viewer(kit.officer("next", kit.NEIGHBOUR)), {"next", "both", "held", "national"}),
        (kit.viewer(kit.officer("city", kit.CITY)), CITY),
        (kit.viewer(kit.officer("nation", territory.NATION)), ALL),
        (kit.viewer(kit.officer("other", subject="nothing")), {"national"}),
        (kit.viewer(kit.officer("auditor", None, Role.AUDITOR)), set()),
        (kit.viewer(kit.officer("secadmin", None, Role.SECADMIN)), set()),
        (kit.viewer(bare_officer()), set()),
        (enterprise(HELD), {"held"}),
        (enterprise(uuid4()), set()),
        (enterprise(None), set()),
        (system("test"), ALL),
        (SIGN_IN, set()),
        (NOBODY, set()),
    ]
    for viewer, usual in expected:
        names = expecting(kind, viewer, usual)
        with in_scope(viewer):
            assert seen(kind, rows) == names, f"raw SQL as {viewer.name}"
            keys = set(kind.model.objects.visible_to(viewer).values_list("pk", flat=True))
            assert {n for n, key in rows.items() if key in keys} == names, viewer.name
        if viewer.kind != "system":
            with in_scope(system("test")):  # the first lock alone
                keys = set(kind.model.objects.visible_to(viewer).values_list("pk", flat=True))
                assert {n for n, key in rows.items() if key in keys} == names, viewer.name


@KINDS
@pytest.mark.django_db
def test_branch_of_the_inspectorate_sees_its_divisions(kind: RecordType) -> None:
    rows = rows_of(kind)
    for branch, usual in (
        (BUREAU, CITY | {"mine"}),
        (BRANCH, {"mine", "national"}),
        (OTHER_BRANCH, {"national"}),
    ):
        with in_scope(kit.viewer(kit.officer(branch, None, branch=branch))) as viewer:
            names = expecting(kind, viewer, usual)
            assert seen(kind, rows) == names
            keys = set(kind.model.objects.visible_to(viewer).values_list("pk", flat=True))
            assert {n for n, key in rows.items() if key in keys} == names


@KINDS
@pytest.mark.django_db
def test_only_a_fresh_token_of_this_process_opens(kind: RecordType) -> None:
    rows = rows_of(kind)
    viewer = system("test")
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    good = token(viewer, pid=pid)
    with scope_text(good):
        assert seen(kind, rows) == ALL
    past = int(time.time()) - 3600
    for wrong in (
        "",
        good[64:],
        "0" * 64 + good[64:],
        good[:-2] + ' "x":1}',
        good.replace('"system"', '"officer"'),
        token(viewer, pid=pid + 1),
        token(viewer, pid=pid, until=past),
    ):
        with scope_text(wrong):
            assert seen(kind, rows) == set(), wrong[:80]


@KINDS
@pytest.mark.django_db
def test_county_writes_its_own_and_nothing_else(kind: RecordType) -> None:
    rows = rows_of(kind)
    change = f"UPDATE {table(kind)} SET void_reason = 'x' WHERE id = %s"
    move = f"UPDATE {table(kind)} SET division_id = %s WHERE id = %s"
    with in_scope(kit.viewer(kit.officer("county"))):
        touched = {name: written(change, [key]) for name, key in rows.items()}
        assert touched == {name: int(name == "own") for name in rows}
        assert written(move, [kit.NEIGHBOUR, rows["own"]]) == "refused"
        assert written(f"DELETE FROM {table(kind)} WHERE id = %s", [rows["own"]]) == "refused"
        for place in (f"'{kit.NEIGHBOUR}'", "NULL"):
            with pytest.raises(DatabaseError), transaction.atomic():
                copy_rows(kind, rows["own"], division_id=place)
        assert len(copy_rows(kind, rows["own"])) == 1
    with in_scope(kit.viewer(kit.officer("reader", role=Role.READER))):
        assert written(change, [rows["own"]]) == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            copy_rows(kind, rows["own"])
    with in_scope(kit.viewer(kit.officer("auditor", None, Role.AUDITOR))):
        assert written(change, [rows["own"]]) == 0
        assert copy_rows(kind, rows["own"]) == []
    with in_scope(enterprise(HELD)):
        assert written(change, [rows["held"]]) == 0


@KINDS
@pytest.mark.django_db
def test_national_record_is_written_nationwide_only(kind: RecordType) -> None:
    rows = rows_of(kind)
    change = f"UPDATE {table(kind)} SET void_reason = 'x' WHERE id = %s"
    with in_scope(kit.viewer(kit.officer("city", kit.CITY))):
        assert written(change, [rows["national"]]) == 0
    with in_scope(kit.viewer(kit.officer("nation", territory.NATION))):
        assert written(change, [rows["national"]]) == 1


@KINDS
@pytest.mark.django_db
def test_copy_of_another_node_is_not_written(kind: RecordType) -> None:
    source = rows_of(kind)["own"]
    with in_scope(system("test")):
        copied = copy_rows(kind, source, node="'elsewhere'")[0]
    with in_scope(kit.viewer(kit.officer("county"))):
        change = f"UPDATE {table(kind)} SET void_reason = 'x' WHERE id = %s"
        assert written(change, [copied]) == "refused"


def desk_rows(account: Account) -> list[object]:
    """One row of every table of the desk, written by its account."""
    run = desk.ImportRun.objects.create(account=account, kind="x.y", file_name="x.xlsx")
    now = timezone.now()
    return [
        run,
        desk.ImportRow.objects.create(run=run, record=uuid4(), version=1),
        desk.ImportFault.objects.create(run=run, number=1, errors={"name": "secret"}),
        desk.Draft.objects.create(account=account, kind="x.y", values={"name": "secret"}),
        desk.SavedFilter.objects.create(account=account, kind="x.y", name="mine", query="q=1"),
        desk.IdempotencyKey.objects.create(
            account=account.pk, key="k", digest="d", status=201, answer={"name": "secret"}
        ),
        desk.AccessToken.objects.create(
            account=account, name="program", digest=account.login, expires_at=now
        ),
        Run.objects.create(account=account),
    ]


def test_every_table_of_the_desk_is_tried() -> None:
    tables = {
        model.__name__
        for model in vars(desk).values()
        if isinstance(model, type)
        and issubclass(model, Model)
        and model.__module__ == desk.__name__
    }
    import inspect

    source = inspect.getsource(desk_rows)
    assert {name for name in tables if f"desk.{name}.objects" not in source} == set()


@pytest.mark.django_db
def test_desk_is_seen_and_written_by_its_account_alone() -> None:
    owner = kit.officer("county")
    with in_scope(kit.viewer(owner)):
        rows = desk_rows(owner)
    others = [
        kit.viewer(kit.officer("colleague")),
        kit.viewer(kit.officer("nation", territory.NATION)),
        kit.viewer(kit.officer("auditor", None, Role.AUDITOR)),
        enterprise(HELD),
        NOBODY,
        SIGN_IN,
    ]
    for row in rows:
        meta = row._meta  # type: ignore[attr-defined]
        whose = [row.pk]  # type: ignore[attr-defined]
        look = f"SELECT 1 FROM {meta.db_table} WHERE {meta.pk.column} = %s"
        touch = f"UPDATE {meta.db_table} SET {meta.pk.column} = {meta.pk.column} WHERE {meta.pk.column} = %s"
        remove = f"DELETE FROM {meta.db_table} WHERE {meta.pk.column} = %s"
        with in_scope(kit.viewer(owner)):
            assert written(look, whose) == 1, meta.db_table
        for viewer in others:
            with in_scope(viewer):
                assert written(look, whose) == 0, (meta.db_table, viewer.name)
                assert written(touch, whose) in (0, "refused"), (meta.db_table, viewer.name)
                assert written(remove, whose) in (0, "refused"), (meta.db_table, viewer.name)
    for viewer in others:
        with in_scope(viewer), pytest.raises(DatabaseError), transaction.atomic():
            desk.Draft.objects.create(account=owner, kind="forged", values={})


@pytest.mark.django_db
def test_shared_filter_is_seen_by_the_agency_and_changed_by_its_maker() -> None:
    owner = kit.officer("county")
    with in_scope(kit.viewer(owner)):
        shared = desk.SavedFilter.objects.create(
            account=owner, kind="x.y", name="ours", query="q=1", agency=owner.agency_id or ""
        )
    change = "UPDATE records_savedfilter SET name = 'x' WHERE id = %s"
    look = "SELECT 1 FROM records_savedfilter WHERE id = %s"
    with in_scope(kit.viewer(kit.officer("colleague"))):
        assert written(look, [shared.pk]) == 1
        assert written(change, [shared.pk]) == 0
    with in_scope(kit.viewer(kit.officer("next", kit.NEIGHBOUR))):
        assert written(look, [shared.pk]) == 0


def test_locks_keep_their_indexes(own_database: str) -> None:
    """County filter, map envelope and search words stay index scans under row security."""
    account = kit.officer("county")
    for kind in record_types():
        source = enter(kind.model).pk
        counties = "(SELECT array_agg(code) FROM territory_division WHERE level = 'county')"
        copy_rows(
            kind, source, many=20_000, using="owner", division_id=f"({counties})[1 + n %% 2800]"
        )
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"ANALYZE {table(kind)}")
        with in_scope(kit.viewer(account)) as viewer:
            for query in ({}, {"q": "尾矿"}, {"q": "zzz"}):
                plan = Listing(kind, viewer, query).filtered().order_by("-id")[:50].explain()
                assert f"Seq Scan on {table(kind)}" not in plan, f"{kind.kind} {query}\n{plan}"
            if kind.layer:
                plan = explain_envelope(kind, viewer)
                assert f"Seq Scan on {table(kind)}" not in plan, f"{kind.kind} envelope\n{plan}"
        with in_scope(kit.viewer(nation())) as viewer:
            if kind.layer:
                plan = explain_envelope(kind, viewer)
                assert f"{table(kind)}_at_" in plan, plan
            if any("__" not in name for name in kind.search):  # words of its own
                plan = Listing(kind, viewer, {"q": "尾矿"}).filtered().explain()
                assert f"{table(kind)}_words" in plan, plan


def nation() -> Account:
    with in_scope(system("test")):
        found = Account.objects.filter(login="nation").first()
    return found or kit.officer("nation", territory.NATION)


def explain_envelope(kind: RecordType, viewer: Viewer) -> str:
    assert kind.layer is not None
    where, values = territory_filter(kind, viewer)
    column = kind.field_of(kind.layer.geometry).column
    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN SELECT id FROM {table(kind)} r WHERE r.{column} && "
            f"ST_MakeEnvelope(117.1, 31.7, 117.2, 31.8, 4490) {where}",
            values,
        )
        return "\n".join(row[0] for row in cursor.fetchall())
