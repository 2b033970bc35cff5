"""Door of events: declare one, say that it happened, listen to it.

`emit` stores the event in the transaction of the change, with one durable call for each listener.
A listener runs after commit in a transaction of its own, again until it succeeds, and never twice.
"""

import dataclasses
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar, get_type_hints
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured

from jinan.kernel.events.models import Delivery, Occurrence
from jinan.kernel.identity.api import mark
from jinan.kernel.jobs.api import deed, later


@dataclass(frozen=True)
class Event:
    """Base of all events: a frozen dataclass of plain values, named by its room and class."""

    @classmethod
    def name(cls) -> str:
        return f"{cls.__module__.removeprefix('jinan.')}.{cls.__name__}"


E = TypeVar("E", bound=Event)
READERS: dict[Any, Callable[[Any], Any]] = {
    UUID: UUID,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    Decimal: Decimal,
}
_listeners: dict[str, dict[str, tuple[type[Event], Callable[[Any], None]]]] = {}


def listen(kind: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Make a function a listener of an event class; its full name marks what it has dealt with."""

    def register(function: Callable[[E], None]) -> Callable[[E], None]:
        name = f"{function.__module__.removeprefix('jinan.')}.{function.__qualname__}"
        known = _listeners.setdefault(kind.name(), {})
        if name in known:
            raise ImproperlyConfigured(f"{name} listens twice")
        known[name] = (kind, function)
        return function

    return register


def emit(event: Event) -> None:
    """Say that something happened, in the present transaction."""
    payload = json.loads(json.dumps(dataclasses.asdict(event), default=str))
    name = event.name()
    stored = Occurrence(name=name, payload=payload)
    stored.mark = mark_of(stored)
    Occurrence.objects.bulk_create([stored])
    for listener in _listeners.get(name, {}):
        later(deliver, occurrence=str(stored.pk), listener=listener)


def mark_of(stored: Occurrence) -> str:
    payload = json.dumps(stored.payload, sort_keys=True)
    return mark(f"event\x1f{stored.pk}\x1f{stored.name}\x1f{payload}")


@deed("events.deliver")
def deliver(occurrence: str, listener: str) -> None:
    """Hand one event to one listener, once."""
    stored = Occurrence.objects.get(pk=occurrence)
    if not hmac.compare_digest(stored.mark, mark_of(stored)):
        raise ValueError(f"event {stored.pk} bears no valid mark")
    done = Delivery.objects.filter(occurrence=stored, listener=listener)
    if done.exists():
        return
    kind, function = _listeners[stored.name][listener]
    function(read(kind, stored.payload))
    Delivery.objects.create(occurrence=stored, listener=listener)


def read(kind: type[E], payload: dict[str, Any]) -> E:
    """The event again from its stored values; fields unknown to this release are left out."""
    hints = get_type_hints(kind)
    values = {}
    for field in dataclasses.fields(kind):
        if field.name in payload:
            reader = READERS.get(hints[field.name])
            value = payload[field.name]
            values[field.name] = reader(value) if reader and value is not None else value
    return kind(**values)
