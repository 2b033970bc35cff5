from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.api import (
    Exchange,
    Figure,
    Layer,
    Panel,
    Part,
    RecordType,
    Section,
    Term,
    offer,
)
from jinan.kernel.ui.menu import DeskPanel, MenuEntry, offer_desk_panel
from jinan.kernel.ui.menu import offer as offer_entry
from jinan.platform.cases.api import COURSE, Ask, Asked, CaseType, Move, offer_course, opened
from jinan.platform.papers.api import PAPERS, offer_filling
from jinan.platform.worklist.api import MOST, Source, offer_source
from jinan.supervision.hidden_dangers import actions, queries, rules
from jinan.supervision.hidden_dangers.models import Grade, HiddenDanger, Informant

DUE = Ask("due", _("correct by"), kind="date")
DONE = Ask("done", _("what was done"))
PLAN = (
    Ask("measures", _("measures and aim")),
    Ask("money", _("money [yuan]"), kind="money"),
    Ask("person", _("responsible person"), kind="line"),
    DUE,
    Ask("interim", _("interim safety and emergency plan")),
)
Sentence = str | Promise | None
LIVE = queries.LIVE


def major(danger: HiddenDanger, asked: Asked) -> Sentence:
    return None if actions.is_major(danger) else _("Only a major danger is listed.")


def ordinary(danger: HiddenDanger, asked: Asked) -> Sentence:
    return (
        _("A major danger is listed for supervision first (Work Safety Law art. 41).")
        if actions.is_major(danger)
        else None
    )


def has_criterion(danger: HiddenDanger, asked: Asked) -> Sentence:
    """A major danger rests on a criterion of a list of its field and day, or on a text where no list is loaded."""
    given = asked.values.get("criterion")
    if given and rules.list_of(given, danger.domain, danger.found_on) is None:
        return _("This criterion did not hold for this field on the day of finding.")
    if given and given not in {one.code for one in queries.criteria(danger)}:
        return _("There is no such criterion.")
    if asked.values.get("grade") != Grade.MAJOR or given:
        return None
    if rules.lists_on(danger.domain, danger.found_on):
        return _("Choose the criterion by which it is a major danger.")
    return None if asked.values.get("basis") else _("Name the text by which it is a major danger.")


def first_of_same(danger: HiddenDanger, asked: Asked) -> Sentence:
    """A duplicate is one of a danger of the same enterprise."""
    given = asked.values.get("first")
    known = {one.code for one in queries.earlier(danger)} if given else set()
    return (
        _("The first report is another danger of the same enterprise.")
        if given and given not in known
        else None
    )


def in_time(danger: HiddenDanger, asked: Asked) -> Sentence:
    faults = {
        "past": _("The term has passed already."),
        "far": _("A term of correction is a year at most; list it with stages instead."),
    }
    due = asked.values.get("due")
    return faults.get(rules.due_fault(due, asked.on)) if due else None


def within_listing(danger: HiddenDanger, asked: Asked) -> Sentence:
    due = asked.values.get("due")
    late = due and danger.due and due > danger.due
    return _("The plan must end within the term of the listing.") if late else None


def longer(danger: HiddenDanger, asked: Asked) -> Sentence:
    due = asked.values.get("due")
    return (
        _("The new term must end after the present one.")
        if due and danger.due and due <= danger.due
        else None
    )


def early_enough(danger: HiddenDanger, asked: Asked) -> Sentence:
    """P16: more time is asked for ten days before the term ends (to be verified)."""
    if danger.open_until and asked.on > rules.last_day_to_ask(danger.open_until):
        return _(
            "More time is asked for at least ten days before the term ends (order 16 art. 16, to be verified)."
        )
    return None


def has_plan(danger: HiddenDanger, asked: Asked) -> Sentence:
    missing = actions.is_major(danger) and not danger.measures
    return _("Enter the plan of correction first.") if missing else None


def above_it(danger: HiddenDanger, asked: Asked) -> Sentence:
    """A level above lists what stands on no list, or on one of a lower level; its head decides."""
    if not asked.by.has("leader"):
        return _("The head of the agency above decides on its list.")
    level = queries.level_kept(asked.by.agency or "")
    return (
        _("It stands on a list of this level or a higher one already.")
        if danger.level and danger.level <= level
        else None
    )


def on_own_list(danger: HiddenDanger, asked: Asked) -> Sentence:
    if danger.level and danger.level < queries.level_kept(danger.agency_id or ""):
        return _("It stands on the list “%(level)s”, whose keeper confirms the cancellation.") % {
            "level": danger.get_level_display()
        }
    return None


