"""Loading the holiday notice of a year: the deed of the national stewards of code sets."""

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from jinan.kernel.changes.api import Verb, note
from jinan.kernel.codes.api import is_steward
from jinan.kernel.identity.api import Viewer, system
from jinan.kernel.jobs.api import deed, later
from jinan.kernel.records.api import Refusal
from jinan.platform.terms.actions import recompute_open
from jinan.platform.terms.models import HolidayDay
from jinan.platform.terms.rules import Unreadable, read_notice

log = logging.getLogger(__name__)


@deed("terms.recompute")
def recompute(year: int, by: str) -> None:
    """Count open terms anew after the holiday notice of a year was loaded."""
    reason = _("holiday notice of %(year)s loaded by %(name)s") % {"year": year, "name": by}
    changed = recompute_open(system(by), reason=reason)
    log.info("holiday notice of %s: %s last days changed", year, changed)


@transaction.atomic
def load_notice(year: int, text: str, *, source: str, by: Viewer, reason: str = "") -> int:
    """Take in the holiday notice of a year, whole; open terms are counted anew after the commit.

    Returns the number of days. Raises Refusal without the duty, the source, or a notice that can be read.
    """
    if not is_steward(by):
        raise Refusal(_("The calendar is kept by the national stewards of code sets."))
    if not source.strip():
        raise Refusal({"source": _("Name the notice from which the days are taken.")})
    try:
        days = read_notice(text, year, source.strip()[:200])
    except Unreadable as fault:
        raise Refusal({"text": sentence(fault)}) from fault
    before = {str(one.day): one.kind for one in HolidayDay.objects.filter(year=year)}
    HolidayDay.objects.filter(year=year).delete()
    HolidayDay.objects.filter(day__in=[one.day for one in days]).delete()
    HolidayDay.objects.bulk_create(
        HolidayDay(year=year, day=one.day, kind=one.kind, name=one.name, source=one.source)
        for one in days
    )
    after = {str(one.day): one.kind for one in days}
    note(
        Verb.OTHER, "terms.calendar", None, year=year, before=before, after=after,
        source=source.strip()[:200], reason=reason.strip()[:200],
    )  # fmt: skip
    later(recompute, year=year, by=by.name)
    return len(days)


def sentence(fault: Unreadable) -> str:
    texts = {
        "line": _("This line cannot be read: %(line)s"),
        "year": _("This day lies outside the year of the notice: %(line)s"),
        "twice": _("This day is named twice: %(line)s"),
        "weekday": _("A make-up workday falls on a Saturday or Sunday: %(line)s"),
        "whole": _("A whole notice names New Year's Day and National Day; this one does not."),
    }
    return texts[fault.why] % {"line": fault.line} if fault.line else texts[fault.why]
