"""A database server of somebody else: prepared by one file, refused with reasons until it is."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jinan.cli import Trouble
from jinan.cli.cluster import BINARIES, Cluster
from jinan.cli.foreign import prepare_foreign
from jinan.cli.node import PYTHON, ROOT, Node
from tests.setup.places import OURS, Place


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    """A PostgreSQL made by hand, of which the node knows the address only."""
    place = Place.make()
    cluster = Cluster(place.node, throw_away=True)
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()
        place.remove()


@pytest.fixture
def node(server: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Node:
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", server.node.url("jinan_web", "office"))
    monkeypatch.setenv("JINAN_OWNER_URL", server.node.url("jinan_owner", "office"))
    return Node(tmp_path / "home", tmp_path / "server")


def prepared_by_its_administrator(server: Cluster) -> None:
    subprocess.run(
        [
            BINARIES / "psql", "-X", "-q", "-h", server.node.socket, "-U", "postgres", "-d", "postgres",
            "-v", "name=office", "-v", "owner_password=one", "-v", "web_password=two",
            "-f", ROOT / "deploy" / "foreign-database.sql",
        ],
        check=True, capture_output=True,
    )  # fmt: skip


def test_the_owners_address_is_asked_for(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JINAN_OWNER_URL")
    with pytest.raises(Trouble, match="JINAN_OWNER_URL"):
        prepare_foreign(node)


def test_a_server_that_does_not_answer_is_named(node: Node) -> None:
    with pytest.raises(Trouble, match="JINAN_OWNER_URL: the database does not answer"):
        prepare_foreign(node)


def test_each_missing_thing_is_named(node: Node, server: Cluster) -> None:
    server.psql("CREATE ROLE jinan_owner LOGIN; CREATE ROLE jinan_web LOGIN BYPASSRLS")
    server.psql("CREATE DATABASE office")
    with pytest.raises(Trouble) as refused:
        prepare_foreign(node)
    for reason in ("postgis, pgcrypto", "passes row security", "may not create schemas"):
        assert reason in str(refused.value)
    server.psql("DROP DATABASE office")
    server.psql("DROP ROLE jinan_owner; DROP ROLE jinan_web")


def test_a_prepared_server_carries_the_tables_and_locks(
    node: Node, server: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared_by_its_administrator(server)
    prepared_by_its_administrator(server)  # may be run again
    prepare_foreign(node)
    assert "slower" not in capsys.readouterr().out
    environment = node.environment(PYTHONPATH=str(ROOT / "src"))
    for command in (["migrate", "--database", "owner", "-v", "0"], ["guard"]):
        done = subprocess.run(
            [PYTHON, "-m", "django", *command], env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    with psycopg.connect(os.environ["DATABASE_URL"]) as web:
        assert web.execute("SELECT count(*) FROM tailings_tailingspond").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("SELECT key FROM scope.secret")


def test_a_server_without_leakproof_marks_is_taken_with_a_word(
    node: Node, server: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared_by_its_administrator(server)
    server.psql("ALTER FUNCTION arrayoverlap(anyarray, anyarray) NOT LEAKPROOF", "office")
    prepare_foreign(node)
    assert "arrayoverlap" in capsys.readouterr().out


def test_a_database_that_the_caller_names_is_not_taken_for_the_nodes_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("JINAN_CLUSTER", "private")
    assert Node(tmp_path).environment()["JINAN_CLUSTER"] == "private"
    assert "JINAN_CLUSTER" not in Node(tmp_path).environment(DATABASE_URL="postgresql://other/db")
