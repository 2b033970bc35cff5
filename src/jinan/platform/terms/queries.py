"""Reading terms: those of a record, those that wait for a viewer, and what a page tells of one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import RecordType, record_type, record_types
from jinan.kernel.records.models import Record
from jinan.platform.terms import calendars, strips, words
from jinan.platform.terms.counts import counted
from jinan.platform.terms.models import OPEN, RunningTerm, State
from jinan.standards.deadlines import BeyondCalendar, Calendar, Count

NEAR = 7  # days before the last day from which a term waits in the worklist


def of(record: Record) -> list[RunningTerm]:
    """Terms of a record that was found by `visible_to`: the open ones first, by their last day."""
    found = RunningTerm.objects.filter(target=record.pk, target_kind=record.kind())
    terms: list[RunningTerm] = list(found.filter(voided_at__isnull=True))
    return sorted(terms, key=lambda one: (not one.is_open, one.last_day or date.max, one.pk))


def count_of(record: Record, viewer: Viewer) -> int:
    found = RunningTerm.objects.filter(target=record.pk, target_kind=record.kind())
    return found.filter(voided_at__isnull=True).count()


@dataclass(frozen=True)
class Shown:
    """A term as a page shows it."""

    term: RunningTerm
    title: str
    who: str
    source: str
    law: str
    span: str
    event: str
    remark: str
    days_left: int | None
    workdays_left: int | None
    tone: str
    time_left: str
    is_over: bool
    count: Count | None
    months: list[strips.Month]

    @property
    def days_over(self) -> int:
        return -(self.days_left or 0)


def shown(term: RunningTerm, calendar: Calendar, now: datetime) -> Shown:
    """What a page tells of a term, with its count; a term by hours has none."""
    rule, today = term.rule, timezone.localdate(now)
    how = None if rule.by_hours else count_or_none(term, calendar)
    is_running = term.state == State.RUNNING and term.last_day is not None
    return Shown(
        term=term,
        title=words.title(rule),
        who=str(words.WHO.get(term.who, term.who)),
        source=words.source(rule),
        law=words.law_query(rule),
        span=words.span(rule),
        event=words.start_event(rule),
        remark=words.remark(rule),
        days_left=term.days_left(today) if is_running else None,
        workdays_left=strips.workdays_left(term.last_day, today, calendar)
        if is_running and term.last_day
        else None,
        tone=tone(term, now),
        time_left=time_left(term, now) if is_running else "",
        is_over=term.is_over(now),
        count=how,
        months=strips.months(how, calendar, today) if how else [],
    )


def time_left(term: RunningTerm, now: datetime) -> str:
    """Hours until the last moment, in words; empty for a term by days."""
    if term.last_moment is None or term.last_moment < now:
        return ""
    hours = int((term.last_moment - now).total_seconds() // 3600)
    return words.lengths("hour", hours) % {"n": hours} if hours else _("less than an hour")


def count_or_none(term: RunningTerm, calendar: Calendar) -> Count | None:
    if term.state == State.PAUSED:
        return None
    try:
        return counted(term, calendar)
    except BeyondCalendar:
        return None


def tone(term: RunningTerm, now: datetime) -> str:
    """`bad` once it is over or was late, `warn` from three days before, `good` when it was met."""
    if term.is_over(now) or term.was_late:
        return "bad"
    if term.state == State.MET:
        return "good"
    left = term.days_left(timezone.localdate(now))
    if term.state == State.RUNNING and term.binds and left is not None and left <= 3:
        return "warn"
    return ""


def panel(record: Record, viewer: Viewer) -> dict[str, Any]:
    """What the tab of a record shows."""
    calendar, now = calendars.present(), timezone.now()
    return {
        "terms": [shown(one, calendar, now) for one in of(record)],
        "today": timezone.localdate(),
    }


def due(viewer: Viewer) -> "QuerySet[RunningTerm]":
    """Open terms that end soon or are over: of the viewer's agency where he writes, or his enterprise's own."""
    found = RunningTerm.objects.filter(
        state=State.RUNNING, binds=True, voided_at__isnull=True,
        last_day__lte=timezone.localdate() + timedelta(days=NEAR),
    )  # fmt: skip
    if viewer.holder:
        found = found.filter(holder=viewer.holder, who__in=words.THEIRS)
    elif viewer.agency:
        found = found.filter(written_by(viewer), agency=viewer.agency)
    else:
        found = found.none()
    return found.order_by("last_day", "pk")


def written_by(viewer: Viewer) -> Q:
    """Terms on records that the viewer may write, by subject and division."""
    where = Q(pk__in=[])
    for topic in {kind.subject for kind in record_types()}:
        divisions = viewer.divisions(topic, write=True)
        if divisions is None:
            where |= Q(topic=topic)
        elif divisions:
            where |= Q(topic=topic, division__in=sorted(divisions))
    return where


def with_records(
    terms: Iterable[RunningTerm],
) -> Iterator[tuple[RunningTerm, Any, RecordType]]:
    """Terms with their records and registers, those in sight and not void; one query a register."""
    known = {kind.kind for kind in record_types()}
    asked = [one for one in terms if one.target_kind in known]
    by_kind: dict[str, set[UUID]] = {}
    for one in asked:
        by_kind.setdefault(one.target_kind, set()).add(one.target)
    found: dict[str, dict[UUID, Any]] = {
        name: record_type(name).model.objects.in_bulk(keys)  # type: ignore[attr-defined]
        for name, keys in by_kind.items()
    }
    for one in asked:
        record = found[one.target_kind].get(one.target)
        if record is not None and not record.voided_at:
            yield one, record, record_type(one.target_kind)


def waiting_for_calendar() -> int:
    """Open terms in the viewer's sight whose last day is unknown, for a calendar is not loaded."""
    return RunningTerm.objects.filter(
        state__in=OPEN, missing_year__isnull=False, voided_at__isnull=True
    ).count()
