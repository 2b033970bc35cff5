"""Background work: with progress, with present rights, through a killed worker, seen by its owner alone."""

import os
import signal
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.models import Account, Assignment
from jinan.kernel.jobs import tasks
from jinan.kernel.jobs.api import Run, State, start
from jinan.kernel.jobs.kit import until, worker
from jinan.kernel.jobs.tests.sums import add_up


def asked(account: Account, **arguments: Any) -> Run:
    with in_scope(kit.viewer(account)):
        return start(add_up, by=kit.viewer(account), about="three numbers", **arguments)


def now(run: Run) -> Run:
    with in_scope(system("test")):
        return Run.objects.get(pk=run.pk)


@pytest.mark.django_db
def test_run_ends_with_its_result_and_full_progress() -> None:
    run = asked(kit.officer(), numbers=[1, 2, 3])
    tasks.run(str(run.pk))
    done = now(run)
    assert (done.state, done.result, done.done, done.total) == ("done", {"text": "6"}, 3, 3)


@pytest.mark.django_db
def test_failure_is_told_and_work_goes_on_from_its_position() -> None:
    account = kit.officer()
    run = asked(account, numbers=[1, 2, 3], fail_at=2)
    tasks.run(str(run.pk))
    failed = now(run)
    assert failed.state == State.FAILED and "RuntimeError" in failed.note
    assert failed.position == {"place": 2, "sum": 3}
    kit.client(account).post(f"/jobs/{run.pk}/again/")
    tasks.run(str(run.pk))
    assert now(run).result == {"text": "6"}


@pytest.mark.django_db
def test_cancelled_run_does_nothing_more() -> None:
    account = kit.officer()
    run = asked(account, numbers=[1, 2, 3])
    kit.client(account).post(f"/jobs/{run.pk}/cancel/")
    tasks.run(str(run.pk))
    assert (now(run).state, now(run).done) == ("cancelled", 0)


@pytest.mark.django_db
def test_work_ends_with_the_rights_of_who_asked() -> None:
    account = kit.officer()
    run = asked(account, numbers=[1, 2, 3])
    with in_scope(system("test")):
        Account.objects.filter(pk=account.pk).update(is_active=False)
    tasks.run(str(run.pk))
    assert now(run).state == State.CANCELLED


@pytest.mark.django_db
def test_step_runs_with_present_assignments_not_with_past_ones() -> None:
    account = kit.officer()
    run = asked(account, numbers=[1])
    with in_scope(system("test")):
        Assignment.objects.filter(account=account).update(
            valid_to=timezone.localdate() - timezone.timedelta(days=1)
        )
    from jinan.kernel.jobs.work import Work, take

    with Work(take(run.pk)).step() as viewer:  # type: ignore[arg-type]
        assert viewer.divisions("tailings") == frozenset()


@pytest.mark.django_db
def test_a_worker_that_was_overtaken_changes_nothing() -> None:
    from jinan.kernel.jobs.api import Cancelled
    from jinan.kernel.jobs.work import Work, end, take

    run = asked(kit.officer(), numbers=[1])
    slow, _quick = take(run.pk), take(run.pk)
    assert slow is not None
    with pytest.raises(Cancelled), Work(slow).step():
        pass
    end(slow, State.DONE)
    assert now(run).state == State.RUNNING


@pytest.mark.django_db
def test_nobody_else_sees_a_run_by_page_or_by_raw_sql() -> None:
    mine, stranger = kit.officer(), kit.officer("other", kit.NEIGHBOUR)
    run = asked(mine, numbers=[1])
    browser = kit.client(stranger)
    for part in ("", "part/", "file/"):
        assert browser.get(f"/jobs/{run.pk}/{part}").status_code == 404
    assert browser.post(f"/jobs/{run.pk}/cancel/").status_code == 404
    assert str(run.pk) not in browser.get("/jobs/").content.decode()
    with in_scope(kit.viewer(stranger)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM jobs_run")
        assert cursor.fetchone()[0] == 0


@pytest.mark.django_db
def test_run_in_another_name_is_refused_by_the_database() -> None:
    mine, stranger = kit.officer(), kit.officer("other", kit.NEIGHBOUR)
    from django.db import ProgrammingError

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        in_scope(kit.viewer(stranger)),
        transaction.atomic(),
    ):
        start(add_up, by=kit.viewer(mine), numbers=[1])


@pytest.mark.django_db
def test_result_file_reaches_its_owner_only_by_a_plain_name() -> None:
    from jinan.kernel.jobs.work import file_of

    for name in ("../../keys/node.json", "a/b", ".hidden", ""):
        with pytest.raises(ValueError, match="not a file name"):
            file_of(now(asked(kit.officer(f"x{len(name)}"), numbers=[1])).pk, name)


def test_killed_worker_loses_one_step_and_nothing_is_counted_twice(
    own_node: dict[str, str],
) -> None:
    run = asked(kit.officer(), numbers=list(range(1, 41)), pause=0.05)
    environment = own_node | {"JINAN_TEST_TASKS": "jinan.kernel.jobs.tests.sums"}
    first = worker(environment)
    try:
        until(lambda: now(run).done >= 5)
        os.kill(first.pid, signal.SIGKILL)
    finally:
        first.kill()
        first.wait()
    assert 5 <= now(run).done < 40
    with connection.cursor() as cursor:  # the dead worker's sign of life grows old at once
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"
        )
    second = worker(environment, "--once")
    assert second.wait(timeout=60) == 0
    done = now(run)
    assert (done.state, done.result, done.turn) == ("done", {"text": str(sum(range(1, 41)))}, 2)
