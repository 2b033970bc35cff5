"""Reading instruments: editions by day, articles by their short address."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import may_write
from jinan.registers.regulations import rules
from jinan.registers.regulations.models import Article, Edition, Instrument

TYPED = re.compile(
    rf"《?(?P<title>[^《》]*?)》?\s*第?(?P<number>{rules.NUMERAL}|\d+)条(?:之(?P<bis>{rules.NUMERAL}|\d+))?"
)


def instruments(viewer: Viewer) -> Any:
    return Instrument.objects.visible_to(viewer).live()


def editions(viewer: Viewer) -> Any:
    return Edition.objects.visible_to(viewer).live().select_related("instrument")


def editions_of(instrument: Instrument, viewer: Viewer) -> list[Edition]:
    """Editions of one instrument, the newest first."""
    found = editions(viewer).filter(instrument=instrument)
    return sorted(found, key=lambda one: one.effective or date.min, reverse=True)


def articles_of(edition: Edition, viewer: Viewer) -> list[Article]:
    rows = Article.objects.visible_to(viewer).live().filter(edition=edition)
    return list(rows.order_by("order", "label"))


def edition_at(code: str, viewer: Viewer, on: date) -> Edition | None:
    """The edition of this short address; for an instrument's the one in force on the day."""
    found = editions(viewer).filter(code=code).first()
    if found is not None:
        return found
    named = instruments(viewer).filter(code=code).first()
    if named is None:
        return None
    all_of_it = editions_of(named, viewer)
    return rules.in_force(all_of_it, on) or next(iter(all_of_it), None)


def holding_on(rows: Iterable[Edition], on: date) -> set[Any]:
    """Keys of those editions that are in force on a day."""
    by_instrument: dict[Any, list[Edition]] = defaultdict(list)
    for one in rows:
        by_instrument[one.instrument_id].append(one)
    held = (rules.in_force(some, on) for some in by_instrument.values())
    return {one.pk for one in held if one is not None}


def state(edition: Edition, siblings: Iterable[Edition], on: date) -> str:
    """What an edition is on a day: in force, not yet, superseded, repealed."""
    if edition.effective and edition.effective > on:
        return "coming"
    if edition.repealed and edition.repealed <= on:
        return "repealed"
    return "in_force" if rules.in_force(siblings, on) is edition else "superseded"


STATES = {
    "in_force": (lambda: _("in effect"), "good"),
    "coming": (lambda: _("not yet in force"), "note"),
    "superseded": (lambda: _("superseded"), "warn"),
    "repealed": (lambda: _("repealed"), "bad"),
}


def badge(name: str) -> dict[str, str]:
    """Words and tone of a state."""
    words, tone = STATES[name]
    return {"text": words(), "tone": tone}


def state_today(edition: Edition) -> str:
    """Words for a list: by the edition's own days; which of several holds is told on its page."""
    today = timezone.localdate()
    if edition.effective and edition.effective > today:
        return _("not yet in force")
    if edition.repealed and edition.repealed <= today:
        return _("repealed")
    return _("in effect")


def editions_panel(instrument: Instrument, viewer: Viewer) -> dict[str, Any]:
    """The tab of an instrument: its editions with what each is today."""
    today, rows = timezone.localdate(), editions_of(instrument, viewer)
    lines = [{"edition": one, "badge": badge(state(one, rows, today))} for one in rows]
    return {"lines": lines, "instrument": instrument}


def articles_panel(edition: Edition, viewer: Viewer) -> dict[str, Any]:
    """The tab of an edition: its articles in their order."""
    return {"articles": articles_of(edition, viewer), "may_add": may_write(edition, viewer)}


def article_at(edition: Edition, place: str, viewer: Viewer) -> tuple[Article, rules.Place] | None:
    """The article that a short place such as `21.1` names in an edition, when it is there."""
    try:
        where = rules.place(place, by_clause=edition.instrument.by_clause)
    except ValueError:
        return None
    rows = Article.objects.visible_to(viewer).live()
    found = rows.filter(edition=edition, label=where.label).first()
    if found is None:
        return None
    found.edition = edition
    whole = found.wording == "digest"  # a digest does not keep the paragraphs of the law
    return (found, where) if whole or rules.holds(found.text, where) else None


def named_article(words: str, viewer: Viewer, on: date) -> Article | None:
    """The article that somebody typed as people say it: 安全生产法第二十一条, 安全生产法21条."""
    typed = TYPED.match(words.strip())
    if not typed or len(typed["title"].strip()) < 2:
        return None
    title = typed["title"].strip()
    named = instruments(viewer).filter(Q(name__icontains=title) | Q(short_names__icontains=title))
    exact = [one for one in named[:20] if title in (one.name, *one.short_names.split("、"))]
    for instrument in exact or named[:1]:
        try:
            label = str(rules.number(typed["number"]))
            label += f"-{rules.number(typed['bis'])}" if typed["bis"] else ""
        except ValueError:
            return None
        edition = edition_at(instrument.code, viewer, on)
        found = edition and article_at(edition, label, viewer)
        if found:
            return found[0]
    return None
