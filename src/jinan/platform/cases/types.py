"""The words of a case type: states, moves, who makes them, which paper and which term belongs to each.

    ORDINARY = CaseType(
        "hidden_danger",
        model=HiddenDanger,
        since=date(2026, 1, 1),
        first="found",
        moves=(
            Move("order", "found", "ordered", _("Order correction"), by="handler", paper=("G05",)),
            Move("pass", "review_due", "closed", _("Accept"), by="handler", within="P18"),
        ),
    )

A course has editions: a case that has begun finishes on the one it began with.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

from jinan.platform.cases.roles import ROLES

Text = str | Promise
Check = Callable[..., str | Promise | None]


@dataclass(frozen=True)
class Pick:
    """One thing to pick from a list that depends on the case; `group` is its heading, `badge` a warning beside it."""

    code: str
    title: Text
    group: Text = ""
    badge: Text = ""


@dataclass(frozen=True)
class Ask:
    """Something that is asked when a move is made: `kind` is text, line, date, datetime, number, money, bool, accounts, choice or pick.

    `picks(case)` gives what is picked from; it is shown with a box that finds by words.
    """

    name: str
    title: Text
    kind: str = "text"
    needed: bool = True
    choices: tuple[tuple[str, Text], ...] = ()
    hint: Text = ""
    picks: Callable[[Any], Iterable[Pick]] | None = None


REASON = "reason"


@dataclass(frozen=True)
class Move:
    """One step 流程动作 from a state to another.

    `by` is a role (`roles.ROLES`); with `all_of`, each of these roles must agree and the last one moves the case (会签).
    `paper`: one of these documents must have been issued since the case came into its state; `served`: and served.
    `within`: the statutory term that runs from the arrival in `source` until the move is made. `starts`, `meets`,
    `suspends`, `resumes`: terms that outlast a state. `needs`: checks (case, asked) that give the refusal as a sentence.
    `back`: a return 退回 or withdrawal 撤回, which wants a reason. `effect(case, asked)` writes what follows in the same transaction.
    """

    name: str
    source: str | tuple[str, ...]
    target: str
    title: Text
    by: str = "handler"
    all_of: tuple[str, ...] = ()
    paper: tuple[str, ...] = ()
    served: tuple[str, ...] = ()
    within: str = ""
    starts: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    suspends: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    needs: tuple[Check, ...] = ()
    asks: tuple[Ask, ...] = ()
    back: bool = False
    effect: Callable[..., None] | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.source,) if isinstance(self.source, str) else self.source

    @property
    def roles(self) -> tuple[str, ...]:
        return self.all_of or (self.by,)


@dataclass(frozen=True)
class CaseType:
    """A course 流程 of a kind of case in one edition; `since` is the first day on which cases begin with it."""

    name: str
    model: Any
    title: Text
    since: date
    first: str
    moves: tuple[Move, ...]
    final: tuple[str, ...] = ()
    papers: str = ""  # the set of documents its cases use

    @property
    def edition(self) -> str:
        return self.since.isoformat()

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Every state in the order in which the moves name them."""
        named = [self.first]
        for move in self.moves:
            named += [*move.sources, move.target]
        return tuple(dict.fromkeys(named))

    @cached_property
    def from_state(self) -> dict[str, tuple[Move, ...]]:
        return {s: tuple(m for m in self.moves if s in m.sources) for s in self.states}

    def move(self, name: str) -> Move:
        """The move of a name. Raises KeyError."""
        return {move.name: move for move in self.moves}[name]

    def title_of(self, state: str) -> Text:
        return dict(self.model._meta.get_field("state").choices or ())[state]

    def check(self) -> None:
        """Stop the program when the table of moves is no whole: unknown states or roles, dead ends, islands."""
        names = [move.name for move in self.moves]
        if len(names) != len(set(names)):
            raise ImproperlyConfigured(f"{self.name}: two moves of one name")
        known = dict(self.model._meta.get_field("state").choices or ())
        if unknown := set(self.states) - set(known):
            raise ImproperlyConfigured(f"{self.name}: the model has no state {unknown}")
        if strange := {r for move in self.moves for r in move.roles} - set(ROLES):
            raise ImproperlyConfigured(f"{self.name}: no role {strange}")
        if ends := {s for s, moves in self.from_state.items() if not moves} - set(self.final):
            raise ImproperlyConfigured(f"{self.name}: no way out of {ends}, which are not final")
        reached, edge = {self.first}, [self.first]
        while edge:
            for move in self.from_state[edge.pop()]:
                if move.target not in reached:
                    reached.add(move.target)
                    edge.append(move.target)
        if islands := set(self.states) - reached:
            raise ImproperlyConfigured(f"{self.name}: no way into {islands}")


_offered: dict[str, list[CaseType]] = {}


def offer_course(course: CaseType) -> CaseType:
    """Make a course known; called in `room.py`. A later edition is offered beside the earlier one."""
    course.check()
    editions = _offered.setdefault(course.name, [])
    if any(one.since == course.since for one in editions):
        raise ImproperlyConfigured(f"{course.name} of {course.since} is offered twice")
    editions.append(course)
    editions.sort(key=lambda one: one.since)
    return course


def courses() -> Iterator[CaseType]:
    """The newest edition of every course."""
    return iter([editions[-1] for editions in _offered.values()])


def course_on(name: str, day: date) -> CaseType:
    """The edition with which a case begins on a day. Raises KeyError when there is none."""
    found = [one for one in _offered[name] if one.since <= day]
    if not found:
        raise KeyError(f"{name} on {day}")
    return found[-1]


def course_of(case: Any) -> CaseType:
    """The edition a case began with. Raises KeyError when this node does not know it."""
    return next(one for one in _offered[case.course] if one.edition == case.edition)


def editions_of(model: Any) -> list[CaseType]:
    """Every edition of every course of a model."""
    return [one for editions in _offered.values() for one in editions if one.model is model]


def case_models() -> list[Any]:
    return list(dict.fromkeys(one.model for editions in _offered.values() for one in editions))
