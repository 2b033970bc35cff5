"""Agencies with their superiors, subordinates, posts and telephones, and the node that serves each."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from jinan.kernel.agencies import api
from jinan.kernel.identity.request import Request
from jinan.operations.codebook import queries
from jinan.operations.codebook.views import for_officers, part


@for_officers
def all_agencies(request: Request) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    context = {
        "words": words,
        "part": part(request, queries.agencies(words)),
        "tree": tree(""),
        "nodes": queries.nodes(),
    }
    return render(request, "codebook/agencies.html", context)


@for_officers
def one_agency(request: Request, code: str) -> HttpResponse:
    found = queries.agencies("").filter(pk=code).first()
    if found is None:
        raise Http404
    context = {
        "agency": found,
        "above": api.chain(code)[:0:-1],
        "posts": queries.posts_of(found),
        "below": api.subordinates(code),
        "tree": tree(code),
    }
    return render(request, "codebook/agency.html", context)


def tree(chosen: str) -> list[dict[str, Any]]:
    """All agencies from the top, opened along the way to the chosen one."""
    below: dict[str, list[Any]] = {}
    for one in queries.agencies(""):
        below.setdefault(one.superior_id or "", []).append(one)
    way = {one.code for one in api.chain(chosen)} if chosen else set()

    def lines(parent: str) -> list[dict[str, Any]]:
        return [
            {
                "code": one.code,
                "name": one.name,
                "chosen": one.code == chosen,
                "children": lines(one.code) if one.code in way or not parent else [],
            }
            for one in below.get(parent, [])
        ]

    return lines("")
