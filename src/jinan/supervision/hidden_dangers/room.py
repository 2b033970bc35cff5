from datetime import date

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.api import Exchange, Figure, Layer, RecordType, Section, offer
from jinan.platform.cases.api import COURSE, Ask, Asked, CaseType, Move, offer_course, opened
from jinan.platform.papers.api import PAPERS, offer_filling
from jinan.supervision.hidden_dangers import actions, queries, rules
from jinan.supervision.hidden_dangers.models import Grade, HiddenDanger, Level, State

DUE = Ask("due", _("correct by"), kind="date")
Sentence = str | Promise | None
LIVE = ~Q(state__in=(State.REJECTED, State.CLOSED))


def major(danger: HiddenDanger, asked: Asked) -> Sentence:
    return None if actions.is_major(danger) else _("Only a major danger is listed.")


def ordinary(danger: HiddenDanger, asked: Asked) -> Sentence:
    return (
        _("A major danger is listed for supervision first (Work Safety Law art. 41).")
        if actions.is_major(danger)
        else None
    )


def has_criterion(danger: HiddenDanger, asked: Asked) -> Sentence:
    """A major danger rests on a criterion of the list of its day."""
    wanted = asked.values.get("grade") == Grade.MAJOR
    given = asked.values.get("criterion") or danger.criterion
    return (
        _("Choose the criterion by which it is a major danger.") if wanted and not given else None
    )


def in_time(danger: HiddenDanger, asked: Asked) -> Sentence:
    faults = {
        "past": _("The term has passed already."),
        "far": _("A term of correction is a year at most; list it with stages instead."),
    }
    due = asked.values.get("due")
    return faults.get(rules.due_fault(due, asked.on)) if due else None


HIDDEN_DANGER = offer_course(
    CaseType(
        "hidden_danger",
        HiddenDanger,
        _("Hidden danger: from finding to cancellation"),
        since=date(2021, 9, 1),
        first="found",
        final=("rejected", "closed"),
        papers="general_current",
        moves=(
            Move(
                "grade", "found", "graded", _("Judge the grade"),
                asks=(
                    Ask("grade", _("grade of the danger"), kind="choice", choices=tuple(Grade.choices)),
                    Ask("criterion", _("criterion"), kind="line", needed=False),
                ),
                needs=(has_criterion,), effect=actions.grade,
            ),
            Move("reject", "found", "rejected", _("Not real, or a duplicate"), back=True),
            Move(
                "order", "graded", "rectifying", _("Order its correction"), asks=(DUE,), paper=("G05", "C05"),
                needs=(ordinary, in_time), effect=actions.set_due,
            ),
            Move(
                "list", "graded", "listed", _("List it for supervision"), by="leader",
                asks=(Ask("level", _("listed by"), kind="choice", choices=tuple(Level.choices)),),
                needs=(major,), effect=actions.enlist,
            ),
            Move(
                "plan", "listed", "rectifying", _("Enter the plan of correction"), by="enterprise",
                asks=(
                    DUE,
                    Ask("measures", _("measures and aim")),
                    Ask("money", _("money [yuan]"), kind="money"),
                    Ask("person", _("responsible person"), kind="line"),
                    Ask("interim", _("interim safety and emergency plan")),
                ),
                needs=(in_time,), effect=actions.set_due,
            ),
            Move("stop", ("rectifying", "listed"), "ordered_stop", _("Order to stop production"), by="leader", paper=("G04", "C05")),
            Move(
                "ask_more_time", "rectifying", "extension_asked", _("Ask for more time"), by="enterprise",
                asks=(DUE,), needs=(in_time,), back=True,
            ),
            Move(
                "grant", "extension_asked", "rectifying", _("Grant the extension"), by="leader", within="P17",
                asks=(DUE,), needs=(in_time,), effect=actions.set_due,
            ),
            Move("deny", "extension_asked", "rectifying", _("Refuse the extension"), by="leader", within="P17", back=True),
            Move("ask_acceptance", ("rectifying", "ordered_stop"), "accept_asked", _("Ask for acceptance"), by="enterprise",
                 asks=(Ask("done", _("what was done")),)),
            Move("pass", "accept_asked", "accepted", _("Corrected: accept"), within="P18", paper=("G06", "C17")),
            Move("fail", "accept_asked", "rectifying", _("Not corrected: back with a new term"), within="P18", paper=("G06", "C17"),
                 asks=(DUE,), needs=(in_time,), effect=actions.set_due, back=True),
            Move("propose_closure", "accept_asked", "closure_proposed", _("Propose to close the enterprise"), by="leader", back=True),
            Move("cancel", "accepted", "closed", _("Cancel it from the list"), by="leader"),
            Move("closed_down", "closure_proposed", "closed", _("The enterprise was closed"), by="leader"),
        ),
    )
)  # fmt: skip

DANGERS = RecordType(
    model=HiddenDanger,
    plan_row="A15",
    path="dangers",
    icon="alert",
    duty=_("Hidden dangers"),
    columns=("title", "enterprise", "division", "grade", "state", "due", "domain", "origin", "found_on"),
    filters=("division", "grade", "state", "domain", "origin", "level"),
    search=("title", "place", "enterprise__name"),
    holder="enterprise",
    computed=("grade", "state", "level", "due"),
    badges={
        "grade": {"major": "bad", "ordinary": "warn"},
        "state": {"closed": "good", "rejected": "", "accepted": "good", "ordered_stop": "bad", "listed": "warn"},
    },
    form=(
        Section(_("Danger"), "title", "enterprise", "division", "domain", "place", "position"),
        Section(_("Finding"), "origin", "found_on", "description", "harm", "criterion"),
    ),
    layer=Layer(_("Hidden dangers"), geometry="position", label="title", colour="grade"),
    figures=(
        Figure("dangers", "division", "state", title=_("Hidden dangers by state")),
        Figure("major", "division", "state", title=_("Major dangers by state"), where=Q(grade=Grade.MAJOR)),
        Figure("open", "division", "grade", title=_("Open dangers by grade"), where=LIVE),
    ),
    panels=(COURSE, PAPERS),
    first="course",
    on_add=opened,
    exchange=Exchange(owner="county", copies="upward"),
)  # fmt: skip
offer(DANGERS)
offer_filling(DANGERS.kind, queries.known)
