"""Reporting a hidden danger, reopening it, what its moves make of it beside its state, and its climbing."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from jinan.kernel.agencies import api as agencies
from jinan.kernel.events.api import Event, emit, listen
from jinan.kernel.identity.api import Viewer, as_node, in_scope
from jinan.kernel.identity.models import Account
from jinan.kernel.records import api as records
from jinan.kernel.records.api import Refusal, record_type
from jinan.platform.cases.api import Asked, CaseMoved, course_of
from jinan.platform.notices import api as notices
from jinan.registers.enterprises.models import Enterprise
from jinan.supervision.hidden_dangers import rules
from jinan.supervision.hidden_dangers.models import Climb, Grade, HiddenDanger, Origin
from jinan.supervision.hidden_dangers.queries import level_kept, overdue

DANGER = notices.offer_kind(
    notices.NoticeKind("danger", gettext_lazy("Hidden dangers"), "alert", ("mail", "sms"))
)
PLAN = ("measures", "money", "person", "interim")


@dataclass(frozen=True)
class RecordRef:
    """A record of any register that a hidden danger came from, such as an alarm or an inspection."""

    kind: str
    uid: UUID


@dataclass(frozen=True)
class DangerReported(Event):
    """A hidden danger has come in from an enterprise or from another room."""

    danger: UUID


@transaction.atomic
def report(
    by: Viewer,
    enterprise: Enterprise,
    title: str,
    *,
    domain: str,
    origin: str,
    source: RecordRef | None = None,
    **facts: Any,
) -> HiddenDanger:
    """Enter a hidden danger of an enterprise; `facts` are further fields of the form.

    One source becomes one danger: the second report of it gives the danger of the first. An enterprise
    reports for itself alone, the node writes it. Raises Refusal.
    """
    if by.holder is not None:
        if by.holder != enterprise.pk:
            raise Refusal(_("An enterprise reports its own dangers only."))
        origin = Origin.ENTERPRISE
    if source and (known := of_source(source)):
        if known.enterprise_id != enterprise.pk:
            raise Refusal(_("This source has become a hidden danger already."))
        return known
    raw = {"found_on": timezone.localdate().isoformat(), **facts}
    if fault := day_fault(raw["found_on"]):
        raise Refusal({"found_on": fault})
    raw |= {
        "title": title, "enterprise": str(enterprise.pk), "division": enterprise.division_id,
        "domain": domain, "origin": origin,
    }  # fmt: skip
    return entered(raw, by, enterprise, source)


def entered(
    raw: dict[str, Any], by: Viewer, enterprise: Enterprise, source: RecordRef | None
) -> HiddenDanger:
    """Write the danger: an officer by his own right, else the node for whom it is."""
    writer = by if by.agency and by.writes("hidden_dangers") else None
    kind = record_type(HiddenDanger.kind())
    with in_scope(writer or as_node(by, agency=enterprise.agency_id)) as hand:
        made: HiddenDanger = records.add(kind, raw, by=hand)  # type: ignore[assignment]
        if source:
            made = records.move(
                made, by=hand, reason="", source_kind=source.kind, source=source.uid
            )  # type: ignore[assignment]
        emit(DangerReported(made.pk))
    return made


@listen(DangerReported)
def tell_of_report(event: DangerReported) -> None:
    """Tell the officers of the agency that a danger has come in."""
    danger = HiddenDanger.objects.select_related("enterprise").get(pk=event.danger)
    whom = [one for one in officers(danger) if one.pk != danger.created_by]
    tell(danger, whom, gettext_noop("Hidden danger reported: %(what)s"), {})


@listen(CaseMoved)
def tell_of_move(event: CaseMoved) -> None:
    """Tell the enterprise what an agency decided, and the handlers what the enterprise did."""
    if event.kind != HiddenDanger.kind():
        return
    danger = HiddenDanger.objects.select_related("enterprise").get(pk=event.case)
    course = course_of(danger)
    if "enterprise" in course.move(event.move).roles:
        whom = [one for one in officers(danger) if one.pk in danger.handlers] or officers(danger)
    else:
        whom = (
            list(Account.objects.filter(holder=danger.holder, is_active=True))
            if danger.holder
            else []
        )
    state = str(course.title_of(event.came_to))
    tell(danger, whom, gettext_noop("%(what)s: now %(state)s"), {"state": state})


def officers(danger: HiddenDanger) -> list[Account]:
    return notices.officers_of(
        danger.agency_id or "", topic=HiddenDanger.subject(), division=danger.division_id
    )


def tell(danger: HiddenDanger, whom: list[Account], subject: str, values: dict[str, str]) -> None:
    due = f" · {danger.open_until}" if danger.open_until else ""
    notices.tell(
        whom, subject, kind=DANGER, values={"what": danger.title} | values,
        text=f"{danger.enterprise}{due}", href=f"/hidden_dangers/dangers/{danger.pk}/",
    )  # fmt: skip


def of_source(source: RecordRef) -> HiddenDanger | None:
    """The danger that a source has become already."""
    with in_scope(as_node(Viewer("system", "hidden_dangers"))):
        return HiddenDanger.objects.filter(  # type: ignore[return-value]
            source_kind=source.kind, source=source.uid, voided_at=None
        ).first()


def day_fault(given: Any) -> str:
    """What is wrong with the day of finding; empty when nothing is."""
    day = given if isinstance(given, date) else None
    if day is None:
        try:
            day = date.fromisoformat(str(given))
        except ValueError:
            return ""  # the reading of the form says it
    return _("This day has not come yet.") if day > timezone.localdate() else ""


@transaction.atomic
def reopen(danger: HiddenDanger, *, by: Viewer, reason: str) -> HiddenDanger:
    """Begin anew with a danger that was cancelled and is there again: a new record, linked to the old. Raises Refusal."""
    records.check_may_write(danger, by)
    if danger.state != "closed":
        raise Refusal(_("Only a cancelled danger is reopened; this one still runs."))
    if not reason.strip():
        raise Refusal({"reason": _("Say why.")})
    if HiddenDanger.objects.filter(reopens=danger, closed_at=None, voided_at=None).exists():
        raise Refusal(_("It was reopened already."))
    made = report(
        by, danger.enterprise, danger.title, domain=danger.domain, origin=Origin.INSPECTION,
        place=danger.place, position=danger.position, description=reason.strip(), harm=danger.harm,
    )  # fmt: skip
    return records.move(made, by=by, reason=reason, reopens=danger)  # type: ignore[return-value]


def grade(danger: HiddenDanger, asked: Asked) -> None:
    """Keep grade and criterion 判定."""
    danger.grade = asked.values["grade"]
    danger.criterion = asked.values.get("criterion", "")
    danger.basis = asked.values.get("basis", "")


def reject(danger: HiddenDanger, asked: Asked) -> None:
    """Link a duplicate to the first report."""
    if first := asked.values.get("first"):
        danger.duplicate_of_id = UUID(first)


def set_due(danger: HiddenDanger, asked: Asked) -> None:
    """Keep the day until which it is to be corrected; a new term begins without a fault."""
    danger.due = danger.open_until = asked.values["due"]
    danger.climbed, danger.asked_due, danger.corrected_on = Climb.NONE, None, None


def enlist(danger: HiddenDanger, asked: Asked) -> None:
    """Put it on the list of the deciding agency's level 挂牌督办, with a term."""
    danger.level = level_kept(asked.by.agency or "")
    danger.listed_on = asked.on
    set_due(danger, asked)


