"""Events: stored with the change, delivered once to each listener, thrown away when forged."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from jinan.kernel.events import api
from jinan.kernel.events.api import Event, deliver, emit, listen
from jinan.kernel.events.models import Delivery, Occurrence
from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.jobs import tasks


@dataclass(frozen=True)
class Happened(Event):
    record: UUID
    on: date
    loss: Decimal
    words: str


heard: list[Happened] = []


@listen(Happened)
def hear(event: Happened) -> None:
    heard.append(event)


EVENT = Happened(uuid4(), date(2026, 11, 25), Decimal("12.50"), "坝体渗漏")


def stored() -> Occurrence:
    with in_scope(system("test")):
        return Occurrence.objects.get()


def queued() -> list[dict[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'jobs.call'")
        return [json.loads(a) if isinstance(a, str) else a for (a,) in cursor.fetchall()]


@pytest.mark.django_db
def test_event_reaches_its_listener_whole_and_once() -> None:
    heard.clear()
    with in_scope(kit.viewer(kit.officer())):
        emit(EVENT)
    (call,) = queued()
    for _again in range(3):
        tasks.call(**call)
    assert heard == [EVENT]


@pytest.mark.django_db
def test_event_of_a_failed_change_never_happened() -> None:
    with in_scope(system("test")):
        with pytest.raises(RuntimeError), transaction.atomic():
            emit(EVENT)
            raise RuntimeError
        assert not Occurrence.objects.exists()
    assert queued() == []


@pytest.mark.django_db
def test_failing_listener_is_asked_again_and_leaves_nothing_half_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with in_scope(system("test")):
        emit(EVENT)
    (call,) = queued()

    def fail(event: Happened) -> None:
        Delivery.objects.create(occurrence=stored(), listener="half done")
        raise RuntimeError("planned")

    known = api._listeners[Happened.name()]
    name = next(iter(known))
    monkeypatch.setitem(known, name, (Happened, fail))
    with pytest.raises(RuntimeError):
        tasks.call(**call)
    with in_scope(system("test")):
        assert not Delivery.objects.exists()
    monkeypatch.undo()
    heard.clear()
    tasks.call(**call)
    assert heard == [EVENT]


@pytest.mark.django_db
def test_forged_event_and_forged_call_do_nothing() -> None:
    heard.clear()
    with in_scope(system("test")):
        forged = Occurrence.objects.create(
            name=Happened.name(), payload={"words": "forged"}, mark="0" * 64
        )
        listener = next(iter(api._listeners[Happened.name()]))
        with pytest.raises(ValueError, match="no valid mark"):
            deliver.function(occurrence=str(forged.pk), listener=listener)
    text = json.dumps({"occurrence": str(forged.pk), "listener": listener})
    tasks.call(deed="events.deliver", arguments=text, mark="0" * 64)
    assert heard == []


@pytest.mark.django_db
def test_officer_reads_no_events_and_changes_none() -> None:
    with in_scope(system("test")):
        emit(EVENT)
    with in_scope(kit.viewer(kit.officer())):
        assert not Occurrence.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE events_occurrence SET name = 'x'")
