"""Sending a decision on a record, and answering one."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from jinan.kernel.identity.request import Request
from jinan.kernel.records.actions import Refusal
from jinan.kernel.records.decisions import answer, decide, decision_context, decisions_on
from jinan.kernel.records.types import RecordType, counted_panels
from jinan.kernel.records.views import of_type, one


@require_POST
@of_type
def send_decision(request: Request, kind: RecordType, uid: UUID) -> HttpResponse:
    """Send a decision on the record, or answer one (`cause`)."""
    record, given = one(request, kind, uid), request.POST
    try:
        if cause := given.get("cause"):
            open_one = next(
                (x.decision for x in decisions_on(record) if str(x.decision.pk) == cause), None
            )
            if open_one is None:
                raise Http404
            answer(open_one, by=request.viewer, text=given.get("text", ""))
        else:
            due = parse_date(given.get("due", "")) if given.get("due") else None
            decide(
                record,
                given.get("verb", ""),
                by=request.viewer,
                text=given.get("text", ""),
                due=due,
            )
    except (Refusal, ValueError) as refused:
        context = {
            "kind": kind,
            "record": record,
            "tab": "decisions",
            "panels": counted_panels(kind, record, request.viewer),
        }
        context |= decision_context(record, request.viewer) | {
            "problem": str(refused),
            "given": given,
        }
        return render(request, "records/detail.html", context, status=422)
    return redirect(f"/{kind.address}/{uid}/decisions/")
