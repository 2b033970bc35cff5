"""A node's backup makes the same node elsewhere; and a node with data is brought to a newer release."""

import json
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from jinan.cli.cluster import Cluster
from jinan.cli.digests import differences, digests
from jinan.cli.node import PYTHON, ROOT
from tests.setup.places import LOADED, Place, as_done

# What a restore changes on purpose: the epoch, and that nobody is signed in. A worker signs off when
# its node is stopped, after the backup.
ON_PURPOSE = {
    "scope.node", "public.django_session", "public.usersessions_usersession",
    "public.procrastinate_workers",
}  # fmt: skip
# Locks of the database: row security, policies, grants, triggers, leakproof marks, partitions, defaults.
LOCKS = """
SELECT 'rls', c.oid::regclass::text, c.relrowsecurity::text, c.relacl::text, pg_get_userbyid(c.relowner)
FROM pg_class c WHERE c.relnamespace::regnamespace::text IN ('public', 'scope', 'changes') AND c.relkind IN ('r', 'p', 'S', 'v')
UNION ALL SELECT 'policy', polrelid::regclass::text, polname, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
FROM pg_policy
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, tgenabled::text, NULL FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', oid::regprocedure::text, prosecdef::text, proacl::text, proleakproof::text FROM pg_proc
WHERE proleakproof OR pronamespace::regnamespace::text IN ('scope', 'changes')
UNION ALL SELECT 'part', inhrelid::regclass::text, inhparent::regclass::text, pg_get_expr(c.relpartbound, c.oid), NULL
FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
UNION ALL SELECT 'index', indexrelid::regclass::text, indisvalid::text, NULL, NULL FROM pg_index
WHERE indrelid::regclass::text NOT LIKE 'pg_%'
ORDER BY 1, 2, 3
"""


