"""From a running term to its count: the one place where last days are computed."""

from datetime import date, datetime, timedelta

from jinan.platform.terms.models import RunningTerm, State
from jinan.standards.deadlines import (
    SHANGHAI,
    BeyondCalendar,
    Calendar,
    Count,
    Pause,
    count,
    last_moment,
)


def put_last_day(term: RunningTerm, calendar: Calendar) -> bool:
    """Set the last day from start, pauses and extension; says whether it changed.

    While a term is paused, or where the calendar does not reach so far, it has none.
    """
    before = (term.last_day, term.last_moment, term.missing_year)
    term.last_day = term.last_moment = term.missing_year = None
    if term.state != State.PAUSED:
        try:
            _put(term, calendar)
        except BeyondCalendar as beyond:
            term.missing_year = beyond.year
    changed = before != (term.last_day, term.last_moment, term.missing_year)
    if changed:
        term.told = 0
    return changed


def _put(term: RunningTerm, calendar: Calendar) -> None:
    if term.rule.by_hours and term.started_at:
        term.last_moment = last_moment(term.rule, term.started_at, pauses=moments(term))
        term.last_day = term.last_moment.astimezone(SHANGHAI).date()
    else:
        term.last_day = counted(term, calendar).last


def counted(term: RunningTerm, calendar: Calendar) -> Count:
    """The term day by day. Raises BeyondCalendar, and NoSuchMoment for a term by hours."""
    return count(term.rule, term.started_on, calendar, pauses=days(term), extra=term.extra)


def days(term: RunningTerm) -> list[Pause]:
    """The pauses that are over: from their first day to the day before work went on."""
    found = [(_day(one["from"]), _day(one["to"])) for one in term.pauses if one["to"]]
    return [(begin, back - timedelta(days=1)) for begin, back in found if begin < back]


def moments(term: RunningTerm) -> list[tuple[datetime, datetime]]:
    found = [(one["from"], one["to"]) for one in term.pauses if one["to"]]
    return [(datetime.fromisoformat(begin), datetime.fromisoformat(back)) for begin, back in found]


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])