def on_list_above(danger: HiddenDanger, asked: Asked) -> Sentence:
    """The keeper of the list and the agency of the danger cancel together."""
    if not danger.level or danger.level >= queries.level_kept(danger.agency_id or ""):
        return _("It stands on no list of a level above.")
    own = asked.by.agency == danger.agency_id
    if not own and queries.level_kept(asked.by.agency or "") != danger.level:
        return _("Only the agency that keeps the list confirms this.")
    return None


@dataclass(frozen=True)
class Track:
    """What differs between the courses: the set of documents, the papers of order, stop and review, the term of acceptance."""

    papers: str
    order: str
    stop: str
    review: str
    acceptance: str


GENERAL = Track("general_current", "G05", "G04", "G06", "P18")
COAL = Track("coal_2021", "C05", "C05", "C17", "C01")


def beginning(track: Track) -> tuple[Move, ...]:
    """From finding to the listing, or to the order that corrects an ordinary danger."""
    return (
        Move(
            "grade", "found", "graded", _("Judge the grade"),
            asks=(
                Ask("grade", _("grade of the danger"), kind="choice", choices=tuple(Grade.choices)),
                Ask("criterion", _("criterion"), kind="pick", needed=False, picks=queries.criteria),
                Ask("basis", _("text by which it is judged"), kind="line", needed=False,
                    hint=_("Only where no list of criteria is loaded for the field.")),
            ),
            needs=(has_criterion,), effect=actions.grade,
        ),
        Move(
            "reject", "found", "rejected", _("Not real, or a duplicate"), back=True,
            asks=(Ask("first", _("the first report"), kind="pick", needed=False, picks=queries.earlier),),
            needs=(first_of_same,), effect=actions.reject,
        ),
        Move(
            "order", "graded", "rectifying", _("Order its correction"), asks=(DUE,), paper=(track.order,),
            needs=(ordinary, in_time), effect=actions.set_due,
        ),
        Move(
            "list", "graded", "listed", _("List it for supervision"), by="leader", asks=(DUE,),
            needs=(major, in_time), effect=actions.enlist,
        ),
        Move(
            "list_above", ("graded", "listed", "rectifying"), "listed", _("Take it on the list of our level"),
            by="superior", asks=(DUE,), needs=(major, above_it, in_time), effect=actions.enlist,
        ),
    )  # fmt: skip


def correcting(track: Track) -> tuple[Move, ...]:
    """Plan, stop, more time, and the word that it is done."""
    return (
        Move(
            "plan", "listed", "rectifying", _("Enter the plan of correction"), by="enterprise", asks=PLAN,
            needs=(in_time, within_listing), effect=actions.keep_plan,
        ),
        Move(
            "stop", ("rectifying", "listed"), "ordered_stop", _("Order to stop production"), by="leader",
            paper=(track.stop,),
        ),
        Move(
            "plan_stopped", "ordered_stop", "ordered_stop", _("Enter the plan while production is stopped"),
            by="enterprise", asks=PLAN, needs=(in_time, within_listing), effect=actions.keep_plan,
        ),
        Move(
            "ask_more_time", "rectifying", "extension_asked", _("Ask for more time"), by="enterprise",
            asks=(DUE,), needs=(early_enough, in_time, longer), effect=actions.ask_more_time, back=True,
        ),
        Move(
            "grant", "extension_asked", "rectifying", _("Grant the extension"), by="leader", within="P17",
            asks=(DUE,), needs=(in_time, longer), effect=actions.set_due,
        ),
        Move(
            "deny", "extension_asked", "rectifying", _("Refuse the extension"), by="leader", within="P17",
            effect=actions.deny, back=True,
        ),
        Move(
            "ask_acceptance", ("rectifying", "ordered_stop"), "accept_asked", _("Ask for acceptance"),
            by="enterprise", asks=(DONE,), needs=(has_plan,), effect=actions.corrected,
        ),
    )  # fmt: skip


ENDING = (
    Move("cancel", "accepted", "closed", _("Cancel it from the list"), by="leader", needs=(on_own_list,)),
    Move(
        "cancel_above", "accepted", "closed", _("Cancel it with the keeper of the list"),
        all_of=("leader", "superior"), needs=(on_list_above,),
    ),
    Move("closed_down", "closure_proposed", "closed", _("The enterprise was closed"), by="leader"),
)  # fmt: skip


def answers(track: Track) -> tuple[Move, ...]:
    """What may be said to a correction that the enterprise reports as done, within a term."""
    return (
        Move("pass", "accept_asked", "accepted", _("Corrected: accept"), within=track.acceptance, paper=(track.review,)),
        Move(
            "fail", "accept_asked", "rectifying", _("Not corrected: back with a new term"), within=track.acceptance,
            paper=(track.review,), asks=(DUE,), needs=(in_time,), effect=actions.set_due, back=True,
        ),
        Move(
            "propose_closure", "accept_asked", "closure_proposed", _("Propose to close the enterprise"),
            by="leader", within=track.acceptance, back=True,
        ),
    )  # fmt: skip


