"""Divisions as they are now or were on a day, the inspectorate's tree, and where boundaries are missing."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from jinan.kernel.agencies import api as agencies
from jinan.kernel.identity.request import Request
from jinan.kernel.territory import api as territory
from jinan.kernel.territory.models import Branch, Kind, Level
from jinan.operations.codebook import queries
from jinan.operations.codebook.views import day_asked, for_officers, part


@for_officers
def divisions(request: Request) -> HttpResponse:
    """All divisions with their level, code, days and source; searched by name or code."""
    on = day_asked(request)
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "level", "kind")}
    rows = queries.divisions(words=asked["q"], level=asked["level"], kind=asked["kind"], on=on)
    context = {
        "on": on,
        "day": suffix(on),
        "asked": asked,
        "levels": [(v, label) for v, label in Level.choices if v != Level.NATION],
        "kinds": Kind.choices,
        "part": part(request, rows.select_related("parent")),
        "tree": tree("", on=on),
    }
    return render(request, "codebook/divisions.html", context)


def suffix(on: date | None) -> str:
    """What keeps the day in the addresses of a page."""
    return f"?on={on}" if on else ""


def tree(chosen: str, *, on: date | None) -> list[dict[str, Any]]:
    """The way down to a division and what lies below it; from the nation, the provinces."""
    way = {place.code for place in territory.path(chosen)} if chosen else set()

    def lines(code: str) -> list[dict[str, Any]]:
        return [
            {
                "code": child.code,
                "name": child.name,
                "chosen": child.code == chosen,
                "children": lines(child.code) if child.code in way else [],
            }
            for child in territory.children(code, on=on)
        ]

    return lines(territory.NATION)


@for_officers
def division(request: Request, code: str) -> HttpResponse:
    """One division: its days, superior, predecessors and heirs, who answers for it, its boundary, its parts."""
    here = queries.division_of(code)
    if here is None:
        raise Http404
    on = day_asked(request)
    above = [place.code for place in territory.path(code)]
    branch_agency = agencies.branch_agency_of(code)
    context = {
        "here": here,
        "on": on,
        "day": suffix(on),
        "path": territory.path(code)[:-1],
        "stands": territory.place(code).stands_on(on) if on else here.valid_to is None,  # type: ignore[union-attr]
        "then": names(territory.as_on(code, on) if on else territory.as_now(code)),
        "heirs": names(here.replaced_by),
        "before": queries.predecessors(code),
        "children": territory.children(code, on=on),
        "closed": queries.closed_below(code),
        "agency": agencies.agency_of(code),
        "branch_agency": branch_agency,
        "branches": queries.branches_covering(above),
        "boundary": queries.boundary_of(code),
        "tree": tree(code, on=on),
        "hidden": here.kind in territory.HIDDEN,
    }
    return render(request, "codebook/division.html", context)


def names(found: list[str]) -> list[tuple[str, str]]:
    return [(code, territory.name(code, full=True)) for code in found]


@for_officers
def inspectorate(request: Request) -> HttpResponse:
    """Head office, bureaus and branches with the divisions they cover."""
    known = queries.branches()
    below: dict[str, list[Branch]] = {}
    for one in known:
        below.setdefault(one.parent_id or "", []).append(one)
    lines: list[tuple[int, Branch]] = []

    def walk(parent: str, depth: int) -> None:
        for one in below.get(parent, []):
            lines.append((depth, one))
            walk(one.code, depth + 1)

    walk("", 0)
    return render(request, "codebook/inspectorate.html", {"lines": lines, "count": len(known)})


@for_officers
def boundaries(request: Request) -> HttpResponse:
    """Where boundaries come from, which divisions have none, which features fit no division."""
    view = "unmatched" if request.GET.get("view") == "unmatched" else "without"
    words, level = request.GET.get("q", "").strip(), request.GET.get("level", "")
    without = queries.without_boundary(words, level).select_related("parent")
    context = {
        "sources": queries.boundary_sources(),
        "view": view,
        "words": words,
        "level": level,
        "levels": [(v, label) for v, label in Level.choices if v != Level.NATION],
        "without": queries.without_boundary().count(),
        "unmatched": queries.unmatched().count(),
        "part": part(request, without if view == "without" else queries.unmatched(words)),
    }
    return render(request, "codebook/boundaries.html", context)
