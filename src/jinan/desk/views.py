"""The search box of every page."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from jinan.kernel.identity.request import Request
from jinan.kernel.records.api import Listing, RecordType, record_types

SHOWN = 20
SUGGESTED = 5  # of each register, under the search box


@login_required
def find(request: Request) -> HttpResponse:
    """Records of all registers of one's duties that hold the words."""
    words = request.GET.get("q", "").strip()
    groups = list(matches(request, words, SHOWN))
    return render(request, "desk/find.html", {"q": words, "groups": groups})


@login_required
def suggest(request: Request) -> HttpResponse:
    """The same for the box itself, while one types: a few of each register."""
    words = request.GET.get("q", "").strip()
    groups = list(matches(request, words, SUGGESTED))
    return render(request, "desk/suggestions.html", {"q": words, "groups": groups})


def matches(request: Request, words: str, most: int) -> Iterator[dict[str, Any]]:
    for kind in record_types():
        if words and kind.search and request.viewer.opens(kind.subject):
            rows = found(kind, request, words, most)
            if rows:
                yield {"kind": kind, "rows": rows, "more": len(rows) == most}


def found(kind: RecordType, request: Request, words: str, most: int) -> list[Any]:
    listing = Listing(kind, request.viewer, {"q": words})
    return list(listing.filtered().select_related("division").order_by("-id")[:most])
