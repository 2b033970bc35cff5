"""The engine: the only code that changes the state of a case. Every refusal is a sentence."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.events.api import Event, emit
from jinan.kernel.identity.api import Viewer, as_node, in_scope
from jinan.kernel.records import api as records
from jinan.kernel.records.api import Refusal
from jinan.platform.cases import asking, companions
from jinan.platform.cases.asking import Asked
from jinan.platform.cases.models import Case, Outcome, Step
from jinan.platform.cases.people import colleagues
from jinan.platform.cases.roles import OUTSIDE, ROLES
from jinan.platform.cases.standing import acting_for
from jinan.platform.cases.types import Move, case_models, course_of

SKEW = timedelta(minutes=10)  # by which the clock of a tablet may run fast


@dataclass(frozen=True)
class CaseMoved(Event):
    """A case has come from one state into another."""

    kind: str
    case: UUID
    move: str
    came_from: str
    came_to: str


@dataclass(frozen=True)
class Offer:
    """A move out of the present state, with the reason why it cannot be made now, if there is one."""

    move: Move
    refusal: str | None
    papers: tuple[str, ...] = ()  # documents of which one has still to be issued
    agreed: tuple[str, ...] = ()  # roles that have agreed already
    concerns: bool = True  # whether the viewer has the role at all


@transaction.atomic
def opened(case: Case, by: Viewer, reason: str = "") -> None:
    """Write the first step of a case that was just entered, and start the terms of its first state."""
    asked = Asked(by, case.opened_at, reason=reason)
    _write(case, asked, Outcome.OPENED, came_to=case.state)
    companions.arrive(case, course_of(case), case.state, asked)


def refusal(case: Case, name: str, *, by: Viewer, at: datetime | None = None) -> str | None:
    """Why this viewer may not make this move now; None when he may. What is asked with the move is not judged."""
    move = _move_of(case, name)
    if move is None:
        return _("This course has no such step.")
    return next(_reasons(case, move, Asked(by, at or timezone.now())), None)


def offers(case: Case, by: Viewer) -> list[Offer]:
    """Every move out of the present state, those that can be made first."""
    asked = Asked(by, timezone.now())
    found = []
    for move in course_of(case).from_state[case.state]:
        role = _role_of(case, move, by)
        reason = next(_reasons(case, move, asked), None)
        missing = companions.missing_papers(case, move) if role else ()
        agreed = tuple(_agreed(case, move)) if move.all_of else ()
        found.append(Offer(move, reason, missing, agreed, concerns=role is not None))
    return sorted(found, key=lambda one: (one.refusal is not None, not one.concerns, one.move.back))


@transaction.atomic
def take(
    case: Case,
    name: str,
    *,
    by: Viewer,
    values: Mapping[str, Any] | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Case:
    """Make a move. Raises Refusal with the reason, at the field where there is one; nothing is half done.

    `at` is the true moment of what was done without a network; it is kept beside the moment of entry.
    """
    seen = type(case).objects.visible_to(by).filter(pk=case.pk).first()
    if seen is None:
        raise Refusal(_("This record is not there for you."))
    move = _move_of(seen, name)
    if move is None:
        raise Refusal(_("This course has no such step."))
    role = _role_of(seen, move, by)
    if role is None:  # who has no part in it may not even lock the case
        raise Refusal(next(_shut(seen, move, by)))
    with written_by_node(role, by):
        now = type(case).objects.select_for_update().get(pk=case.pk)
        if now.state != case.state:
            raise records.Stale(
                _("The case has moved on while you had it open: it is now “%(state)s”.")
                % {"state": course_of(now).title_of(now.state)}
            )
        return _made(now, move, Asked(by, at or timezone.now(), values or {}, reason.strip()), at)


def _made(case: Case, move: Move, asked: Asked, at: datetime | None) -> Case:
    """Check and make a move of a locked case."""
    for problem in _shut(case, move, asked.by):
        raise Refusal(problem)
    read = asking.read(move, asked.values)
    asked = Asked(asked.by, _moment(case, at), read, asked.reason)
    for problem in _unmet(case, move, asked):
        raise Refusal(problem)
    if move.back and not asked.reason:
        raise Refusal({"reason": _("Say why.")})
    role = _role_of(case, move, asked.by, open_only=True) or ""
    if move.all_of and not _is_last(case, move, role):
        _write(case, asked, Outcome.AGREED, move=move.name, came_from=case.state, role=role)
        return case
    return _go(case, move, asked, role)


def _go(case: Case, move: Move, asked: Asked, role: str) -> Case:
    before = case.state
    _write(
        case, asked, Outcome.MOVED, move=move.name, came_from=before, came_to=move.target, role=role
    )
    if move.effect is not None:
        move.effect(case, asked)
    course = course_of(case)
    companions.leave(case, course, move, asked)
    ends = move.target in course.final
    values: dict[str, Any] = {"state": move.target, "state_since": asked.at}
    values["closed_at"] = asked.at if ends else None
    if role == "handler" and not case.handlers and asked.by.account:
        values["handlers"] = [asked.by.account]  # who takes the first step holds the case
    moved = _store(case, asked, str(move.title), values)
    companions.arrive(moved, course, move.target, asked)
    emit(CaseMoved(moved.kind(), moved.pk, move.name, before, move.target))
    return moved


def _store(case: Case, asked: Asked, title: str, values: Mapping[str, Any]) -> Case:
    """Write state and what the move changed."""
    for name, value in values.items():
        setattr(case, name, value)
    because = f"{title}：{asked.reason}" if asked.reason else title
    return records.store(case, asked.by, because)  # type: ignore[return-value]


@transaction.atomic
def hand_over(case: Case, to: Iterable[UUID], *, by: Viewer, reason: str) -> Case:
    """Give a case to other handlers 案件移交. Raises Refusal."""
    now = type(case).objects.select_for_update().get(pk=case.pk)
    asked = Asked(by, timezone.now(), reason=reason.strip())
    records.check_may_write(now, by)
    if now.handlers and not (by.has("leader") or acting_for(by).intersection(now.handlers)):
        raise Refusal(_("A case is handed over by its handlers or the head of the agency."))
    chosen = list(dict.fromkeys(to))
    if not chosen or not {one.pk for one in colleagues(now.agency_id)}.issuperset(chosen):
        raise Refusal({"handlers": _("Choose officers of the agency that owns the case.")})
    if not asked.reason:
        raise Refusal({"reason": _("Say why.")})
    given = {"before": [str(one) for one in now.handlers], "now": [str(one) for one in chosen]}
    _write(now, asked, Outcome.HANDED, came_from=now.state, given=given)
    return _store(now, asked, _("handed over"), {"handlers": chosen})


def _move_of(case: Case, name: str) -> Move | None:
    try:
        return course_of(case).move(name)
    except (KeyError, StopIteration):
        return None


def _reasons(case: Case, move: Move, asked: Asked) -> Iterator[str]:
    """What stands in the way, the most telling first; of a move that is shut, nothing more is asked."""
    shut = next(_shut(case, move, asked.by), None)
    if shut:
        yield shut
    else:
        yield from _unmet(case, move, asked)


def _shut(case: Case, move: Move, by: Viewer) -> Iterator[str]:
    """Why a move is not this viewer's to make now: the record, the state, the role."""
    course = course_of(case)
    if case.voided_at:
        yield _("This record is void; restore it before you change it.")
    if case.state not in move.sources:
        yield _("“%(move)s” is possible in the state “%(states)s”; the case is in “%(now)s”.") % {
            "move": move.title,
            "states": " / ".join(str(course.title_of(one)) for one in move.sources),
            "now": course.title_of(case.state),
        }
    if _role_of(case, move, by) is None:
        yield str(ROLES[move.roles[0]].refuses(case, by, acting_for(by)))
    if move.all_of and _role_of(case, move, by, open_only=True) is None:
        yield _("You have agreed; others have not yet.")


