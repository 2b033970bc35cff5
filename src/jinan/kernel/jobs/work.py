"""Long work in steps: each step is one transaction that holds the work, its progress and its position.

A worker that is killed loses the step it was in and nothing else: the next worker goes on from the
last position. Rights are computed anew at each step, so that work does not outlive them.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.identity.api import NOBODY, Viewer, enter, in_scope, system, viewer_of
from jinan.kernel.jobs.models import Run, State
from jinan.kernel.jobs.registry import task_of

log = logging.getLogger(__name__)
JOBS = system("jobs")
_followers: list[Callable[[Run], None]] = []


class Cancelled(Exception):
    """The work was asked to end, or another worker has taken it over."""


class Work:
    """What a task has in hand: its steps, its progress, its files."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @property
    def position(self) -> dict[str, Any]:
        """Where the last finished step ended; empty at the beginning."""
        return dict(self.run.position)

    @contextmanager
    def step(self, *, reason: str = "") -> Iterator[Viewer]:
        """One transaction in the scope of who asked. Raises Cancelled when the work is to end."""
        with in_scope(JOBS):
            now = Run.objects.select_for_update().get(pk=self.run.pk)
            viewer = viewer_for(now)
            if now.turn != self.run.turn or now.cancel_asked or viewer is NOBODY:
                raise Cancelled
            enter(viewer, origin="jobs", reason=reason or now.about)
            yield viewer

    def save(
        self,
        *,
        done: int,
        total: int | None = None,
        position: dict[str, Any] | None = None,
        note: str = "",
    ) -> None:
        """Keep progress and position; inside a step they are kept with the work or not at all."""
        run = self.run
        run.done, run.note, run.moved_at = done, note[:300], timezone.now()
        run.total = total if total is not None else run.total
        run.position = position if position is not None else run.position
        run.save(update_fields=["done", "total", "note", "moved_at", "position"])

    def file(self, name: str) -> Path:
        """Path of a file that is the result; only who asked can fetch it."""
        path = file_of(self.run.pk, name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path


def file_of(run: UUID, name: str) -> Path:
    """Path of a result file. Raises ValueError for a name that is more than a name."""
    if not re.fullmatch(r"[\w.() -]{1,120}", name) or name.startswith("."):
        raise ValueError(f"not a file name: {name!r}")
    return Path(settings.HOME) / "runs" / str(run) / name


def viewer_for(run: Run) -> Viewer:
    """Rights of a run now: those of its account, or of its system role."""
    return viewer_of(run.account) if run.account else system(run.role)


def when_over(follower: Callable[[Run], None]) -> Callable[[Run], None]:
    """Have a function called when a run is over, in the transaction that closes it."""
    _followers.append(follower)
    return follower


def take(uid: UUID) -> Run | None:
    """Begin (or take over) a run; None when there is nothing to do any more."""
    with in_scope(JOBS):
        run = Run.objects.select_for_update(of=("self",)).filter(pk=uid).first()
        if run is None or run.is_over:
            return None
        run.state, run.turn = State.RUNNING, run.turn + 1
        run.started_at = run.started_at or timezone.now()
        run.moved_at = timezone.now()
        run.save(update_fields=["state", "turn", "started_at", "moved_at"])
    return run


def end(run: Run, state: State, *, note: str = "", result: dict[str, Any] | None = None) -> None:
    """Close a run, unless another worker has taken it over."""
    with in_scope(JOBS):
        closed = Run.objects.filter(pk=run.pk, turn=run.turn).update(
            state=state, note=note[:300], result=result or {}, ended_at=timezone.now()
        )
        for follower in _followers if closed else ():
            follower(Run.objects.get(pk=run.pk))


def failure_note(error: Exception) -> str:
    """What the person who asked is told of an unexpected failure."""
    return _(
        "It failed unexpectedly (%(what)s). What was finished stays; you may start it again."
    ) % {"what": type(error).__name__}


def carry_on(uid: UUID) -> Run | None:
    """Carry a run on to its end; returns it as it then is, None when there was nothing to do."""
    run = take(uid)
    if run is None:
        return None
    try:
        result = task_of(run.task).function(Work(run), **run.arguments)
    except Cancelled:
        end(run, State.CANCELLED)
    except OperationalError:
        raise  # the database was away: the worker tries again
    except Exception as error:
        log.exception("run %s of %s failed", uid, run.task)
        end(run, State.FAILED, note=failure_note(error))
    else:
        end(run, State.DONE, result=result)
    with in_scope(JOBS):
        run.refresh_from_db()
    return run
