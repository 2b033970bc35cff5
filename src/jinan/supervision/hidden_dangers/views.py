"""The enterprise's own page and report, reopening, the target of the plan, and the quarter's statistics."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jinan.kernel.identity.request import Request
from jinan.kernel.records.api import Refusal
from jinan.platform.files import api as files
from jinan.registers.enterprises.models import Enterprise
from jinan.supervision.hidden_dangers import actions, queries, rules
from jinan.supervision.hidden_dangers.models import Domain, HiddenDanger, Level, Origin

FACTS = ("title", "domain", "place", "found_on", "description", "harm")
YEARS = 6  # that can be chosen


def of_enterprise(request: Request) -> Enterprise:
    """The enterprise of who asks; others have no such page."""
    if not request.viewer.holder:
        raise PermissionDenied
    found = Enterprise.objects.visible_to(request.viewer).filter(pk=request.viewer.holder).first()
    if found is None:
        raise Http404
    return found  # type: ignore[return-value]


@login_required
@require_GET
def own(request: Request) -> HttpResponse:
    """Every open danger of the enterprise: what it does next, and until when."""
    context = {
        "enterprise": of_enterprise(request),
        "cards": queries.own_dangers(request.viewer),
        "ended": queries.own_ended(request.viewer),
    }
    return render(request, "hidden_dangers/own.html", context)


@login_required
def report(request: Request) -> HttpResponse:
    """The enterprise reports a danger, with photos."""
    enterprise = of_enterprise(request)
    given = {name: request.POST.get(name, "").strip() for name in FACTS}
    faults: dict[str, str] = {}
    if request.method == "POST":
        try:
            facts: dict[str, Any] = {
                k: v for k, v in given.items() if v and k not in ("title", "domain")
            }
            made = actions.report(
                request.viewer, enterprise, given["title"], domain=given["domain"],
                origin=Origin.ENTERPRISE, source=once(request), **facts,
            )  # fmt: skip
            take_photos(request, made)
            messages.success(request, _("Reported. The agency has it now."))
            return redirect("dangers-own")
        except Refusal as refusal:
            faults = refusal.errors
    context = {
        "enterprise": enterprise,
        "domains": Domain.choices,
        "given": given,
        "faults": faults,
        "today": timezone.localdate(),
        "once": request.POST.get("once") or uuid4(),
    }
    return render(request, "hidden_dangers/report.html", context, status=422 if faults else 200)


def once(request: Request) -> actions.RecordRef | None:
    """The mark of the form that was sent: sent twice, it is one report."""
    try:
        return actions.RecordRef("hidden_dangers.form", UUID(request.POST.get("once", "")))
    except ValueError:
        return None


@login_required
@require_POST
def photos(request: Request, uid: UUID) -> HttpResponse:
    """Photos for one of the enterprise's dangers."""
    danger = HiddenDanger.objects.visible_to(request.viewer).filter(pk=uid).first()
    if danger is None or not request.viewer.holder:
        raise Http404
    if taken := take_photos(request, danger):
        messages.success(request, _("Files added: %(n)s") % {"n": taken})
    return redirect("dangers-own")


def take_photos(request: Request, danger: Any) -> int:
    """Add what was sent; a file that cannot be taken is named, the others are kept."""
    taken = 0
    for file in request.FILES.getlist("photo"):
        try:
            if isinstance(file, UploadedFile):
                files.attach(danger, file, by=request.viewer)
                taken += 1
        except Refusal as refusal:
            messages.error(request, str(refusal))
    return taken


@login_required
@require_POST
def reopen(request: Request, uid: UUID) -> HttpResponse:
    danger: Any = HiddenDanger.objects.visible_to(request.viewer).filter(pk=uid).first()
    if danger is None:
        raise Http404
    try:
        made = actions.reopen(danger, by=request.viewer, reason=request.POST.get("reason", ""))
        messages.success(request, _("Begun anew."))
        return redirect(f"/hidden_dangers/dangers/{made.pk}/")
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(f"/hidden_dangers/dangers/{uid}/plan/")


def may_read(request: Request) -> None:
    if not request.viewer.reads(HiddenDanger.subject()):
        raise PermissionDenied


@login_required
@require_GET
def target(request: Request) -> HttpResponse:
    """The target of the plan, 100 % of major dangers managed; each number opens to its dangers."""
    may_read(request)
    what = request.GET.get("open", "unlisted")
    try:
        opened = queries.opened(request.viewer, what)
    except ValueError as fault:
        raise BadRequest(str(fault)) from fault
    found = queries.ages(request.viewer)
    names = {"": _("on no list"), **dict(Level.choices)}
    most = max((n for _level, ages in found for n in ages), default=0) or 1
    context = {
        "target": queries.target(request.viewer),
        "what": what,
        "opened": opened,
        "classes": [f"≤ {days}" for days in rules.AGES] + [f"> {rules.AGES[-1]}"],
        "ages": [
            (names[level], sum(ages), [
                (n, f"age-{level or queries.NONE}-{at}", round(9 * n / most)) for at, n in enumerate(ages)
            ])
            for level, ages in found
        ],
    }  # fmt: skip
    return render(request, "hidden_dangers/target.html", context)


@login_required
@require_GET
def quarters(request: Request) -> HttpResponse:
    """What each enterprise found and corrected in a quarter."""
    may_read(request)
    today = timezone.localdate()
    year, number = today.year, (today.month + 2) // 3
    try:
        year, number = int(request.GET.get("year", year)), int(request.GET.get("quarter", number))
        first, last = rules.quarter(year, number)
    except ValueError as fault:
        raise BadRequest(str(fault)) from fault
    lines = queries.quarter(request.viewer, first, last)
    context = {
        "lines": lines,
        "sum": queries.summed(lines),
        "year": year,
        "number": number,
        "years": range(today.year, today.year - YEARS, -1),
        "first": first,
        "last": last,
        "more": len(lines) == queries.MOST,
    }
    return render(request, "hidden_dangers/quarters.html", context)