def _unmet(case: Case, move: Move, asked: Asked) -> Iterator[str]:
    """Conditions that do not hold: those of the room, then the papers."""
    for check in move.needs:
        if problem := check(case, asked):
            yield str(problem)
    if problem := companions.paper_problem(case, move):
        yield problem


def _role_of(case: Case, move: Move, by: Viewer, *, open_only: bool = False) -> str | None:
    """The role in which a viewer may make a move; of those that have not agreed, where it is a joint one."""
    acting = acting_for(by)
    agreed = _agreed(case, move) if move.all_of and open_only else set()
    for role in move.roles:
        if role not in agreed and ROLES[role].refuses(case, by, acting) is None:
            return role
    return None


def _agreed(case: Case, move: Move) -> set[str]:
    """Roles that have agreed to a joint move since the case came into its state."""
    found = Step.objects.filter(
        target=case.pk, outcome=Outcome.AGREED, move=move.name, created_at__gte=case.state_since
    )
    return set(found.values_list("role", flat=True))


def _is_last(case: Case, move: Move, role: str) -> bool:
    return set(move.all_of) - _agreed(case, move) <= {role}


def _moment(case: Case, at: datetime | None) -> datetime:
    """The true moment of a step. Raises Refusal when it lies in the future or before the step that went before."""
    now = timezone.now()
    if at is None:
        return now
    if at > now + SKEW:
        raise Refusal({"at": _("This moment has not come yet.")})
    if at < case.state_since:
        raise Refusal(
            {"at": _("The step before was made later than this moment; check the clock.")}
        )
    return min(at, now)


@contextmanager
def written_by_node(role: str, by: Viewer) -> Iterator[None]:
    """What an outsider does in his own right, the node writes for him under his name (ADR 15)."""
    if role in OUTSIDE and by.kind != "system":
        with in_scope(as_node(by)):
            yield
    else:
        yield


def _write(case: Case, asked: Asked, outcome: str, *, role: str = "", **what: Any) -> Step:
    by = asked.by
    given = what.pop("given", asked.values)
    deputy = None
    if by.account and case.handlers and by.account not in case.handlers and role == "handler":
        deputy = next(iter(acting_for(by).intersection(case.handlers)), None)
    return Step.objects.create(
        target_kind=case.kind(), target=case.pk, topic=case.subject(), shared=case.open_to_officers,
        division_id=case.division_id, also=case.also, holder=case.holder, agency_id=case.agency_id,
        created_by=by.account, changed_by=by.account, synthetic=case.synthetic,
        course=case.course, edition=case.edition, outcome=outcome, role=role, actor=by.name,
        stands_in_for=deputy, at=asked.at, reason=asked.reason, given=asking.plain(given), **what,
    )  # fmt: skip


@transaction.atomic
def give_away(leaver: UUID, successor: UUID | None, *, by: Viewer, reason: str) -> int:
    """Open cases of somebody who leaves go to a successor; runs in the scope of the hand-over. How many."""
    moved = 0
    for model in case_models():
        for case in model.objects.filter(handlers__contains=[leaver], closed_at=None):
            rest = [one for one in case.handlers if one != leaver]
            now = list(dict.fromkeys([*rest, successor])) if successor else rest
            asked = Asked(by, timezone.now(), reason=reason)
            given = {
                "before": [str(one) for one in case.handlers],
                "now": [str(one) for one in now],
            }
            _write(case, asked, Outcome.HANDED, came_from=case.state, given=given)
            _store(case, asked, _("handed over"), {"handlers": now})
            moved += 1
    return moved
