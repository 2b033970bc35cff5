"""The page of a register's figures, and the same as a table for other programs."""

import csv
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jinan.kernel.changes.api import Verb, note
from jinan.kernel.identity.request import Request
from jinan.kernel.records.figures import Tally, place_of, tallies
from jinan.kernel.records.tree import tree_for
from jinan.kernel.records.types import RecordType
from jinan.kernel.records.views import of_type
from jinan.kernel.territory import api as territory


@of_type
def figures(request: Request, kind: RecordType) -> HttpResponse:
    """All figures of a register for one division of the viewer's scope."""
    if not kind.figures:
        raise Http404
    division = place_of(request.viewer, kind.subject, request.GET.get("division", ""))
    made = tallies(kind, request.viewer, division)
    if request.GET.get("as") == "csv":
        note(Verb.EXPORT, kind.kind, None, figures=[t.figure.name for t in made], division=division)
        return as_csv(kind, made, division)
    above = [
        place for place in territory.path(division)[:-1] if in_sight(request, kind, place.code)
    ]
    context = {
        "kind": kind,
        "tallies": made,
        "division": division,
        "name": territory.name(division, full=True) or territory.name(division),
        "above": above,
        "tree": tree_for(request.viewer, kind.subject, division),
        "everywhere": request.viewer.divisions(kind.subject) is None,
        "at": timezone.localtime(),
    }
    return render(request, "records/figures.html", context)


def in_sight(request: Request, kind: RecordType, code: str) -> bool:
    """Whether a higher division lies in the viewer's territory, so that the way up leads there."""
    seen = request.viewer.divisions(kind.subject)
    return seen is None or code in seen


def as_csv(kind: RecordType, made: list[Tally], division: str) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = (
        f'attachment; filename="{kind.subject}-{division}-{timezone.localdate():%Y%m%d}.csv"'
    )
    answer.write("\ufeff")
    out = csv.writer(answer)
    for tally in made:
        out.writerow([tally.title, f"{timezone.localtime():%Y-%m-%d %H:%M}"])
        labels = [label for _value, label in tally.columns]
        out.writerow([pgettext("codes", "Code"), _("Territory"), _("Total"), *labels])
        for line in (*tally.lines, tally.total):
            numbers = [f"{cell.number:g}" for cell in (line.total, *line.cells)]
            out.writerow([line.code, line.name, *numbers])
        out.writerow([])
    return answer


def as_json(kind: RecordType, made: list[Tally], division: str) -> dict[str, Any]:
    """The same for the API; `query` opens the records of a number."""

    def number(cell: Any) -> dict[str, Any]:
        return {"number": cell.number, "records": f"/api/{kind.address}/?{cell.query}"}

    def line(one: Any) -> dict[str, Any]:
        return {
            "division": one.code or None,
            "name": one.name,
            "total": number(one.total),
            "cells": [number(cell) for cell in one.cells],
        }

    return {
        "division": division,
        "at": timezone.localtime().isoformat(timespec="seconds"),
        "figures": [
            {
                "name": tally.figure.name,
                "title": str(tally.title),
                "unit": tally.unit,
                "dimension": tally.dimension or None,
                "columns": [{"value": value, "label": label} for value, label in tally.columns],
                "lines": [line(one) for one in tally.lines],
                "total": line(tally.total),
            }
            for tally in made
        ],
    }
