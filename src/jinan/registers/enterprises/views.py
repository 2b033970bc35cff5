"""Pages of possible duplicates, their comparison and merging; the tabs of life and merging."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jinan.kernel.changes.api import note_reading
from jinan.kernel.identity.api import Viewer
from jinan.kernel.identity.request import Request
from jinan.kernel.records import api as records
from jinan.kernel.territory import api as territory
from jinan.registers.enterprises import actions, queries
from jinan.registers.enterprises.models import Enterprise, Status

SUBJECT = Enterprise.subject()
HERE = "/enterprises/duplicates/"
View = Callable[..., HttpResponse]


def for_writers(view: View) -> View:
    """Open a page to officers who keep enterprises."""

    @wraps(view)
    def opened(request: Request, **rest: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect(f"/sign-in/?next={request.path}")
        if not request.viewer.writes(SUBJECT):
            raise PermissionDenied
        return view(request, **rest)

    return opened


def seen(viewer: Viewer, uid: UUID) -> Enterprise:
    found = Enterprise.objects.visible_to(viewer).filter(pk=uid).first()
    if found is None:
        raise Http404
    return found


@for_writers
def duplicates(request: Request) -> HttpResponse:
    """Possible duplicates of a division; above a prefecture one is chosen first."""
    division = request.GET.get("division", "")
    if not territory.place(division):
        places = [grant.place for grant in request.viewer.grants if grant.covers(SUBJECT)]
        division = next((code for code in places if territory.place(code)), territory.NATION)
    wide = division == territory.NATION or division.endswith("0000")
    pairs = [] if wide else queries.duplicates(request.viewer, division)
    context = {
        "pairs": pairs[: queries.SHOWN],
        "number": len(pairs),
        "wide": wide,
        "name": territory.name(division),
        "tree": records.tree_for(request.viewer, SUBJECT, division),
    }
    return render(request, "enterprises/duplicates.html", context)


@for_writers
def compare(request: Request, one: UUID, other: UUID) -> HttpResponse:
    """Two records side by side; which stands for both, and which values it takes."""
    first, second = seen(request.viewer, one), seen(request.viewer, other)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            return settle(request, first, second)
        except records.Refusal as refusal:
            errors = refusal.errors
    kind = records.type_of(first)
    note_reading(kind.kind, [first.pk, second.pk], kind.personal)
    context = {
        "first": first,
        "second": second,
        "pair": (first, second),
        "lines": records.compared(first, second),
        "keep": request.POST.get("keep", str(living(first, second).pk)),
        "errors": errors,
        "reason": request.POST.get("reason", ""),
        "mine": all(records.may_write(row, request.viewer) for row in (first, second)),
        "over": bool(first.voided_at or second.voided_at),
    }
    return render(request, "enterprises/compare.html", context, status=422 if errors else 200)


def living(first: Enterprise, second: Enterprise) -> Enterprise:
    """Which of two is offered to stand for both: the one whose life has not ended."""
    ended = (Status.CLOSED, Status.CANCELLED)
    return second if first.status in ended and second.status not in ended else first


def settle(request: Request, first: Enterprise, second: Enterprise) -> HttpResponse:
    """Carry out what was chosen: the two are one, or they are not."""
    reason = request.POST.get("reason", "")
    if request.POST.get("deed") == "apart":
        records.keep_apart(first, second, by=request.viewer, reason=reason)
        messages.success(request, _("Noted: the two are different enterprises."))
        return redirect(HERE)
    keep, lose = (first, second) if request.POST.get("keep") != str(second.pk) else (second, first)
    versions = {str(row.pk): request.POST.get(f"version-{row.pk}", "") for row in (keep, lose)}
    said = versions[str(keep.pk)], versions[str(lose.pk)]
    taking = [line.name for line in records.compared(keep, lose)
              if request.POST.get(f"take-{line.name}") == str(lose.pk)]  # fmt: skip
    moved = records.merge(
        keep,
        lose,
        taking=taking,
        by=request.viewer,
        reason=reason,
        versions=(int(said[0]), int(said[1])) if all(map(str.isdigit, said)) else None,
    )
    text = _("Merged. %(name)s stands for both now.") % {"name": keep}
    if moved.numbers:
        text += " " + _("Moved with it: %(what)s.") % {"what": moved}
    messages.success(request, text)
    return redirect(f"/enterprises/list/{keep.pk}/")


@require_POST
@for_writers
def unmerge(request: Request, uid: UUID) -> HttpResponse:
    record = seen(request.viewer, uid)
    try:
        left = records.unmerge(record, by=request.viewer, reason=request.POST.get("reason", ""))
    except records.Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(f"/enterprises/list/{uid}/merging/")
    text = _("The merging was taken back.")
    if left.numbers:
        text += " " + _("Changed since, and left as it is: %(what)s.") % {"what": left}
    messages.success(request, text)
    return redirect(f"/enterprises/list/{uid}/")


@require_POST
@for_writers
def move(request: Request, uid: UUID) -> HttpResponse:
    """One step of the life of an enterprise."""
    record = seen(request.viewer, uid)
    try:
        day = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        day = timezone.localdate()
    to, reason = request.POST.get("status", ""), request.POST.get("reason", "")
    try:
        actions.move(record, to, by=request.viewer, on=day, reason=reason)
    except records.Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(f"/enterprises/list/{uid}/life/")


def life_panel(record: Enterprise, viewer: Viewer) -> dict[str, Any]:
    """The statuses it went through, and what may follow."""
    return {
        "steps": actions.next_steps(record),
        "past": queries.life_of(record),
        "today": timezone.localdate(),
    }


def merging_panel(record: Enterprise, viewer: Viewer) -> dict[str, Any]:
    """What it was merged into, or what was merged into it."""
    into = record.merged_into_id
    survivor = Enterprise.objects.visible_to(viewer).filter(pk=into).first() if into else None
    return {"survivor": survivor, "into": into, "merged": queries.merged_into(viewer, record)}