def asked(place: Place, sql: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(place.node.url("postgres")) as connection:
        return connection.execute(sql).fetchall()


def measured(place: Place) -> dict[str, list[Any]]:
    with psycopg.connect(place.node.url("jinan_owner")) as connection:
        return digests(connection)


@pytest.fixture(scope="module")
def other() -> Iterator[Place]:
    made = Place.make()
    try:
        yield made
    finally:
        made.remove()


@pytest.fixture(scope="module")
def backup(running: Place) -> Path:
    """A sealed backup of the running node with its demonstration, a file, and somebody signed in."""
    if not running.status()["running"]:
        running.run("up")
    asked(
        running,
        "INSERT INTO django_session VALUES ('k', 'd', now() + interval '1 day') ON CONFLICT DO NOTHING RETURNING 1",
    )
    files = running.node.home / "files" / "ab"
    files.mkdir(parents=True, exist_ok=True)
    (files / "cdef").write_bytes(b"photograph" * 1000)
    (running.base / "passphrase").write_text("correct horse battery\n")
    said = running.run("backup", "--passphrase-file", str(running.base / "passphrase"))
    made = next((running.node.home / "backups").glob("jinan-demo-*.tar.sealed"))
    assert str(made) in said
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    running.run("down")
    return made


@pytest.fixture(scope="module")
def restored(other: Place, backup: Path, running: Place) -> Place:
    other.run("restore", str(backup), "--passphrase-file", str(running.base / "passphrase"))
    as_done(other, *LOADED)  # the tests' template has no boundaries, which take minutes to unite
    return other


def test_one_command_makes_the_same_node_on_a_fresh_machine(
    running: Place, restored: Place
) -> None:
    for place in (running, restored):
        Cluster(place.node).start()
    running.run(
        "manage", "guard"
    )  # as the restored node has had it: what is granted twice is written out
    there, here = measured(running), measured(restored)
    assert there["public.tailings_tailingspond"][0] > 100
    changed = {line.split(":")[0] for line in differences(there, here)}
    assert changed <= ON_PURPOSE, differences(there, here)
    assert asked(running, LOCKS) == asked(restored, LOCKS)
    assert asked(restored, "SELECT epoch FROM scope.node") == [
        (asked(running, "SELECT epoch FROM scope.node")[0][0] + 1,)
    ]
    assert asked(restored, "SELECT count(*) FROM django_session") == [(0,)]
    for name in ("keys/node.json", "files/ab/cdef"):
        mine, theirs = running.node.home / name, restored.node.home / name
        assert mine.read_bytes() == theirs.read_bytes()
    assert stat.S_IMODE((restored.node.home / "keys" / "node.json").stat().st_mode) == 0o600


def test_the_restored_node_works_and_its_log_is_whole(restored: Place) -> None:
    sealed = asked(restored, "SELECT max(number) FROM changes_seal")[0][0]
    restored.run("up", "--port", "8560")
    ready = restored.ready()
    assert ready is not None and ready["faults"] == []
    restored.run("manage", "seal", "--once")
    assert "whole" in restored.run("audit", "verify")
    assert asked(restored, "SELECT max(number) FROM changes_seal")[0][0] >= sealed
    restored.run("down")


def test_data_are_replaced_only_when_asked_and_a_bad_file_leaves_them(
    restored: Place, backup: Path, running: Place, tmp_path: Path
) -> None:
    passphrase = ("--passphrase-file", str(running.base / "passphrase"))
    Cluster(restored.node).start()
    asked(
        restored,
        "UPDATE territory_division SET name_en = 'Changed' WHERE code = '340122' RETURNING 1",
    )
    assert "--replace" in restored.run("restore", str(backup), *passphrase, code=1)
    damaged = tmp_path / "damaged"
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    said = restored.run("restore", "--replace", str(damaged), *passphrase, code=1)
    assert "nothing was changed" in said
    assert asked(restored, "SELECT name_en FROM territory_division WHERE code = '340122'") == [
        ("Changed",)
    ]
    restored.run("restore", "--replace", str(backup), *passphrase)
    assert asked(restored, "SELECT name_en FROM territory_division WHERE code = '340122'") != [
        ("Changed",)
    ]
    as_done(restored, *LOADED)
    restored.run("up")
    assert "stop it first" in restored.run("restore", "--replace", str(backup), *passphrase, code=1)
    restored.run("down")


MIGRATION = """
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [("tailings", {before!r})]
    operations = [migrations.RunSQL({sql!r}, "SELECT 1")]
"""


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The next release: a copy of the code with one more migration in a room."""
    shutil.copytree(
        ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "node_modules")
    )
    for name in ("locks", "package-lock.json"):
        (tmp_path / name).symlink_to(ROOT / name)
    write_migration(
        tmp_path, "0002_overhead", before_of(tmp_path),
        "ALTER TABLE tailings_tailingspond ADD COLUMN overhead double precision NOT NULL DEFAULT 7",
    )  # fmt: skip
    return tmp_path


def before_of(root: Path) -> str:
    found = sorted((root / "src/jinan/supervision/tailings/migrations").glob("0*.py"))
    return found[-1].stem


def write_migration(root: Path, name: str, before: str, sql: str) -> None:
    path = root / "src/jinan/supervision/tailings/migrations" / f"{name}.py"
    path.write_text(MIGRATION.format(before=before, sql=sql))


def prepared(place: Place, release: Path) -> "subprocess.CompletedProcess[str]":
    """The part of `up` that brings the database to a release, as that release does it."""
    code = "from jinan.cli.up import prepare_database; from jinan.cli.node import Node; prepare_database(Node())"
    return subprocess.run(
        [PYTHON, "-c", code], env=place.environment(PYTHONPATH=str(release / "src")), cwd="/",
        capture_output=True, text=True, check=False, timeout=400,
    )  # fmt: skip


def test_a_newer_release_migrates_a_node_with_data_and_a_failed_one_leaves_it(
    restored: Place, newer: Path
) -> None:
    Cluster(restored.node).start()
    restored.node.choose(mode="production")  # where a copy is kept before an upgrade
    stamps = restored.node.home / "stamps"
    as_done(restored, *LOADED)
    (stamps / "migrate").write_text("of the release before")
    before = asked(restored, "SELECT count(*) FROM tailings_tailingspond")
    done = prepared(restored, newer)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (
        asked(restored, "SELECT count(*) FROM tailings_tailingspond WHERE overhead = 7") == before
    )
    assert list((restored.node.home / "backups").glob("before-upgrade-*.tar"))

    write_migration(
        newer, "0003_wrong", "0002_overhead",
        "DELETE FROM tailings_tailingspond; SELECT 1 / 0",
    )  # fmt: skip
    done = prepared(restored, newer)
    assert done.returncode != 0
    assert "taken back whole" in done.stderr and "A copy from before" in done.stderr
    assert asked(restored, "SELECT count(*) FROM tailings_tailingspond") == before
    assert asked(
        restored,
        "SELECT name FROM django_migrations WHERE app = 'tailings' ORDER BY id DESC LIMIT 1",
    ) == [("0002_overhead",)]
    assert "failed" in done.stdout
    assert json.loads((restored.node.home / "choice.json").read_text())["mode"] == "production"
