"""Deeds on terms: start, meet, drop, suspend, resume, extend. Only who may write the record may do so."""

from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.identity.api import Viewer, because, in_scope, system
from jinan.kernel.records.api import Refusal, may_write
from jinan.kernel.records.models import Record, this_node
from jinan.platform.terms import calendars
from jinan.platform.terms.counts import put_last_day
from jinan.platform.terms.models import OPEN, RunningTerm, State
from jinan.platform.terms.words import title
from jinan.standards.deadlines import SHANGHAI, Calendar, Deadline, NotInForce, deadline

When = date | datetime
NODE = system("terms")
BATCH = 500


class NotRunning(Refusal):
    """The record has no open term of this rule."""


@transaction.atomic
def start(record: Record, code: str, *, on: When, by: Viewer, note: str = "") -> RunningTerm:
    """Start a term by the rule in force on the day. `on` is the day of the event, its moment for hours.

    Raises KeyError for an unknown rule, Refusal when it was not in force, runs already, or may not be started.
    """
    check(record, by)
    rule = rule_on(code, day_of(on))
    if rule.by_hours and not isinstance(on, datetime):
        raise Refusal(_("“%(what)s” is counted by hours: give the moment.") % {"what": title(rule)})
    if terms_of(record).filter(code=code, state__in=OPEN).exists():
        raise Refusal(_("“%(what)s” runs already on this record.") % {"what": title(rule)})
    term = RunningTerm(
        **same_place(record, by), code=code, edition=rule.edition, who=rule.who, binds=rule.binds,
        started_on=day_of(on), started_at=on if isinstance(on, datetime) else None, note=note[:200],
    )  # fmt: skip
    put_last_day(term, calendars.present())
    term.save(force_insert=True)
    return term


def same_place(record: Record, by: Viewer) -> dict[str, object]:
    """What a companion says of the record it belongs to."""
    return {
        "target_kind": record.kind(),
        "target": record.pk,
        "topic": record.subject(),
        "shared": record.open_to_officers,
        "division_id": record.division_id,
        "also": record.also,
        "holder": record.holder,
        "agency_id": record.agency_id or by.agency,
        "created_by": by.account,
        "changed_by": by.account,
        "synthetic": record.synthetic,
    }


@transaction.atomic
def meet(record: Record, code: str, *, on: When, by: Viewer) -> RunningTerm:
    """Say that what the term asks was done, and when; too late is met too, and stays visible as late."""
    term = running(record, code, by)
    if day_of(on) < term.started_on and term.rule.mode != "before":
        raise Refusal(_("A term is not met before it starts."))
    if term.state == State.PAUSED:
        close_pause(term, on)
        term.state = State.RUNNING
        put_last_day(term, calendars.present())
    term.state, term.met_on = State.MET, day_of(on)
    term.met_at = on if isinstance(on, datetime) else None
    return kept(term, by)


@transaction.atomic
def drop(record: Record, code: str, *, by: Viewer, reason: str) -> RunningTerm:
    """End a term that binds nobody any more, such as one of a case that was withdrawn."""
    term = running(record, code, by)
    term.state, term.reason = State.DROPPED, needed(reason)
    return kept(term, by, reason)


@transaction.atomic
def suspend(record: Record, code: str, *, on: When, by: Viewer, reason: str) -> RunningTerm:
    """Pause a term from a day (a moment) on, such as for the time of testing."""
    term = running(record, code, by)
    if term.state == State.PAUSED:
        raise Refusal(_("This term is paused already."))
    if day_of(on) < term.started_on:
        raise Refusal(_("A term is not paused before it starts."))
    term.pauses = [*term.pauses, {"from": spelt(term, on), "to": "", "reason": needed(reason)}]
    term.state = State.PAUSED
    put_last_day(term, calendars.present())
    return kept(term, by, reason)


@transaction.atomic
def resume(record: Record, code: str, *, on: When, by: Viewer, reason: str = "") -> RunningTerm:
    """Let a paused term run on; `on` is the first day that counts again."""
    term = running(record, code, by)
    if term.state != State.PAUSED:
        raise Refusal(_("This term is not paused."))
    close_pause(term, on)
    term.state = State.RUNNING
    put_last_day(term, calendars.present())
    return kept(term, by, reason)


