"""The search box of every page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from jinan.kernel.identity.request import Request
from jinan.platform.search import api as search

SHOWN = 20
SUGGESTED = 5  # of each register, under the search box
LONGEST = 100  # signs


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
