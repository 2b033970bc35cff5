"""The steward's desk: what is to be verified, settling a row, a new edition looked at and taken in."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jinan.kernel.codes import api as codes
from jinan.kernel.codes.api import CodeItem, is_steward, read_text, refusal, settle, take_in
from jinan.kernel.identity.request import Request
from jinan.operations.codebook.queries import doubts
from jinan.operations.codebook.views import for_officers, part
from jinan.operations.codebook.views.codes import found_set, row_context

MOST_BYTES = 2 * 2**20


@for_officers
def unverified(request: Request) -> HttpResponse:
    """Everything whose source was not read, so that somebody can go and read it."""
    chosen, words = request.GET.get("set", ""), request.GET.get("q", "").strip().lower()
    found = doubts.places(request.viewer, timezone.localdate())
    rows = [
        (place, one)
        for place in found
        if chosen in ("", place.name)
        for one in place.rows
        if words in f"{one.code} {one.words} {one.why} {one.source}".lower()
    ]
    context = {
        "chosen": chosen,
        "words": words,
        "places": found,
        "count": sum(len(one.rows) for one in found),
        "steward": is_steward(request.viewer),
        "part": part(request, rows),
    }
    return render(request, "codebook/unverified.html", context)


@require_POST
@for_officers
def settle_row(request: Request, name: str) -> HttpResponse:
    """Confirm or correct one row; what is missing is said beside its field."""
    context = row_context(request, name)
    given = {
        key: str(request.POST.get(key, ""))
        for key in ("verdict", "source", "reason", "zh", "en", "note")
    }
    try:
        settle(
            context["edition"], context["row"].code, by=request.viewer, verdict=given["verdict"],
            source=given["source"], reason=given["reason"], words=given,
        )  # fmt: skip
    except (ValidationError, ValueError) as fault:
        text = " ".join(fault.messages) if isinstance(fault, ValidationError) else str(fault)
        context |= {"given": given, "problem": text}
        return render(request, "codebook/row.html", context, status=422)
    messages.success(request, _("The finding is kept, with your name and its source."))
    return redirect(f"{request.path.removesuffix('settle/')}?{request.GET.urlencode()}")


@for_officers
def new_edition(request: Request, name: str) -> HttpResponse:
    """Upload a text, look at what it would change, then take it in from a day on."""
    kept = found_set(name)
    if not is_steward(request.viewer):
        raise PermissionDenied
    present = codes.edition_on(name, timezone.localdate())
    context: dict[str, Any] = {"set": kept, "present": present, "given": request.POST}
    if request.method != "POST":
        return render(request, "codebook/new_edition.html", context)
    try:
        text = text_of(request)
        rows = read_text(text.encode())
        label, begins = request.POST.get("label", "").strip(), a_day(request.POST.get("begins", ""))
        if problem := refusal(name, label, begins, request.viewer):
            raise ValidationError(problem)
        if request.POST.get("deed") == "take":
            reason = request.POST.get("reason", "")
            made = take_in(name, label, begins, rows, by=request.viewer, reason=reason)
            messages.success(request, _("The edition is taken in; it counts from its day on."))
            return redirect(f"/codebook/{name}/?edition={made}")
    except ValidationError as fault:
        context["faults"] = fault.messages
        if "text" in request.POST:
            context |= {"text": request.POST["text"], **looked_at(present, rows)}
        return render(request, "codebook/new_edition.html", context, status=422)
    context |= {"text": text, "begins": begins, **looked_at(present, rows)}
    return render(request, "codebook/new_edition.html", context)


def looked_at(present: codes.CodeEdition | None, rows: list[CodeItem]) -> dict[str, Any]:
    """What the new text would change against the edition in force."""
    after = {one.code: one for one in rows}
    before = codes.rows(present) if present else {}
    lost = sorted({one.parent for one in rows if one.parent and one.parent not in after})
    return {
        "count": len(rows),
        "difference": codes.compared(before, after),
        "lost": lost,
        "doubtful": sum(one.doubtful for one in rows),
    }


def text_of(request: Request) -> str:
    """The uploaded file, or the text that the page carried on from it."""
    if carried := request.POST.get("text"):
        return carried
    upload = request.FILES.get("sheet")
    if upload is None:
        raise ValidationError(_("Choose a file first."))
    if (upload.size or 0) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 2 MiB."))
    return codes.decoded(upload.read())


def a_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@for_officers
def finding_list(request: Request, name: str) -> HttpResponse:
    """What stewards found in a set, the latest first."""
    kept = found_set(name)
    rows = list(kept.findings.order_by("-id"))
    if not rows:
        raise Http404
    return render(request, "codebook/findings.html", {"set": kept, "part": part(request, rows)})
