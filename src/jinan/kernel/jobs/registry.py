"""The tasks and deeds of this node, by name: what may run in the background."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

T = TypeVar("T")


@dataclass(frozen=True)
class Task:
    """Long work in the name of an officer or a system role, with progress; see `work.Work`."""

    name: str
    title: str | Promise
    function: Callable[..., dict[str, Any] | None]


@dataclass(frozen=True)
class Deed:
    """A short call that is made after commit, again and again until it succeeds."""

    name: str
    function: Callable[..., None]


_tasks: dict[str, Task] = {}
_deeds: dict[str, Deed] = {}


def task(name: str, *, title: str | Promise) -> Callable[[Callable[..., Any]], Task]:
    """Make a function a task: `f(work, **arguments)`; the arguments are JSON."""

    def register(function: Callable[..., Any]) -> Task:
        return _keep(_tasks, name, Task(name, title, function))

    return register


def deed(name: str) -> Callable[[Callable[..., None]], Deed]:
    """Make a function a durable deed: `f(**arguments)`; the arguments are JSON."""

    def register(function: Callable[..., None]) -> Deed:
        return _keep(_deeds, name, Deed(name, function))

    return register


def _keep(known: dict[str, T], name: str, made: T) -> T:
    if name in known:
        raise ImproperlyConfigured(f"{name} is registered twice")
    known[name] = made
    return made


def task_of(name: str) -> Task:
    """Raises KeyError when no room of this node offers the task."""
    return _tasks[name]


def title_of(name: str) -> str:
    """What people call a task; its name when no room of this node offers it."""
    return str(_tasks[name].title) if name in _tasks else name


def deed_of(name: str) -> Deed:
    """Raises KeyError when no room of this node offers the deed."""
    return _deeds[name]