def keep_plan(danger: HiddenDanger, asked: Asked) -> None:
    """Keep the five settled things of the plan 五落实: measures, money, person, term, precautions."""
    for name in PLAN:
        setattr(danger, name, asked.values[name])
    if asked.values["due"] != danger.due:
        set_due(danger, asked)


def ask_more_time(danger: HiddenDanger, asked: Asked) -> None:
    danger.asked_due = asked.values["due"]


def deny(danger: HiddenDanger, asked: Asked) -> None:
    danger.asked_due = None


def corrected(danger: HiddenDanger, asked: Asked) -> None:
    """The enterprise says that it is done: its term runs no more."""
    danger.corrected_on, danger.open_until = asked.on, None


def is_major(danger: HiddenDanger) -> bool:
    return danger.grade == Grade.MAJOR


def climb_all(by: Viewer, on: date) -> int:
    """Let overdue dangers climb: each step is told once to the agency above that it reaches. How many climbed."""
    return sum(climb(danger, by, on) for danger in overdue(on))


def climb(danger: HiddenDanger, by: Viewer, on: date) -> bool:
    wanted = rules.climbs(danger.open_until, on)
    if wanted <= int(danger.climbed):
        return False
    above = agencies.chain(danger.agency_id or "")[1 : wanted + 1]
    for step, agency in enumerate(above, start=1):
        if step > int(danger.climbed):
            notices.tell(
                notices.officers_of(
                    agency.pk, topic=HiddenDanger.subject(), division=danger.division_id
                ),
                gettext_noop("Overdue danger: %(what)s"),
                kind=DANGER,
                values={"what": danger.title},
                text=f"{danger.enterprise} · {danger.open_until}",
                href=f"/hidden_dangers/dangers/{danger.pk}/course/",
                urgency=notices.Urgency.URGENT,
            )
    records.move(danger, by=by, reason=str(Climb(str(wanted)).label), climbed=str(wanted))
    return True
