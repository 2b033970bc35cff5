"""The list of what waits for me, and its count in the head of every page."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jinan.kernel.identity.api import take_note
from jinan.kernel.identity.request import Request
from jinan.platform.worklist import queries
from jinan.platform.worklist.sources import MOST


@login_required
def worklist(request: Request) -> HttpResponse:
    """What waits, by term and age; kinds and rooms with their numbers as filters."""
    kind, room = request.GET.get("kind", ""), request.GET.get("room", "")
    every = queries.waiting(request.viewer)
    lines = [
        one
        for one in every
        if (not kind or one.source.name == kind) and (not room or str(one.item.room) == room)
    ]
    kinds: dict[str, dict[str, object]] = {}
    rooms: dict[str, int] = {}
    for one in every:
        entry = kinds.setdefault(one.source.name, {"source": one.source, "count": 0})
        entry["count"] = int(str(entry["count"])) + 1
        if one.item.room:
            rooms[str(one.item.room)] = rooms.get(str(one.item.room), 0) + 1
    context = {
        "lines": lines,
        "all": len(every),
        "late": sum(one.tone == "bad" for one in every),
        "kinds": list(kinds.values()),
        "rooms": rooms,
        "kind": kind,
        "room": room,
        "capped": queries.is_capped(every),
        "most": MOST,
    }
    part = request.headers.get("HX-Request")
    return render(request, "worklist/lines.html" if part else "worklist/worklist.html", context)


@login_required
def counted(request: Request) -> HttpResponse:
    count, more = queries.count(request.viewer)
    return render(request, "worklist/count.html", {"count": count, "more": more})


@login_required
@require_POST
def noted(request: Request, uid: UUID) -> HttpResponse:
    """The successor takes note of a hand-over."""
    take_note(uid, by=request.viewer)
    return redirect("worklist")
