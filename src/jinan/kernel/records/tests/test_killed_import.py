"""A worker killed in the middle of an import: the next one ends it, nothing twice, nothing lost."""

import os
import signal
from pathlib import Path

import pytest
from django.db import connection

from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.jobs.kit import until, worker
from jinan.kernel.records.models import ImportRow
from jinan.kernel.records.tests.ponds import (
    LIST,
    county,
    faults,
    figures,
    line,
    now,
    ponds,
    run_of,
    upload,
    workbook,
)

ROWS, FAULTY = 12_000, 120


def test_killed_import_goes_on_and_ends_with_the_exact_result(
    own_node: dict[str, str], tmp_path: Path, settings: pytest.FixtureRequest
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    _account, browser = county()
    rows = [line(n, degree="x" if n % 100 == 0 else "2") for n in range(ROWS)]
    run = run_of(upload(browser, workbook(rows)))
    browser.post(f"{LIST}import/{run.pk}/", {"deed": "go"})
    first = worker(own_node)
    try:
        until(lambda: now(run).added > 0)
        os.kill(first.pid, signal.SIGKILL)
    finally:
        first.kill()
        first.wait()
    half = now(run)
    assert 0 < half.added < ROWS - FAULTY and half.stage == "running"
    with in_scope(system("test")):
        assert len(ponds()) == half.added == ImportRow.objects.filter(run=run).count()
    with connection.cursor() as cursor:  # the dead worker's sign of life grows old at once
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"
        )
    assert worker(own_node, "--once").wait(timeout=240) == 0
    done = now(run)
    assert (done.stage, *figures(done)) == ("done", ROWS - FAULTY, 0, 0, FAULTY)
    assert sorted(faults(run)) == [n + 2 for n in range(0, ROWS, 100)]
    with in_scope(system("test")):
        assert len(ponds()) == ROWS - FAULTY == ImportRow.objects.filter(run=run).count()
        assert {p["height"] for p in ponds()} == {35.5}
    page = browser.get(f"{LIST}import/{run.pk}/").content.decode()
    assert f"/jobs/{done.job}/file/" in page
