"""Acting on what another agency owns: a decision of one's own travels to the owner, whose node applies it.

The path is the same on one node and on many: written, carried, applied at the owner's node with the
decision as the cause, answered with a receipt. Until then it is "sent, waiting".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.agencies import api as agencies
from jinan.kernel.events.api import Event, emit, listen
from jinan.kernel.identity.api import Viewer, because
from jinan.kernel.records.actions import Refusal, may_write
from jinan.kernel.records.models import Record, this_node
from jinan.kernel.records.models.decision import (
    FROM_ABOVE,
    WANTS_ANSWER,
    Decision,
    DecisionVerb,
)
from jinan.kernel.records.types import RecordType, record_type, type_of


@dataclass(frozen=True)
class DecisionSent(Event):
    """A decision was written for the node that owns its record."""

    decision: UUID
    to_node: str


@dataclass(frozen=True)
class DecisionApplied(Event):
    """The owner's node has applied a decision."""

    decision: UUID
    verb: str
    target_kind: str
    target: UUID


def refusal(record: Record, verb: str, by: Viewer) -> str | None:
    """Why this viewer may not say this of the record; None when he may."""
    if not by.agency:
        return _("Only an account that belongs to an agency can send decisions.")
    written = by.divisions(record.subject(), write=True)
    if written is not None and record.division_id not in written:
        return _("Your duties do not include this record.")
    own = record.agency_id == by.agency
    if verb in FROM_ABOVE and own:
        return _("This record belongs to your own agency; change it yourself.")
    if verb in FROM_ABOVE and not agencies.stands_over(by.agency, record.agency_id):
        return _("Only an agency above the owner can send this.")
    if verb in (DecisionVerb.ANSWER, DecisionVerb.RECEIPT) and not own:
        return _("Only the agency that owns the record can answer.")
    return None


def possible(record: Record, by: Viewer) -> list[tuple[str, str]]:
    """Verbs that this viewer may send of the record, with their labels; `order.stop` orders a measure."""
    offered = (*FROM_ABOVE, DecisionVerb.ANNOTATION)
    found = [(v.value, str(v.label)) for v in offered if refusal(record, v, by) is None]
    if any(verb == DecisionVerb.ORDER for verb, _label in found):
        found += [(f"order.{one.name}", str(one.title)) for one in type_of(record).orders]
    return found


@transaction.atomic
def decide(
    record: Record, verb: str, *, by: Viewer, text: str, due: date | None = None
) -> Decision:
    """Send a decision to the record's owner. Raises Refusal with the reason."""
    verb, _dot, measure = verb.partition(".")
    if measure and measure not in {one.name for one in type_of(record).orders}:
        raise Refusal({"verb": _("Choose what to send.")})
    if verb not in (*FROM_ABOVE, DecisionVerb.ANNOTATION):
        raise Refusal({"verb": _("Choose what to send.")})
    if problem := refusal(record, verb, by):
        raise Refusal(problem)
    if not text.strip() and verb != DecisionVerb.APPROVAL:
        raise Refusal({"text": _("Say what is to be done.")})
    if due and due < timezone.localdate():
        raise Refusal({"due": _("The due day has passed already.")})
    made = _write(record, verb, by=by, text=text.strip(), due=due, measure=measure)
    emit(DecisionSent(made.pk, record.node))
    return made


@transaction.atomic
def answer(cause: Decision, *, by: Viewer, text: str) -> Decision:
    """Answer an order or a return; closes it, and carries an ordered measure out. Raises Refusal."""
    record = target_of(cause)
    if record is None:
        raise Refusal(_("The record is not there."))
    if problem := refusal(record, DecisionVerb.ANSWER, by):
        raise Refusal(problem)
    if not text.strip():
        raise Refusal({"text": _("Say what was done.")})
    if cause.answers.filter(verb=DecisionVerb.ANSWER).exists():
        raise Refusal(_("This was answered already."))
    made = _write(record, DecisionVerb.ANSWER, by=by, text=text.strip(), cause=cause)
    _obey(record, made)
    emit(DecisionSent(made.pk, cause.node))
    return made


def _write(
    record: Record,
    verb: str,
    *,
    by: Viewer,
    text: str = "",
    due: date | None = None,
    cause: Decision | None = None,
    measure: str = "",
) -> Decision:
    because(text or str(DecisionVerb(verb).label))
    return Decision.objects.create(
        division_id=record.division_id,
        also=record.also,
        agency_id=record.agency_id if by.kind == "system" else by.agency,
        created_by=by.account,
        changed_by=by.account,
        target_kind=record.kind(),
        target=record.pk,
        target_node=record.node,
        topic=record.subject(),
        verb=verb,
        measure=measure,
        text=text,
        due=due,
        receiver_id=cause.agency_id if cause else record.agency_id,
        cause=cause,
    )


