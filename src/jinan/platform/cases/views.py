"""Making a move, handing a case over, stand-ins, and the courses for who wants to read them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jinan.kernel.identity.request import Request
from jinan.kernel.records.api import RecordType, Refusal, by_address
from jinan.platform.cases import engine, people, queries, standing
from jinan.platform.cases.bpmn import export
from jinan.platform.cases.diagram import svg
from jinan.platform.cases.models import Case
from jinan.platform.cases.roles import ROLES
from jinan.platform.cases.types import Ask, CaseType, Pick, course_of
from jinan.platform.cases.types import courses as all_courses
from jinan.platform.papers import api as papers


def found(request: Request, room: str, name: str, uid: UUID) -> tuple[RecordType, Any]:
    """The case in the viewer's sight; what is out of sight is not there."""
    kind = by_address(f"{room}/{name}")
    if kind is None or not issubclass(kind.model, Case):
        raise Http404
    if not kind.opens_to(request.viewer):
        raise PermissionDenied
    case = kind.model.objects.visible_to(request.viewer).filter(pk=uid).first()
    if case is None:
        raise Http404
    return kind, case


def picks(ask: Ask, case: Any) -> list[Pick]:
    return list(ask.picks(case)) if ask.picks else []


@login_required
def move(request: Request, room: str, name: str, uid: UUID, move: str) -> HttpResponse:
    """The page of one move: what it asks, then the deed."""
    kind, case = found(request, room, name, uid)
    try:
        step = course_of(case).move(move)
    except KeyError as fault:
        raise Http404 from fault
    given: dict[str, Any] = {k: v for k, v in request.POST.items() if v}
    for ask in step.asks:
        if ask.kind == "accounts":
            given[ask.name] = request.POST.getlist(ask.name)
    faults: dict[str, str] = {}
    if request.method == "POST":
        try:
            case.state = request.POST.get("state") or case.state
            engine.take(
                case, move, by=request.viewer, values=given, reason=request.POST.get("reason", "")
            )
            messages.success(request, _("Done: %(move)s") % {"move": step.title})
            return redirect(f"/{kind.address}/{uid}/course/")
        except Refusal as refusal:
            faults = refusal.errors
    context = {
        "kind": kind,
        "case": case,
        "move": step,
        "asks": [
            (ask, given.get(ask.name, ""), faults.get(ask.name, ""), picks(ask, case))
            for ask in step.asks
        ],
        "given": given,
        "faults": faults,
        "problem": faults.get("") or engine.refusal(case, move, by=request.viewer),
        "colleagues": people.colleagues(case.agency_id),
        "target": course_of(case).title_of(step.target),
    }
    return render(request, "cases/move.html", context, status=422 if faults else 200)


@login_required
@require_POST
def handlers(request: Request, room: str, name: str, uid: UUID) -> HttpResponse:
    kind, case = found(request, room, name, uid)
    try:
        chosen = [UUID(one) for one in request.POST.getlist("handlers")]
        engine.hand_over(case, chosen, by=request.viewer, reason=request.POST.get("reason", ""))
        messages.success(request, _("The case was handed over."))
    except (Refusal, ValueError) as refusal:
        messages.error(request, str(refusal))
    return redirect(f"/{kind.address}/{uid}/course/")


@login_required
@require_GET
def courses(request: Request) -> HttpResponse:
    return render(request, "cases/courses.html", {"courses": list(all_courses())})


def named(name: str) -> CaseType:
    for one in all_courses():
        if one.name == name:
            return one
    raise Http404


@login_required
@require_GET
def course(request: Request, name: str) -> HttpResponse:
    """A course as a drawing and as its table of moves."""
    one = named(name)
    codes = {code for step in one.moves for code in (*step.paper, *step.served)}
    context = {
        "course": one,
        "diagram": svg(one),
        "rows": [
            (
                step,
                [one.title_of(s) for s in step.sources],
                one.title_of(step.target),
                [ROLES[r].title for r in step.roles],
            )
            for step in one.moves
        ],
        "documents": {code: papers.document(code) for code in codes},
    }
    return render(request, "cases/course.html", context)


@login_required
@require_GET
def bpmn(request: Request, name: str) -> HttpResponse:
    answer = HttpResponse(export(named(name)), content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.bpmn"'
    return answer


@login_required
def stand_ins(request: Request) -> HttpResponse:
    """Who stands in for whom in the viewer's agency, and the form for another."""
    viewer = request.viewer
    if not viewer.agency:
        raise PermissionDenied
    faults: dict[str, str] = {}
    if request.method == "POST":
        try:
            first, last = (parse_date(request.POST.get(k, "")) for k in ("valid_from", "valid_to"))
            if first is None or last is None:
                raise Refusal({"valid_to": _("Give the first and the last day.")})
            standing.stand_in(
                UUID(request.POST.get("absent", "")), UUID(request.POST.get("substitute", "")),
                by=viewer, first=first, last=last, reason=request.POST.get("reason", ""),
            )  # fmt: skip
            messages.success(request, _("Entered."))
            return redirect("stand-ins")
        except Refusal as refusal:
            faults = refusal.errors
        except ValueError:
            faults = {"substitute": _("Choose a colleague of your agency.")}
    staff = people.colleagues(viewer.agency)
    names = {one.pk: one.name for one in staff}
    context = {
        "people": staff,
        "lines": [
            (one, names.get(one.absent, "—"), names.get(one.substitute, "—"))
            for one in queries.stand_ins(viewer.agency)
        ],
        "leads": viewer.has("leader"),
        "faults": faults,
        "given": request.POST,
    }
    return render(request, "cases/stand_ins.html", context, status=422 if faults else 200)


@login_required
@require_POST
def end(request: Request, uid: UUID) -> HttpResponse:
    try:
        standing.end_stand_in(uid, by=request.viewer)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("stand-ins")
