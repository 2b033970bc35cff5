"""What the three addresses answer, to whom, and at what cost."""

import re
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from jinan.operations.health import queries

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
LINE = re.compile(r'^[a-z_]+(\{[a-z]+="[a-z0-9-]+"\})? -?[0-9.]+$')


@pytest.fixture
def here() -> Client:
    return Client(headers={"host": "localhost"})


@pytest.fixture
def elsewhere() -> Client:
    return Client(headers={"host": "localhost"}, REMOTE_ADDR="10.0.0.7")


def test_a_living_process_says_so_without_the_database(here: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = here.get("/livez")
    assert (answer.status_code, len(asked)) == (200, 0)


def test_a_ready_node_says_so_and_here_its_warnings(here: Client, elsewhere: Client) -> None:
    answer = here.get("/readyz")
    assert answer.status_code == 200 and answer.json()["faults"] == []
    assert any("worker" in warning for warning in answer.json()["warnings"])
    assert elsewhere.get("/readyz").json() == {"ready": True}
    assert "no-store" in answer.headers["Cache-Control"]


def test_asking_often_is_cheap(here: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    here.get("/readyz")

    def never(*_arguments: object) -> None:
        raise AssertionError("the files of the migrations were read again")

    monkeypatch.setattr(queries, "MigrationExecutor", never)
    with CaptureQueriesContext(connection) as asked:
        assert here.get("/readyz").status_code == 200
    assert len(asked) <= 10


def test_waiting_migrations_make_it_unready(here: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MIGRATED", queries.Migrated())
    monkeypatch.setattr(
        queries.MigrationExecutor, "migration_plan", lambda *_arguments: [("a migration", False)]
    )
    answer = here.get("/readyz")
    assert answer.status_code == 503 and "migrations" in answer.json()["faults"][0]


def test_a_database_that_is_away_makes_it_unready(
    here: Client, elsewhere: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_arguments: object, **_named: object) -> None:
        raise OperationalError("connection refused: secret address")

    monkeypatch.setattr(connection, "cursor", away)
    answer = here.get("/readyz")
    assert answer.status_code == 503 and answer.json()["faults"] == ["the database does not answer"]
    assert elsewhere.get("/readyz").json() == {"ready": False}
    assert "jinan_database_up 0" in here.get("/metrics").content.decode()


def test_they_answer_before_session_and_scope_ask_the_database(
    here: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_arguments: object, **_named: object) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(connection, "cursor", away)
    monkeypatch.setattr(connection, "set_autocommit", away)
    assert here.get("/livez").status_code == 200
    assert here.get("/readyz").status_code == 503
    assert here.get("/metrics").status_code == 200


def test_figures_are_prometheus_text_with_a_name_once(here: Client) -> None:
    answer = here.get("/metrics")
    lines = answer.content.decode().splitlines()
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert [line for line in lines if not LINE.match(line)] == []
    names = [line.rsplit(" ", 1)[0] for line in lines]
    assert len(set(names)) == len(names)
    assert {'jinan_queue_jobs{status="failed"}', "jinan_ready", "jinan_disk_free_bytes"} <= set(
        names
    )


@pytest.mark.parametrize(
    "headers",
    [{"x-forwarded-for": "10.1.1.1"}, {"x-real-ip": "10.1.1.1"}, {"via": "1.1 proxy"},
     {"forwarded": "for=10.1.1.1"}, {"authorization": "Bearer wrong"}],
)  # fmt: skip
def test_no_figures_through_a_proxy(headers: dict[str, str]) -> None:
    elsewhere = "10.0.0.7" if "authorization" in headers else "127.0.0.1"
    client = Client(headers={"host": "localhost", **headers}, REMOTE_ADDR=elsewhere)
    assert client.get("/metrics").status_code == 403


def test_a_watcher_with_the_token_reads_from_elsewhere(
    elsewhere: Client, settings: Settings
) -> None:
    settings.METRICS_TOKEN = "a-long-token"
    watched = {"authorization": "Bearer a-long-token"}
    assert elsewhere.get("/metrics", headers=watched).status_code == 200
    assert "warnings" in elsewhere.get("/readyz", headers=watched).json()
    settings.METRICS_TOKEN = ""
    assert elsewhere.get("/metrics", headers={"authorization": "Bearer "}).status_code == 403


def test_age_of_backups_and_days_of_the_certificate(tmp_path: Path) -> None:
    assert queries.backup_age(tmp_path) is None and queries.certificate_days(tmp_path) is None
    for name in ("backups/jinan-demo-1.tar", "lan/node.crt", "lan/ends.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("0")
    age, days = queries.backup_age(tmp_path), queries.certificate_days(tmp_path)
    assert age is not None and age < 60 and days is not None and days < -1000


def test_parts_are_what_the_supervisor_told(tmp_path: Path) -> None:
    assert queries.parts(tmp_path) == {}
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "state.json").write_text(
        '{"children": {"web": {"pid": 1, "restarts": 2}, "jobs": {"pid": null, "restarts": 0}}}'
    )
    found = queries.parts(tmp_path)
    assert found["web"]["up"] and found["web"]["restarts"] == 2 and not found["jobs"]["up"]