def close_pause(term: RunningTerm, on: When) -> None:
    pause = term.open_pause()
    if pause is None:
        return
    end = spelt(term, on)
    if end < pause["from"]:
        raise Refusal(_("A pause does not end before it begins."))
    term.pauses = [one | {"to": end} if one is pause else one for one in term.pauses]


@transaction.atomic
def extend(record: Record, code: str, *, days: int, by: Viewer, reason: str) -> RunningTerm:
    """Lengthen a term: by workdays where it is counted in workdays, else by days."""
    term = running(record, code, by)
    if term.rule.by_hours:
        raise Refusal(_("A term counted by hours cannot be extended."))
    if not 0 < days <= 366:
        raise Refusal(_("A term is extended by 1 to 366 days."))
    term.extra += days
    put_last_day(term, calendars.present())
    return kept(term, by, needed(reason))


def recompute_open(by: Viewer, *, reason: str = "") -> int:
    """Count every open term anew that depends on the calendar; each change is in the log with the reason.

    Returns how many last days changed.
    """
    calendar = calendars.present()
    why = reason or _("holiday calendar changed by %(name)s") % {"name": by.name}
    changed, last = 0, None
    while True:
        with in_scope(NODE, origin="terms", reason=why):
            open_ = RunningTerm.objects.filter(
                state=State.RUNNING, voided_at=None, node=this_node()
            )
            part = list(
                open_.filter(pk__gt=last).order_by("pk").select_for_update()[:BATCH]
                if last
                else open_.order_by("pk").select_for_update()[:BATCH]
            )
            changed += sum(counted_anew(term, calendar) for term in part)
        if len(part) < BATCH:
            return changed
        last = part[-1].pk


def counted_anew(term: RunningTerm, calendar: Calendar) -> bool:
    if not term.rule.asks_calendar or not put_last_day(term, calendar):
        return False
    term.save(update_fields=["last_day", "last_moment", "missing_year", "told", "changed_at"])
    return True


def terms_of(record: Record) -> "models.QuerySet[RunningTerm]":
    """Terms of a record, that was found by `visible_to`; void ones are left out."""
    return RunningTerm.objects.filter(
        target=record.pk, target_kind=record.kind(), voided_at__isnull=True
    )


def running(record: Record, code: str, by: Viewer) -> RunningTerm:
    """The open term of a rule, held until the end of the transaction. Raises NotRunning."""
    check(record, by)
    found = terms_of(record).filter(code=code, state__in=OPEN)
    term = found.select_for_update(of=("self",)).first()
    if term is None:
        raise NotRunning(_("No term %(code)s runs on this record.") % {"code": code})
    return term


def check(record: Record, by: Viewer) -> None:
    if not may_write(record, by):
        raise Refusal(_("Terms are kept by who may write the record."))
    if record.voided_at:
        raise Refusal(_("This record is void; restore it before you change it."))


def rule_on(code: str, on: date) -> Deadline:
    try:
        return deadline(code, on)
    except NotInForce as error:
        raise Refusal(
            _("Rule %(code)s was not in force on %(day)s.") % {"code": code, "day": on}
        ) from error


def needed(reason: str) -> str:
    if not reason.strip():
        raise Refusal({"reason": _("Give a reason.")})
    return reason.strip()[:200]


def day_of(on: When) -> date:
    """The day in Chinese time."""
    if isinstance(on, datetime):
        return on.astimezone(SHANGHAI).date()
    return on


def spelt(term: RunningTerm, on: When) -> str:
    """A day, or for hours a moment, as it is kept in the list of pauses."""
    if not term.rule.by_hours:
        return day_of(on).isoformat()
    if not isinstance(on, datetime):
        raise Refusal(
            _("“%(what)s” is counted by hours: give the moment.") % {"what": title(term.rule)}
        )
    return on.astimezone(SHANGHAI).isoformat()


def kept(term: RunningTerm, by: Viewer, reason: str = "") -> RunningTerm:
    if reason:
        because(reason)
    term.changed_by = by.account
    term.changed_at = timezone.now()
    term.save(
        update_fields=[
            "pauses", "extra", "last_day", "last_moment", "missing_year", "state", "met_on", "met_at",
            "reason", "told", "changed_by", "changed_at",
        ]
    )  # fmt: skip
    return term
