"""The landing page of an officer and the search box of every page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from jinan.kernel.identity.request import Request
from jinan.kernel.records.api import Listing, record_types
from jinan.kernel.ui.menu import home_of

SHOWN = 20


@login_required
def home(request: Request) -> HttpResponse:
    """Registers of one's duties with their counts, and what changed last in one's territory."""
    if own := home_of(request.viewer):
        return redirect(own)
    tiles, latest = [], []
    for kind in record_types():
        if not request.viewer.reads(kind.subject):
            continue
        made = Listing(kind, request.viewer, {})
        count, more = made.count()
        tiles.append({"kind": kind, "count": count, "more": more})
        rows = kind.model.objects.visible_to(request.viewer).order_by("-id")[:8]
        latest += [{"kind": kind, "record": row} for row in rows]
    latest.sort(key=lambda line: line["record"].id, reverse=True)
    return render(request, "desk/home.html", {"tiles": tiles, "latest": latest[:10]})


@login_required
def find(request: Request) -> HttpResponse:
    """Records of all registers of one's duties that hold the words."""
    words = request.GET.get("q", "").strip()
    groups = []
    for kind in record_types():
        if words and request.viewer.reads(kind.subject) and kind.search:
            rows = list(
                Listing(kind, request.viewer, {"q": words}).filtered().order_by("-id")[:SHOWN]
            )
            if rows:
                groups.append({"kind": kind, "rows": rows, "more": len(rows) == SHOWN})
    return render(request, "desk/find.html", {"q": words, "groups": groups})
