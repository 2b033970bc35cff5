"""What waits for a viewer, from all sources, in one order."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinan.platform.worklist import rules
from jinan.platform.worklist.sources import MOST, Item, Source, sources

CAPPED = 99


@dataclass(frozen=True)
class Waiting:
    """One line of the list: the thing, its source, and its term in words."""

    item: Item
    source: Source
    term: str
    tone: str


def term(due: date | None, on: date) -> str:
    """The term in words: "3 days late", "today", "in 5 days", or the day."""
    if due is None:
        return ""
    left = rules.days_left(due, on)
    if left < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": -left}
    if left == 0:
        return _("today")
    if left <= 2 * rules.NEAR:
        return ngettext("in %(n)s day", "in %(n)s days", left) % {"n": left}
    return due.isoformat()


def waiting(viewer: Any, *, kind: str = "", room: str = "") -> list[Waiting]:
    """Everything that waits, by term, then by age; what has no term comes after."""
    today = timezone.localdate()
    found = [
        Waiting(item, source, term(item.due, today), item.tone or rules.tone(item.due, today))
        for source in sources()
        if not kind or source.name == kind
        for item in source.waiting(viewer)
        if not room or str(item.room) == room
    ]
    return sorted(found, key=lambda one: (one.item.due or date.max, one.item.since))


def count(viewer: Any) -> tuple[int, bool]:
    """How many things wait, and whether it was only counted so far: the page then says "99+"."""
    total = 0
    for source in sources():
        total += source.count(viewer)
        if total > CAPPED:
            return CAPPED, True
    return total, False


def is_capped(lines: list[Waiting]) -> bool:
    """Whether a source gave as many as it may, so that there can be more."""
    counted: dict[str, int] = {}
    for one in lines:
        counted[one.source.name] = counted.get(one.source.name, 0) + 1
    return any(number >= MOST for number in counted.values())
