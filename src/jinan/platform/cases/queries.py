"""Reading cases: the steps of one, what its page shows, and what waits for somebody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import may_write, type_of
from jinan.platform.cases import engine
from jinan.platform.cases.diagram import svg
from jinan.platform.cases.models import Case, Outcome, StandIn, Step
from jinan.platform.cases.people import colleagues, leaders_of, names_of
from jinan.platform.cases.roles import ROLES
from jinan.platform.cases.standing import acting_for
from jinan.platform.cases.types import Ask, CaseType, case_models, course_of, editions_of
from jinan.platform.papers import api as papers
from jinan.platform.worklist.api import Item


@dataclass(frozen=True)
class Line:
    """A step as the page tells it."""

    step: Step
    title: str
    role: str
    came_to: str
    particulars: list[tuple[str, str]]
    for_whom: str = ""


def steps_of(case: Case) -> "QuerySet[Step]":
    return Step.objects.filter(target=case.pk, target_kind=case.kind())  # type: ignore[no-any-return]


def lines_of(case: Case) -> list[Line]:
    """The steps of a case in words, the newest first."""
    course = course_of(case)
    return [_line(course, step) for step in steps_of(case).order_by("-at", "-id")]


def _line(course: CaseType, step: Step) -> Line:
    moves = {move.name: move for move in course.moves}
    move = moves.get(step.move)
    asked = {ask.name: ask for ask in move.asks} if move else {}
    told = [(str(asked[k].title), _words(v, asked[k])) for k, v in step.given.items() if k in asked]
    deputy = names_of([step.stands_in_for])[0] if step.stands_in_for else ""
    return Line(
        step,
        str(move.title) if move else step.get_outcome_display(),
        str(ROLES[step.role].title) if step.role in ROLES else "",
        str(course.title_of(step.came_to)) if step.came_to in course.states else "",
        told,
        deputy,
    )


def _words(value: Any, ask: Ask) -> str:
    """A particular in the words of who reads."""
    if ask.kind == "accounts":
        return "、".join(names_of([UUID(one) for one in value]))
    return str(dict(ask.choices).get(str(value), value))


def context(record: Case, viewer: Viewer) -> dict[str, Any]:
    """What the tab “Course” of a case shows."""
    course = course_of(record)
    offered = engine.offers(record, viewer)
    gone = steps_of(record).exclude(came_to="").values_list("came_from", "came_to")
    mine = [one for one in offered if one.concerns]
    return {
        "case": record,
        "course": course,
        "offers": mine,
        "others": sorted(
            {str(ROLES[r].title) for o in offered if not o.concerns for r in o.move.roles}
        ),
        "wanted": {code: papers.document(code) for o in mine for code in o.papers},
        "lines": lines_of(record),
        "diagram": svg(course, record.state, frozenset(gone)),
        "handler_names": names_of(record.handlers),
        "colleagues": colleagues(record.agency_id) if mine and may_write(record, viewer) else [],
        "ended": record.state in course.final,
    }


def count(record: Case, viewer: Viewer) -> int:
    return 0


def waiting_states(model: type[Case], roles: tuple[str, ...]) -> dict[str, set[tuple[str, str]]]:
    """For each role, the (course, state) pairs in which it has a move forward."""
    moves = [(c, m) for c in editions_of(model) for m in c.moves if not m.back]
    return {
        role: {(c.name, state) for c, m in moves if role in m.roles for state in m.sources}
        for role in roles
    }


def waits_for(model: type[Case], viewer: Viewer, acting: frozenset[UUID]) -> "QuerySet[Any] | None":
    """Cases of a register that wait for a move of this viewer; None when none can."""
    roles = ("officer", "handler", "leader", "enterprise")
    states = waiting_states(model, roles)
    wanted = Q(pk__in=[])
    if viewer.holder:
        wanted |= _in(states["enterprise"]) & Q(holder=viewer.holder)
    if viewer.agency and viewer.writes(model.subject()):
        mine = Q(handlers=[]) | Q(handlers__overlap=sorted(acting))
        own = _in(states["officer"] | states["handler"]) & mine
        if viewer.has("leader") or (len(acting) > 1 and acting & leaders_of(viewer.agency)):
            own |= _in(states["leader"])
        wanted |= Q(agency=viewer.agency) & own
    if not wanted.children:
        return None
    seen = model.objects.visible_to(viewer).live()
    return seen.filter(wanted, closed_at=None).order_by("state_since")


def _in(pairs: set[tuple[str, str]]) -> Q:
    courses: dict[str, set[str]] = {}
    for course, state in pairs:
        courses.setdefault(course, set()).add(state)
    found = Q(pk__in=[])
    for course, states in sorted(courses.items()):
        found |= Q(course=course, state__in=sorted(states))
    return found


def waiting(viewer: Viewer, most: int) -> Iterator[Item]:
    """The cases that wait, as lines of the worklist."""
    acting = acting_for(viewer)
    for model in case_models():
        found = waits_for(model, viewer, acting)
        for case in found[:most] if found is not None else ():
            kind = type_of(case)
            yield Item(
                title=str(case),
                href=f"/{kind.address}/{case.pk}/course/",
                since=case.state_since,
                note=str(course_of(case).title_of(case.state)),
                room=kind.title,
            )


def counted(viewer: Viewer, most: int) -> int:
    acting = acting_for(viewer)
    total = 0
    for model in case_models():
        found = waits_for(model, viewer, acting)
        if found is not None:
            total += found.order_by().values("pk")[:most].count()
    return total


def stand_ins(agency: str) -> "list[StandIn]":
    """Who stands in for whom in an agency, the newest first."""
    return list(StandIn.objects.filter(agency=agency).order_by("-made_at")[:100])


__all__ = ["Outcome", "context", "count", "counted", "lines_of", "stand_ins", "steps_of", "waiting"]
