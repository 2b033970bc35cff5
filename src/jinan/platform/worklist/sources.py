"""What a room says of the things that wait in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

Text = str | Promise
MOST = 100  # things of one source that are listed


@dataclass(frozen=True)
class Item:
    """One thing that waits: what, where it is dealt with, since when and until when.

    `note` is the line below the title, `sender` who sent it, `room` the register it belongs to.
    """

    title: str
    href: str
    since: datetime
    due: date | None = None
    tone: str = ""
    note: str = ""
    sender: str = ""
    room: Text = ""
    done: str = ""  # address to which a button "done" posts, for what has no page of its own


def nothing(_viewer: Any) -> int:
    return 0


@dataclass(frozen=True)
class Source:
    """A kind of waiting things. `waiting(viewer)` gives at most MOST of them, the most urgent first;
    `count(viewer)` the same number at little cost, counted to MOST + 1."""

    name: str
    title: Text
    waiting: Callable[[Any], Iterable[Item]]
    count: Callable[[Any], int] = field(default=nothing)
    icon: str = "list"
    order: int = 50


_sources: dict[str, Source] = {}


def offer_source(source: Source) -> Source:
    if source.name in _sources:
        raise ImproperlyConfigured(f"the worklist has a source {source.name} already")
    _sources[source.name] = source
    return source


def sources() -> list[Source]:
    return sorted(_sources.values(), key=lambda one: one.order)