def _obey(record: Record, decision: Decision) -> None:
    """What the register declares for a decision, at the owner's node; it may raise Refusal."""
    if handler := type_of(record).on_decision:
        with transaction.atomic():
            handler(record, decision)


def target_of(decision: Decision) -> Any:
    """The record that a decision speaks of, as far as it is on this node and in sight."""
    return record_type(decision.target_kind).model.objects.filter(pk=decision.target).first()


def with_targets(decisions: Iterable[Decision]) -> list[tuple[Decision, Any, RecordType]]:
    """Decisions with their records and registers, those in sight alone; one query a register."""
    asked = list(decisions)
    by_kind: dict[str, set[UUID]] = {}
    for one in asked:
        by_kind.setdefault(one.target_kind, set()).add(one.target)
    found = {name: record_type(name).model.objects.in_bulk(keys) for name, keys in by_kind.items()}  # type: ignore[attr-defined]
    return [
        (one, found[one.target_kind][one.target], record_type(one.target_kind))
        for one in asked
        if one.target in found[one.target_kind]
    ]


@listen(DecisionSent)
def arrive(event: DecisionSent) -> None:
    """At the owner's node: apply the decision once, and write the receipt."""
    if event.to_node != this_node():
        return  # it travels; the owner's node does this
    decision = Decision.objects.select_for_update().get(pk=event.decision)
    record = target_of(decision)
    if record is None or decision.applied_at:
        return
    system = Viewer(kind="system", name="decisions")
    try:
        if decision.verb != DecisionVerb.ANSWER:  # an answer was carried out where it was written
            _obey(record, decision)
    except Refusal as refused:
        decision.refused = str(refused)[:300]
    decision.applied_at = timezone.now()
    decision.save(update_fields=["applied_at", "refused"])
    if decision.verb in WANTS_ANSWER and not decision.refused:
        _write(record, DecisionVerb.RECEIPT, by=system, cause=decision)
    emit(DecisionApplied(decision.pk, decision.verb, decision.target_kind, decision.target))


@dataclass(frozen=True)
class Line:
    """One decision as the page shows it: where it stands, and what came back."""

    decision: Decision
    state: str
    receipt: Decision | None
    answer: Decision | None
    overdue: bool
    measure: str = ""


def decisions_on(record: Record) -> list[Line]:
    """What was said of a record, the newest first."""
    found = Decision.objects.filter(target=record.pk).select_related("agency", "receiver")
    every = list(found.order_by("-id"))
    backs: dict[Any, dict[str, Decision]] = {}
    for one in every:
        if one.cause_id:
            backs.setdefault(one.cause_id, {})[one.verb] = one
    return [line(one, backs.get(one.pk, {})) for one in every if not one.cause_id]


def line(one: Decision, back: dict[str, Decision]) -> Line:
    answered = back.get(DecisionVerb.ANSWER)
    if one.refused:
        state = "refused"
    elif answered or (one.applied_at and one.verb not in WANTS_ANSWER):
        state = "done"
    else:
        state = "open" if one.applied_at else "sent"
    late = one.due is not None and one.due < timezone.localdate() and state in ("open", "sent")
    titles = {order.name: str(order.title) for order in record_type(one.target_kind).orders}
    measure = titles.get(one.measure, "")
    return Line(one, state, back.get(DecisionVerb.RECEIPT), answered, late, measure)


def unanswered() -> "QuerySet[Decision]":
    """Orders and returns in sight that nobody has answered, the most urgent first."""
    answered = Decision.objects.filter(verb=DecisionVerb.ANSWER).values("cause")
    found = Decision.objects.filter(verb__in=WANTS_ANSWER, refused="").exclude(pk__in=answered)
    return found.select_related("agency", "receiver").order_by("due", "id")


def waiting_for(agency: str, *, most: int = 50) -> list[Decision]:
    """Orders and returns that an agency has not answered yet, the most urgent first, `most` of them."""
    return list(unanswered().filter(receiver=agency)[:most])


def sent_and_open(agency: str, *, most: int) -> list[tuple[Decision, Any, RecordType]]:
    """What an agency has sent and nobody has answered, with the records in sight."""
    return with_targets(unanswered().filter(agency=agency)[:most])


def late_below(agency: str, *, most: int) -> list[tuple[Decision, Any, RecordType]]:
    """What agencies directly below one have not answered in time, whoever else sent it."""
    below = unanswered().filter(receiver__superior=agency, due__lt=timezone.localdate())
    return with_targets(below.exclude(agency=agency)[:most])


def decision_context(record: Any, viewer: Viewer) -> dict[str, Any]:
    """What the page of decisions shows of a record."""
    return {
        "lines": decisions_on(record),
        "verbs": possible(record, viewer),
        "own": record.agency_id == viewer.agency,
        "may_answer": record.agency_id == viewer.agency and may_write(record, viewer),
    }
