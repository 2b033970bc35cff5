"""The landing page of an officer and the search box of every page."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from jinan.kernel.identity.request import Request
from jinan.kernel.records.api import (
    Listing,
    record_types,
    target_of,
    type_of,
    waiting_for,
)
from jinan.kernel.ui.menu import home_of
from jinan.platform.search import api as search

SHOWN = 20
WAITING = 10
SUGGESTED = 5  # of each register, under the search box
LONGEST = 100  # signs
NOTABLE = ("bad", "warn")


@login_required
def home(request: Request) -> HttpResponse:
    """Registers of one's duties with their counts, and what changed last in one's territory."""
    if own := home_of(request.viewer):
        return redirect(own)
    tiles: list[dict[str, Any]] = []
    latest: list[dict[str, Any]] = []
    for kind in record_types():
        if not (kind.in_menu and kind.opens_to(request.viewer)):
            continue
        made = Listing(kind, request.viewer, {})
        count, more = made.count()
        if not (count or request.viewer.reads(kind.subject)):
            continue  # open for what it may hold of one's own, and it holds nothing
        marks = [] if more else notable(made)
        tiles.append({"kind": kind, "count": count, "more": more, "marks": marks})
        rows = kind.model.objects.visible_to(request.viewer).order_by("-id")[:8]
        latest += [{"kind": kind, "record": row} for row in rows]
    latest.sort(key=lambda line: line["record"].id, reverse=True)
    written = [tile["kind"] for tile in tiles if tile["kind"].entered_by(request.viewer)]
    context = {
        "tiles": tiles,
        "latest": latest[:10],
        "written": written,
        "waiting": waiting_lines(request.viewer.agency),
    }
    return render(request, "desk/home.html", context)


def waiting_lines(agency: str | None) -> list[dict[str, Any]]:
    """Orders and returns from above that wait for an answer of the agency, with their records."""
    today, found = timezone.localdate(), []
    for one in waiting_for(agency)[:WAITING] if agency else []:
        if (record := target_of(one)) is not None:
            late = one.due is not None and one.due < today
            href = f"/{type_of(record).address}/{record.pk}/decisions/"
            found.append({"decision": one, "record": record, "late": late, "href": href})
    return found


def notable(made: Listing) -> list[dict[str, Any]]:
    """What of a register deserves a look: how many records wear a badge of warning, the worst first."""
    found = []
    for name, tones in made.kind.badges.items():
        labels = dict(made.kind.field_of(name).flatchoices)
        codes = [code for code, tone in tones.items() if tone in NOTABLE]
        rows = made.filtered().filter(**{f"{name}__in": codes}).order_by()
        for code, count in rows.values_list(name).annotate(count=Count("pk")):
            found.append({"tone": tones[code], "label": labels[code], "count": count})
            found[-1]["query"] = urlencode({name: code})
    return sorted(found, key=lambda mark: NOTABLE.index(mark["tone"]))


@login_required
def find(request: Request) -> HttpResponse:
    """What holds the words, of all registers of one's duties and of the law."""
    words = words_of(request)
    groups = search.find(request.viewer, words, SHOWN)
    return render(request, "desk/find.html", {"q": words, "groups": groups})


@login_required
def suggest(request: Request) -> HttpResponse:
    """The same for the box itself, while one types: a few of each register."""
    words = words_of(request)
    groups = search.find(request.viewer, words, SUGGESTED)
    return render(request, "desk/suggestions.html", {"q": words, "groups": groups})


def words_of(request: Request) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
