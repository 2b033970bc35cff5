"""Reminders of terms: three days before, on the last day, and once it is over, each told once.

What is over is told to the leaders of the superior agency too, where the agency itself must act.
"""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jinan.kernel.agencies.api import superior
from jinan.kernel.identity.api import viewer_of
from jinan.kernel.identity.models import Account, Role
from jinan.kernel.records.models import this_node
from jinan.platform.notices.api import NoticeKind, Urgency, offer_kind, officers_of, tell
from jinan.platform.terms import queries
from jinan.platform.terms.models import RunningTerm, State
from jinan.platform.terms.rules import AHEAD, BEFORE, OVER, TODAY, reminder
from jinan.platform.terms.words import OURS

BATCH = 2_000
TERM = offer_kind(NoticeKind("term", _("Statutory terms"), "clock", ("mail",)))
OVERDUE = offer_kind(NoticeKind("overdue", _("Terms over below"), "alert", ("mail",)))
SUBJECTS = {
    BEFORE: gettext_noop("Ends on %(day)s: %(what)s · %(record)s"),
    TODAY: gettext_noop("Ends today: %(what)s · %(record)s"),
    OVER: gettext_noop("Over since %(day)s: %(what)s · %(record)s"),
}
ESCALATED = gettext_noop("%(agency)s let a term pass on %(day)s: %(what)s · %(record)s")


def remind() -> int:
    """Send what is due; returns how many terms were told of. Runs in the scope of the node."""
    today, now = timezone.localdate(), timezone.now()
    wanted = (
        Q(last_day__lt=today, told__lt=OVER)
        | Q(last_day=today, told__lt=TODAY)
        | Q(last_day__lte=today + timedelta(days=AHEAD), told__lt=BEFORE)
        | Q(last_moment__lt=now, told__lt=OVER)
    )
    open_ = RunningTerm.objects.filter(
        wanted, state=State.RUNNING, binds=True, voided_at__isnull=True, node=this_node()
    )
    part = list(open_.order_by("last_day").select_for_update(of=("self",))[:BATCH])
    found = {term.pk: (record, kind) for term, record, kind in queries.with_records(part)}
    told = 0
    for term in part:
        if term.last_day is None:
            continue
        stage = reminder(term.last_day, term.last_moment, now, today)
        if stage <= term.told:
            continue
        if term.pk in found:  # what is void or gone is passed over once and for all
            record, kind = found[term.pk]
            send(term, str(record), f"/{kind.address}/{record.pk}/terms/", stage)
            told += 1
        term.told, term.reminded_at = stage, now
        term.save(update_fields=["told", "reminded_at"])
    return told


def send(term: RunningTerm, record: str, href: str, stage: int) -> None:
    """Tell the agency; once it is over its superior's leaders too."""
    values = {"day": str(term.last_day), "what": term.rule.zh, "record": record}
    if term.agency_id:
        concerned = officers_of(term.agency_id, topic=term.topic, division=term.division_id)
        urgency = Urgency.NORMAL if stage == BEFORE else Urgency.URGENT
        tell(concerned, SUBJECTS[stage], kind=TERM, values=values, href=href, urgency=urgency)
    if stage == OVER and term.who in OURS:
        values["agency"] = str(term.agency)
        tell(leaders_above(term), ESCALATED, kind=OVERDUE, values=values, href=href)


def leaders_above(term: RunningTerm) -> list[Account]:
    """Leaders of the superior agency who see the record; all officers concerned where it has none."""
    above = superior(term.agency_id) if term.agency_id else None
    if above is None:
        return []
    found = officers_of(above.code, topic=term.topic, division=term.division_id)
    return [one for one in found if viewer_of(one).has(Role.LEADER)] or found