def course(name: str, title: Promise | str, track: Track) -> CaseType:
    """The course of a danger on one of the two tracks."""
    return CaseType(
        name,
        HiddenDanger,
        title,
        since=date(2021, 9, 1),
        first="found",
        final=("rejected", "closed"),
        papers=track.papers,
        moves=(*beginning(track), *correcting(track), *answers(track), *ENDING),
    )


offer_course(course("hidden_danger", _("Hidden danger: from finding to cancellation"), GENERAL))
offer_course(
    course(
        "hidden_danger_coal", _("Hidden danger of a coal mine: from finding to cancellation"), COAL
    )
)

DANGERS = RecordType(
    model=HiddenDanger,
    plan_row="A15",
    path="dangers",
    icon="alert",
    duty=_("Hidden dangers"),
    columns=(
        "title", "enterprise", "division", "grade", "state", "open_until", "level", "found_on", "climbed",
        "domain", "origin", "due",
    ),
    filters=("division", "grade", "state", "level", "climbed", "domain", "origin"),
    terms=(Term("open_until", days=10),),
    search=("title", "place", "enterprise__name"),
    holder="enterprise",
    computed=("grade", "state", "level", "due", "criterion", "basis"),
    badges={
        "grade": {"major": "bad", "ordinary": "warn"},
        "state": {"closed": "good", "rejected": "", "accepted": "good", "ordered_stop": "bad", "listed": "warn"},
        "climbed": {"1": "warn", "2": "bad"},
    },
    form=(
        Section(_("Danger"), "title", "enterprise", "division", "domain", "place", "position"),
        Section(_("Finding"), "origin", "found_on", "description", "harm"),
    ),
    layer=Layer(
        _("Hidden dangers"), geometry="position", label="title", colour="grade", ring="climbed"
    ),
    figures=(
        Figure("major", "division", "state", title=_("Major dangers by state"), where=Q(grade=Grade.MAJOR)),
        Figure("lists", "division", "level", title=_("Open major dangers by list"), where=LIVE & Q(grade=Grade.MAJOR)),
        Figure("open", "division", "grade", title=_("Open dangers by grade"), where=LIVE),
        Figure("overdue", "division", "climbed", title=_("Open dangers by delay"), where=LIVE),
        Figure("dangers", "division", "state", title=_("Hidden dangers by state")),
    ),
    panels=(
        COURSE,
        PAPERS,
        Panel("plan", _("Plan and links"), "hidden_dangers/plan.html", queries.plan_context),
    ),
    parts=(Part("hidden_dangers.informant", "danger"),),
    first="course",
    on_add=opened,
    exchange=Exchange(owner="county", copies="upward"),
)  # fmt: skip
offer(DANGERS)
offer_filling(DANGERS.kind, queries.known)

INFORMANTS = RecordType(
    model=Informant,
    plan_row="A15",
    path="informants",
    icon="user",
    duty=_("Hidden dangers"),
    in_menu=False,
    columns=("told_on", "name", "phone", "danger", "division"),
    filters=("division",),
    search=("danger__title",),
    personal=("name", "phone", "told"),
    placed_by="danger",
    form=(Section(_("Who told"), "danger", "name", "phone", "told_on", "told"),),
)
offer(INFORMANTS)

offer_source(
    Source(
        "hidden_dangers",
        _("Dangers that have come up to us"),
        waiting=lambda viewer: queries.waiting(viewer, MOST),
        count=lambda viewer: queries.counted(viewer, MOST + 1),
        icon="alert",
        order=12,
    )
)
offer_desk_panel(
    DeskPanel(
        "own_dangers",
        "hidden_dangers/desk_own.html",
        lambda viewer: {"cards": queries.own_dangers(viewer, 20)},
        allowed=lambda viewer: viewer.holder is not None,
    )
)
offer_desk_panel(
    DeskPanel(
        "danger_target",
        "hidden_dangers/desk_target.html",
        lambda viewer: {"target": queries.target(viewer)},
        allowed=lambda viewer: viewer.reads("hidden_dangers"),
        aside=True,
    )
)
READS, OWNS = (
    (lambda viewer: viewer.reads("hidden_dangers")),
    (lambda viewer: viewer.holder is not None),
)
DUTY = _("Hidden dangers")
offer_entry(MenuEntry(DUTY, _("Major dangers: target"), "/dangers/target/", "star", READS, 60))
offer_entry(MenuEntry(DUTY, _("Dangers by quarter"), "/dangers/quarters/", "chart", READS, 61))
offer_entry(MenuEntry(DUTY, _("Our dangers"), "/dangers/own/", "alert", OWNS, 10))
