"""What goes with the state of a case: the papers a move needs, and the terms that begin and end with it."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from jinan.kernel.identity.api import as_node
from jinan.platform.cases.asking import Asked
from jinan.platform.cases.models import Case
from jinan.platform.cases.types import CaseType, Move
from jinan.platform.papers import api as papers
from jinan.platform.terms import api as terms
from jinan.standards.deadlines import deadline


def missing_papers(case: Case, move: Move) -> tuple[str, ...]:
    """The documents of which one has to be issued (or served) before the move, when none is."""
    if move.paper and not papers.issued(case, *move.paper, since=case.state_since):
        return move.paper
    if move.served and not papers.served(case, *move.served):
        return move.served
    return ()


def paper_problem(case: Case, move: Move) -> str | None:
    missing = missing_papers(case, move)
    if not missing:
        return None
    names = " / ".join(f"“{papers.document(code).zh}”" for code in missing)
    if missing == move.paper:
        return _("Issue %(papers)s first.") % {"papers": names}
    return _("Serve %(papers)s first, and enter the proof of service.") % {"papers": names}


def arrive(case: Case, course: CaseType, state: str, asked: Asked) -> None:
    """Start the terms of the moves that a state waits for."""
    awaited = {move.within for move in course.from_state[state] if move.within}
    for code in sorted(awaited - _running(case)):
        terms.start(
            case,
            code,
            on=_when(asked, code),
            by=as_node(asked.by),
            note=str(course.title_of(state)),
        )


def leave(case: Case, course: CaseType, move: Move, asked: Asked) -> None:
    """End the terms of the state that is left; start, meet, suspend and resume those that outlast a state."""
    why, running = str(move.title), _running(case)
    awaited = {one.within for one in course.from_state[case.state] if one.within}
    met = {move.within, *move.meets} & running
    ended = running if move.target in course.final else awaited & running
    for code in sorted(met):
        terms.meet(case, code, on=_when(asked, code), by=as_node(asked.by))
    for code in sorted(ended - met):
        terms.drop(case, code, by=as_node(asked.by), reason=why)
    for code in sorted({*move.suspends} & running):
        terms.suspend(case, code, on=_when(asked, code), by=as_node(asked.by), reason=why)
    for code in sorted({*move.resumes} & running):
        terms.resume(case, code, on=_when(asked, code), by=as_node(asked.by))
    for code in move.starts:
        if code not in running - met:
            terms.start(case, code, on=_when(asked, code), by=as_node(asked.by), note=why)


def _running(case: Case) -> set[str]:
    """The rules whose terms are open on a case."""
    return {
        one.code for one in terms.of(case) if one.state in (terms.State.RUNNING, terms.State.PAUSED)
    }


def _when(asked: Asked, code: str) -> date | datetime:
    """The moment for terms counted by hours, the day for all others."""
    return asked.at if deadline(code, asked.on).by_hours else asked.on
