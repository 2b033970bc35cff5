"""Which light a value gets, when the disk will be full, and who may look at the board."""

import time
from pathlib import Path

import pytest
from django.test import Client

from jinan.kernel.identity import kit
from jinan.operations.health.queries import measures
from jinan.operations.health.rules import board
from jinan.operations.health.rules.board import DAY, GIB, HOUR, Light

G, A, R, N = Light.GREEN, Light.AMBER, Light.RED, Light.NONE


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("down", 0, G), ("down", 1, R),
        ("worker", 20, G), ("worker", 21, A), ("worker", 60, A), ("worker", 61, R),
        ("waiting", 1_000, G), ("waiting", 1_001, A), ("waiting", 20_001, R),
        ("oldest", 120, G), ("oldest", 121, A), ("oldest", 1_801, R),
        ("failing", 0, G), ("failing", 1, A), ("failing", 21, R),
        ("connections", 0.7, G), ("connections", 0.71, A), ("connections", 0.91, R),
        ("disk", 5 * GIB, G), ("disk", 5 * GIB - 1, A), ("disk", 0.5 * GIB, A), ("disk", 0.5 * GIB - 1, R),
        ("full", 60, G), ("full", 59, A), ("full", 13, R), ("full", None, N),
        ("drift", 1, G), ("drift", 1.1, A), ("drift", 5.1, R),
        ("ntp", None, N), ("ntp", 0.2, G), ("ntp", float("inf"), R),
        ("backup", 26 * HOUR, G), ("backup", 26 * HOUR + 1, A), ("backup", 48 * HOUR + 1, R),
        ("certificate", 21, G), ("certificate", 20.9, A), ("certificate", 2.9, R), ("certificate", None, N),
        ("seal", 30, G), ("seal", 31, A), ("seal", 121, R),
        ("partitions", 2, G), ("partitions", 1, A), ("partitions", 0, R),
        ("errors", 0, G), ("errors", 1, A), ("errors", 51, R),
    ],
)  # fmt: skip
def test_a_value_gets_its_light(name: str, value: float | None, expected: Light) -> None:
    assert board.light(name, value) == expected


@pytest.mark.parametrize(
    ("lights", "expected"),
    [([G, A, R], R), ([G, A, N], A), ([G, N], G), ([N], N), ([], N)],
)
def test_the_worst_light_is_that_of_the_whole(lights: list[Light], expected: Light) -> None:
    assert board.worst(lights) == expected


@pytest.mark.parametrize(
    ("samples", "free", "expected"),
    [
        ([(0, 100 * GIB), (DAY, 90 * GIB)], 90 * GIB, 9.0),
        ([(0, 100 * GIB), (DAY, 95 * GIB), (2 * DAY, 90 * GIB)], 90 * GIB, 18.0),
        ([(0, 90 * GIB), (DAY, 100 * GIB)], 100 * GIB, None),
        ([(0, 100 * GIB), (HOUR, 90 * GIB)], 90 * GIB, None),
        ([], 90 * GIB, None),
    ],
)
def test_days_until_the_disk_is_full(
    samples: list[tuple[float, float]], free: float, expected: float | None
) -> None:
    found = board.days_until_full(samples, free)
    assert found == (pytest.approx(expected) if expected else None)


def test_samples_are_kept_and_read_again(tmp_path: Path) -> None:
    assert measures.samples(tmp_path) == []
    measures.keep_sample(tmp_path)
    measures.keep_sample(tmp_path)
    found = measures.samples(tmp_path)
    assert len(found) == 2 and abs(found[0][0] - time.time()) < 60 and found[0][1] > 0


def test_errors_of_the_last_hours_are_counted(tmp_path: Path) -> None:
    now = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 8 * 3600))
    (tmp_path / "web.log").write_text(
        f"2020-01-01 00:00:00,000 ERROR old\n{now},123 ERROR django.request broken\n{now},200 INFO fine\n"
    )
    count, last = measures.errors_of(tmp_path)
    assert count == 1 and last.endswith("broken")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "division", "subject", "status"),
    [
        ("sysadmin", None, "*", 200),
        ("reader", kit.PROVINCE, "operations", 200),
        ("officer", "000000", "*", 403),
        ("secadmin", None, "*", 403),
        ("auditor", None, "*", 403),
    ],
)
def test_the_board_opens_to_the_administrator_and_the_duty_staff(
    role: str, division: str | None, subject: str, status: int
) -> None:
    page = kit.client(kit.officer(role, division, role, subject=subject))
    assert page.get("/health/").status_code == status


@pytest.mark.django_db
def test_the_moving_part_comes_alone() -> None:
    page = kit.client(kit.officer("sysadmin", None, "sysadmin"))
    part = page.get("/health/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and part.count('class="panel light') == 12
    whole = page.get("/health/").content.decode()
    assert 'hx-trigger="every 5s"' in whole
    assert kit.client(None).get("/health/")["Location"].startswith("/sign-in/")
    assert Client(headers={"host": "localhost"}).get("/readyz").status_code == 200
