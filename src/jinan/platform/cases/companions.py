"""What goes with the state of a case: the papers a move needs, and the terms that begin and end with it."""

from django.utils.translation import gettext as _

from jinan.kernel.identity.api import Viewer, as_node
from jinan.kernel.records.api import may_write
from jinan.platform.cases.asking import Asked
from jinan.platform.cases.models import Case
from jinan.platform.cases.types import CaseType, Move
from jinan.platform.papers import api as papers
from jinan.platform.terms import api as terms


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


def hand(case: Case, by: Viewer) -> Viewer:
    """Who writes the terms of a case: the viewer himself, or the node for an outsider who makes a move."""
    return by if may_write(case, by) else as_node(by)


def arrive(case: Case, course: CaseType, state: str, asked: Asked) -> None:
    """Start the terms of the moves that a state waits for."""
    by = hand(case, asked.by)
    awaited = {move.within for move in course.from_state[state] if move.within}
    for code in sorted(awaited):
        terms.start(case, code, on=asked.on, by=by, note=str(course.title_of(state)))


def leave(case: Case, course: CaseType, move: Move, asked: Asked) -> None:
    """End the terms of the state that is left; start, meet, suspend and resume those that outlast a state."""
    on, by, why = asked.on, hand(case, asked.by), str(move.title)
    awaited = {one.within for one in course.from_state[case.state] if one.within}
    running = {term.code for term in terms.of(case) if term.is_open}
    for code in sorted((awaited - {move.within} - {*move.meets}) & running):
        terms.drop(case, code, by=by, reason=why)
    for code in dict.fromkeys((move.within, *move.meets)):
        if code in running:
            terms.meet(case, code, on=on, by=by)
    for code in move.suspends:
        terms.suspend(case, code, on=on, by=by, reason=why)
    for code in move.resumes:
        terms.resume(case, code, on=on, by=by)
    for code in move.starts:
        terms.start(case, code, on=on, by=by, note=why)
    if move.target in course.final:
        for term in terms.of(case):
            if term.is_open:
                terms.drop(case, term.code, by=by, reason=why)
