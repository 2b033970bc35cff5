"""Door of jobs: offer a task, start it, and durable calls that are made until they succeed."""

from datetime import datetime
from typing import Any

from jinan.kernel.identity.api import Viewer
from jinan.kernel.jobs.models import Run, State
from jinan.kernel.jobs.periodic import periodic
from jinan.kernel.jobs.queue import put_call, put_run
from jinan.kernel.jobs.registry import Deed, Task, deed, task, title_of
from jinan.kernel.jobs.work import Cancelled, Work, carry_on, when_over

__all__ = [
    "Cancelled",
    "Deed",
    "Run",
    "State",
    "Task",
    "Work",
    "carry_on",
    "deed",
    "later",
    "later_at",
    "periodic",
    "start",
    "task",
    "title_of",
    "when_over",
]


def start(what: Task, *, by: Viewer, about: str = "", **arguments: Any) -> Run:
    """Ask for a task in the present transaction; it runs with the rights that `by` then has."""
    run = Run.objects.create(
        account_id=by.account,
        role="" if by.account else by.name,
        task=what.name,
        about=about[:200],
        arguments=arguments,
    )
    put_run(run.pk)
    return run


def later(what: Deed, **arguments: Any) -> None:
    """Ask for a durable call: made after commit, again until it succeeds, as a system role."""
    put_call(what.name, arguments)


def later_at(moment: datetime, what: Deed, **arguments: Any) -> None:
    """The same, not before a moment."""
    put_call(what.name, arguments, moment)
