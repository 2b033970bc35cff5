"""Code sets: all of them by group, one with its rows, one row through its editions, two editions compared."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jinan.kernel.codes import api as codes
from jinan.kernel.codes.api import is_steward
from jinan.kernel.identity.request import Request
from jinan.operations.codebook import queries
from jinan.operations.codebook.views import day_asked, for_officers, part

GROUPS = {
    "accidents": _("Accidents"),
    "calendar": _("Calendar"),
    "emergency": _("Emergency"),
    "enforcement": _("Enforcement"),
    "enterprises": _("Enterprises"),
    "hazards": _("Hazards"),
    "licences": _("Licences"),
    "mines": _("Mines"),
    "models": _("Models and parameters"),
    "office": _("Office and portal"),
    "security": _("Security"),
    "statistics": _("Statistics"),
}


@for_officers
def sets(request: Request) -> HttpResponse:
    """Sets of one group or of all; with words, the rows of all sets that hold them."""
    on = day_asked(request) or timezone.localdate()
    words = request.GET.get("q", "").strip()
    lines = queries.set_lines(on)
    chosen = request.GET.get("group", "")
    groups = [
        (name, title, sum(line.set.group == name for line in lines))
        for name, title in GROUPS.items()
    ]
    context = {
        "on": on,
        "words": words,
        "chosen": chosen,
        "groups": groups,
        "count": len(lines),
        "lines": [
            (GROUPS.get(line.set.group, line.set.group), line)
            for line in lines
            if chosen in ("", line.set.group)
        ],
        "doubtful": sum(line.doubtful for line in lines),
        "found": queries.find_rows(words) if words else [],
        "most": queries.MOST_FOUND,
    }
    return render(request, "codebook/sets.html", context)


@for_officers
def one_set(request: Request, name: str) -> HttpResponse:
    """The rows of a set: of the edition in force on a day, or of an edition that was chosen."""
    kept = found_set(name)
    edition, on = edition_asked(request, name)
    words = request.GET.get("q", "").strip()
    doubtful = request.GET.get("doubtful") == "1"
    rows = queries.rows_of(edition, on=on, words=words, doubtful=doubtful) if edition else []
    shown = part(request, rows)
    filled = {key for one in shown.rows for key in one.extra}
    context = {
        "set": kept,
        "group": GROUPS.get(kept.group, kept.group),
        "edition": edition,
        "editions": codes.editions(name),
        "counting": {one.pk for one in codes.standing(name)},
        "several": len(codes.editions(name)) > 1,
        "steward": is_steward(request.viewer),
        "on": on,
        "words": words,
        "doubtful": doubtful,
        "part": shown,
        "extra": [one for one in (edition.columns if edition else []) if one in filled],
        "has": {field: any(getattr(one, field) for one in shown.rows) for field in
                ("zh", "en", "parent", "note", "valid_from", "valid_to")},
    }  # fmt: skip
    return render(request, "codebook/set.html", context)


def found_set(name: str) -> codes.CodeSet:
    kept = queries.set_of(name)
    if kept is None:
        raise Http404
    codes.refresh(name)
    return kept


def edition_asked(request: Request, name: str) -> tuple[codes.CodeEdition | None, date]:
    """The edition of `?edition=`, else that of the day of `?on=`, with the day its rows are judged by."""
    on = day_asked(request)
    asked = request.GET.get("edition", "")
    if asked.isdigit():
        found = next((one for one in codes.editions(name) if one.pk == int(asked)), None)
        if found is None:
            raise Http404
        return found, on or found.valid_from or timezone.localdate()
    day = on or timezone.localdate()
    return codes.edition_on(name, day), day


@for_officers
def row(request: Request, name: str) -> HttpResponse:
    """One row with all it says, its words in every edition, and the rows below it."""
    return render(request, "codebook/row.html", row_context(request, name))


def row_context(request: Request, name: str) -> dict[str, Any]:
    kept = found_set(name)
    edition, on = edition_asked(request, name)
    known = codes.rows(edition) if edition else {}
    found = known.get(request.GET.get("code", ""))
    if found is None:
        raise Http404
    through = [(one, codes.rows(one).get(found.code)) for one in codes.standing(name)]
    return {
        "set": kept,
        "edition": edition,
        "on": on,
        "row": found,
        "finding": getattr(found, "finding", None),
        "steward": is_steward(request.viewer),
        "given": {},
        "above": known.get(found.parent),
        "below": [one for one in known.values() if one.parent == found.code][:200],
        "through": through,
    }


def two_asked(
    request: Request, name: str
) -> tuple[codes.CodeEdition | None, codes.CodeEdition | None]:
    """The two editions to compare: those of `?old=&new=`, else the two newest in force."""
    known = {str(one.pk): one for one in codes.editions(name)}
    standing = codes.standing(name)
    new = known.get(request.GET.get("new", "")) or (standing[0] if standing else None)
    old = known.get(request.GET.get("old", "")) or (standing[1] if len(standing) > 1 else new)
    return old, new


@for_officers
def comparison(request: Request, name: str) -> HttpResponse:
    """What a newer text of a set adds, changes and closes against an older one."""
    kept = found_set(name)
    old, new = two_asked(request, name)
    context = {
        "set": kept,
        "editions": codes.editions(name),
        "old": old,
        "new": new,
        "difference": codes.compare(old, new) if old and new else None,
    }
    return render(request, "codebook/compare.html", context)
