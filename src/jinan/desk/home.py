"""The first page of each role: what waits, what is late below, the figures that open, what is new."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.desk.telephones import nearest
from jinan.kernel.identity.models import Role
from jinan.kernel.identity.request import Request
from jinan.kernel.records.api import Listing, RecordType, late_below, record_types, sent_and_open
from jinan.kernel.ui.menu import desk_panels, home_of
from jinan.platform.worklist import api as worklist

NOTABLE = ("bad", "warn")
WAITING = 8  # lines of the worklist on the desk
NEWEST = 10
SENT = 8


@login_required
def home(request: Request) -> HttpResponse:
    """The desk of an officer, a leader, a reader or an enterprise; administrators have their own."""
    viewer = request.viewer
    if own := home_of(viewer):
        return redirect(own)
    opened = [kind for kind in record_types() if kind.in_menu and kind.opens_to(viewer)]
    shown = [line for kind in opened if (line := figures(kind, viewer))]
    context = {
        "role": role_of(viewer),
        "greeting": greeting(),
        "figures": shown,
        "newest": newest(opened, viewer),
        "written": [kind for kind in opened if kind.entered_by(viewer)],
        "mapped": [kind for kind in opened if kind.layer],
        "offered": desk_panels(viewer, aside=False),
        "offered_aside": desk_panels(viewer, aside=True),
        "telephones": nearest(viewer.agency),
        "sent": lines_of(sent_and_open, viewer),
        "late_ones": lines_of(late_below, viewer) if viewer.has(Role.LEADER) else [],
    }
    return render(request, "desk/home.html", context | waits(viewer))


@login_required
def part(request: Request) -> HttpResponse:
    """What waits, anew: asked for when a notice has come."""
    return render(request, "desk/waits.html", waits(request.viewer))


def waits(viewer: Any) -> dict[str, Any]:
    """The most urgent things that wait, how many there are in all, and how many are late."""
    every = worklist.waiting(viewer)
    count, more = worklist.count(viewer)
    return {
        "lines": every[:WAITING],
        "waiting": count,
        "more": more,
        "late": sum(one.tone == "bad" for one in every),
        "beyond": count > WAITING,
    }


def role_of(viewer: Any) -> str:
    """Which desk: enterprise, leader, officer, reader; the first that fits."""
    if viewer.holder:
        return "enterprise"
    roles = {grant.role for grant in viewer.grants}
    for role in (Role.LEADER, Role.OFFICER, Role.READER):
        if role in roles:
            return str(role)
    return "none"


def greeting() -> str:
    hour = timezone.localtime().hour
    if hour < 5:
        return _("Good night")
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 18 else _("Good evening")


def figures(kind: RecordType, viewer: Any) -> dict[str, Any] | None:
    """A register with the number of its records, and what of it deserves a look.

    None where it is open only for what it may hold of one's own, and it holds nothing.
    """
    made = Listing(kind, viewer, {})
    count, more = made.count()
    if not (count or viewer.reads(kind.subject)):
        return None
    return {
        "kind": kind,
        "count": count,
        "more": more,
        "marks": [] if more else notable(made),
    }


def notable(made: Listing) -> list[dict[str, Any]]:
    """How many records wear a badge of warning, the worst first; each opens its list."""
    found = []
    for name, tones in made.kind.badges.items():
        labels = dict(made.kind.field_of(name).flatchoices)
        codes = [code for code, tone in tones.items() if tone in NOTABLE]
        rows = made.filtered().filter(**{f"{name}__in": codes}).order_by()
        for code, count in rows.values_list(name).annotate(count=Count("pk")):
            found.append({"tone": tones[code], "label": labels[code], "count": count})
            found[-1]["query"] = urlencode({name: code})
    return sorted(found, key=lambda mark: NOTABLE.index(mark["tone"]))


def newest(kinds: list[RecordType], viewer: Any) -> list[dict[str, Any]]:
    """The records that were entered last in one's territory and still hold."""
    found: list[dict[str, Any]] = []
    for kind in kinds:
        rows = (
            kind.model.objects.visible_to(viewer)
            .live()
            .select_related("division", *([kind.holder] if kind.holder else []))
        )  # type: ignore[attr-defined]
        found += [
            {"kind": kind, "record": row, "of": whose(kind, row)}
            for row in rows.order_by("-id")[:NEWEST]
        ]
    found.sort(key=lambda line: line["record"].id, reverse=True)
    return found[:NEWEST]


def whose(kind: RecordType, row: Any) -> str:
    """The enterprise that a record belongs to, where it is not the enterprise itself."""
    owner = getattr(row, kind.holder) if kind.holder else None
    return str(owner) if owner and owner.pk != row.pk else ""


def lines_of(asked: Callable[..., Any], viewer: Any) -> list[dict[str, Any]]:
    """Orders and returns that others have not answered yet, the latest ones first, with their terms."""
    today, found = timezone.localdate(), []
    for decision, record, kind in asked(viewer.agency, most=SENT) if viewer.agency else ():
        term, tone = worklist.term(decision.due, today), worklist.tone(decision.due, today)
        href = f"/{kind.address}/{record.pk}/decisions/"
        found.append({"one": decision, "record": record, "href": href, "term": term, "tone": tone})
    return found
