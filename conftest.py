"""The throw-away database of the tests: a private cluster, a template made once, a copy for each worker.

Tests connect as the restricted web role, so that row security is really on.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import translation

from jinan.cli.cluster import Cluster
from jinan.cli.node import ROOT, Node

ROLES = {"default": "jinan_web", "owner": "jinan_owner"}


def throw_away() -> Cluster:
    home = Node().home / "test"
    server = Path("/var/lib/jinan") / f"{Node().mark}-test" if os.geteuid() == 0 else None
    return Cluster(Node(home, server), throw_away=True)


@contextmanager
def locked(cluster: Cluster) -> Iterator[None]:
    cluster.node.home.mkdir(parents=True, exist_ok=True)
    with (cluster.node.home / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def schema_mark() -> str:
    source = ROOT / "src" / "jinan"
    kinds = (
        "**/migrations/*.py", "**/sql/*.sql", "**/room.py", "kernel/records/guard.py",
        "kernel/changes/triggers.py", "**/data/*", "cli/leakproof.sql", "**/models.py",
        "**/management/commands/load_*.py",
    )  # fmt: skip
    digest = hashlib.sha256()
    for kind in kinds:
        for path in sorted(source.glob(kind)):
            if path.is_file():
                digest.update(path.read_bytes())
    return f"template_{digest.hexdigest()[:12]}"


def point_at(cluster: Cluster, name: str) -> None:
    """Point both connections of this process at a database."""
    for alias, role in ROLES.items():
        connections[alias].close()
        connections[alias].settings_dict.update(NAME=name, USER=role, HOST=str(cluster.node.socket))


def make_template(cluster: Cluster, name: str) -> None:
    if cluster.psql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
        return
    for old in cluster.psql(
        "SELECT datname FROM pg_database WHERE datname ~ '^(template_|test_)'"
    ).split():
        if old not in ("template0", "template1"):
            cluster.psql(f"DROP DATABASE {old} WITH (FORCE)")
    cluster.prepare("making")
    point_at(cluster, "making")
    call_command("migrate", database="owner", verbosity=0)
    call_command("guard")
    call_command("load_territory", verbosity=0)
    call_command("load_codes", verbosity=0)
    for connection in connections.all():
        connection.close()
    cluster.psql(f"ALTER DATABASE making RENAME TO {name}")


def copy_template(cluster: Cluster, name: str) -> None:
    """A database as the template; rights on a database itself are not copied with it."""
    cluster.psql(f"CREATE DATABASE {name} TEMPLATE {schema_mark()} OWNER jinan_owner")
    cluster.psql(f"REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC")


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    made = throw_away()
    with locked(made):
        made.start()
    return made


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster, django_db_blocker: object, worker_id: str) -> Iterator[None]:
    name = f"test_{worker_id}"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        with locked(cluster):
            make_template(cluster, schema_mark())
            cluster.psql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            copy_template(cluster, name)
        point_at(cluster, name)
    yield


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    """Each test begins in the language of the house, whatever a page of the test before spoke."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def nothing_glanced() -> None:
    """What a test before had in plenty is not taken to be there still."""
    from jinan.kernel.records.listing import GLANCED

    GLANCED.clear()


@pytest.fixture
def own_database(
    cluster: Cluster, django_db_setup: None, django_db_blocker: object, worker_id: str
) -> Iterator[str]:
    """A database of this test's own, really committed to, seen by other processes; dropped after."""
    name = f"test_own_{worker_id}"
    cluster.psql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    copy_template(cluster, name)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        point_at(cluster, name)
        yield name
        point_at(cluster, f"test_{worker_id}")
    cluster.psql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def own_node(own_database: str, cluster: Cluster, tmp_path: Path) -> dict[str, str]:
    """The environment of processes that work on the test's own database."""
    node = Node(tmp_path)
    return node.environment(
        DJANGO_SETTINGS_MODULE="tests.settings",
        JINAN_MODE="test",
        JINAN_HOME=str(tmp_path),
        PYTHONPATH=f"{ROOT / 'src'}:{ROOT}",
        DATABASE_URL=f"postgresql://jinan_web@/{own_database}?host={cluster.node.socket}",
        JINAN_OWNER_URL=f"postgresql://jinan_owner@/{own_database}?host={cluster.node.socket}",
    )


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        throw_away().stop() if (throw_away().node.data / "PG_VERSION").exists() else None
