"""When a node is unfit, when it only wants looking at, and who may read how it is."""

from dataclasses import replace

import pytest

from jinan.operations.health import rules
from jinan.operations.health.rules import Facts

GOOD = Facts(
    migrated=True, locked=True, seal_lag=1.0, worker_silence=3.0, disk_free=10 * 2**30,
    clock_synchronised=True, backup_age=3600.0, certificate_days=300.0,
)  # fmt: skip


def test_a_good_node_has_neither_faults_nor_warnings() -> None:
    assert rules.faults(GOOD) == [] and rules.warnings(GOOD) == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"migrated": False}, "migrations"),
        ({"locked": False}, "locks"),
        ({"unguarded": ("tailings_tailingspond",)}, "tailings_tailingspond"),
        ({"disk_free": rules.LEAST_DISK - 1}, "full"),
    ],
)
def test_unfit(change: dict[str, object], word: str) -> None:
    assert word in rules.faults(replace(GOOD, **change))[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"seal_lag": rules.SEALER_LATE + 1}, "unsealed"),
        ({"worker_silence": rules.WORKER_SILENT + 1}, "worker"),
        ({"worker_silence": None}, "worker"),
        ({"disk_free": rules.LEAST_DISK}, "nearly full"),
        ({"log_ahead": rules.CLOCK_AHEAD + 1}, "went back"),
        ({"clock_synchronised": False}, "not synchronised"),
        ({"backup_age": None}, "backup"),
        ({"backup_age": rules.BACKUP_OLD + 1}, "backup"),
        ({"certificate_days": rules.CERTIFICATE_DAYS - 1}, "certificate"),
    ],
)
def test_to_be_looked_at(change: dict[str, object], word: str) -> None:
    facts = replace(GOOD, **change)  # type: ignore[arg-type]
    assert rules.faults(facts) == []
    assert word in rules.warnings(facts)[0]


@pytest.mark.parametrize(
    "change",
    [
        {"seal_lag": rules.SEALER_LATE}, {"seal_lag": None}, {"disk_free": rules.LOW_DISK},
        {"clock_synchronised": None}, {"certificate_days": None},
        {"backup_age": None, "demonstration": True},
    ],
)  # fmt: skip
def test_nothing_to_say(change: dict[str, object]) -> None:
    facts = replace(GOOD, **change)  # type: ignore[arg-type]
    assert rules.faults(facts) == [] and rules.warnings(facts) == []


HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:8000"}


def test_a_request_of_this_machine_is_from_here() -> None:
    assert rules.came_from_here(HERE)
    assert rules.came_from_here({"REMOTE_ADDR": "::1", "HTTP_HOST": "[::1]:8000"})


@pytest.mark.parametrize(
    "change",
    [
        {"REMOTE_ADDR": "192.168.1.5"},
        {"HTTP_HOST": "safety.example.gov.cn"},
        *({header: "1.2.3.4"} for header in rules.FORWARDED),
    ],
)
def test_a_request_through_a_proxy_is_not(change: dict[str, str]) -> None:
    assert not rules.came_from_here(HERE | change)
