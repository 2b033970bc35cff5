"""Health on a database that is really committed to: a lock taken away, an entry that waits for its seal."""

from django.db import connections
from django.test import Client

from jinan.kernel.changes.kit import seal_all
from jinan.kernel.identity import kit
from jinan.operations.health import queries


def test_a_missing_lock_makes_it_unready(own_database: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE tailings_tailingspond DISABLE ROW LEVEL SECURITY")
    answer = Client(headers={"host": "localhost"}).get("/readyz")
    assert answer.status_code == 503 and "tailings_tailingspond" in answer.json()["faults"][0]


def test_an_unsealed_entry_is_seen_and_its_sealing_too(own_database: str) -> None:
    kit.officer("watched")
    lag = queries.facts().seal_lag
    assert lag is not None and lag < 60
    seal_all()
    assert queries.facts().seal_lag is None
