"""Pages of papers: make, fill, see, print, serve, withdraw; the register of numbers; the check of authenticity."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.request import Request
from jinan.kernel.records.api import RecordType, Refusal, by_address, may_write
from jinan.platform.papers import actions, numbering, queries, rules
from jinan.platform.papers.editions import document
from jinan.platform.papers.models import Paper, State, Use, Way
from jinan.platform.papers.printing.page import page, strip
from jinan.platform.papers.printing.pdf import pdf, volume_pdf
from jinan.platform.papers.volumes import volume

Page = Callable[..., HttpResponse]


def of_record(view: Page) -> Page:
    """Find the record in the viewer's sight; what is out of sight is not there."""

    @wraps(view)
    def found(request: Request, room: str, name: str, uid: UUID, **rest: Any) -> HttpResponse:
        kind = by_address(f"{room}/{name}")
        if kind is None:
            raise Http404
        if not kind.opens_to(request.viewer):
            raise PermissionDenied
        record = kind.model.objects.visible_to(request.viewer).filter(pk=uid).first()
        if record is None:
            raise Http404
        return view(request, kind, record, **rest)

    return login_required(found)


def one(record: Any, uid: UUID) -> Paper:
    found = queries.papers_of(record).filter(pk=uid).first()
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


@of_record
def new(request: Request, kind: RecordType, record: Any, code: str) -> HttpResponse:
    """Begin a paper, filled from the case, and open it."""
    if request.method != "POST":
        before = queries.papers_of(record).filter(document=code, state=State.DRAFT).first()
        if before is not None:
            return redirect(f"/{kind.address}/{record.pk}/papers/{before.pk}/")
    try:
        made = actions.draft(record, code, by=request.viewer)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(f"/{kind.address}/{record.pk}/papers/")
    return redirect(f"/{kind.address}/{record.pk}/papers/{made.pk}/")


@of_record
def paper(request: Request, kind: RecordType, record: Any, paper: UUID) -> HttpResponse:
    """A paper: what is still to be filled at the left, the sheet as it will be printed at the right."""
    this = one(record, paper)
    faults: dict[str, str] = {}
    given: dict[str, Any] = {}
    if request.method == "POST":
        given = {k: v for k, v in request.POST.items() if k != "csrfmiddlewaretoken"}
        deed = given.pop("deed", "save")
        try:
            this = actions.fill(this, given, by=request.viewer)
            if deed == "issue":
                this = actions.issue(this, by=request.viewer)
                messages.success(
                    request,
                    _("Issued: %(number)s") % {"number": this.number or document(this.document).zh},
                )
            return redirect(request.path)
        except Refusal as refusal:
            faults = refusal.errors
    return render(
        request,
        "papers/paper.html",
        paper_context(request, kind, record, this, given, faults),
        status=422 if faults else 200,
    )


def paper_context(
    request: Request,
    kind: RecordType,
    record: Any,
    this: Paper,
    given: dict[str, Any],
    faults: dict[str, str],
) -> dict[str, Any]:
    """What the page of a paper shows."""
    of = document(this.document)
    empty = {f.name for f in queries.missing(this)}
    asked = [
        f
        for f in of.fields
        if f.kind not in ("docno", "seal", "signature", "signaturelist", "fixed", "media")
    ]
    lines = [
        {"field": f, "value": given.get(f.name, as_typed(this.values.get(f.name, ""))), "fault": faults.get(f.name, ""),
         "open": f.name in empty or f.name in faults, "typed": f.name in this.by_hand, "rows": f.kind in rules.ROWS}
        for f in asked
    ]  # fmt: skip
    signs = [
        f
        for f in of.fields
        if f.kind in ("signature", "signaturelist", "seal") or f.name in ("officer1", "officer2")
    ]
    return {
        "kind": kind, "record": record, "paper": this, "document": of, "lines": lines,
        "open": [line for line in lines if line["open"]], "filled": [line for line in lines if not line["open"]],
        "sheet": page(queries.view(this)), "problem": faults.get("", ""), "ways": Way.choices,
        "may_write": may_write(record, request.viewer), "today": timezone.localdate(), "signs": signs,
    }  # fmt: skip


def as_typed(value: Any) -> str:
    """A value as it stands in its box: rows one a line, cells with bars between."""
    if isinstance(value, list):
        return "\n".join(" | ".join(row) for row in value)
    return str(value)


@of_record
@require_GET
def printed(request: Request, kind: RecordType, record: Any, paper: UUID) -> HttpResponse:
    """The paper as a PDF file."""
    this = one(record, paper)
    answer = HttpResponse(pdf(queries.view(this)), content_type="application/pdf")
    name = this.number or document(this.document).zh
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{_quoted(name)}.pdf"
    answer["Cache-Control"] = "private, no-store"
    return answer


@of_record
@require_GET
def narrow(request: Request, kind: RecordType, record: Any, paper: UUID) -> HttpResponse:
    """The paper for a small portable printer."""
    context = {
        "strip": strip(queries.view(one(record, paper))),
        "wide": request.GET.get("width") == "80",
    }
    return render(request, "papers/narrow.html", context)


@of_record
@require_POST
def served(request: Request, kind: RecordType, record: Any, paper: UUID) -> HttpResponse:
    this = one(record, paper)
    on = parse_date(request.POST.get("on", "")) or timezone.localdate()
    said = {k: request.POST.get(k, "") for k in ("way", "to", "note")}
    return told(
        request, kind, record, this, lambda: actions.serve(this, by=request.viewer, on=on, **said)
    )


@of_record
@require_POST
def void(request: Request, kind: RecordType, record: Any, paper: UUID) -> HttpResponse:
    """Withdraw a paper; with “again”, begin another in its place."""
    this, reason = one(record, paper), request.POST.get("reason", "")
    if request.POST.get("again") and this.state != State.DRAFT:
        return told(
            request,
            kind,
            record,
            this,
            lambda: actions.correct(this, by=request.viewer, reason=reason, record=record),
        )
    return told(
        request, kind, record, this, lambda: actions.void(this, by=request.viewer, reason=reason)
    )


@of_record
@require_POST
def signed(request: Request, kind: RecordType, record: Any, paper: UUID) -> HttpResponse:
    this = one(record, paper)
    said = {k: request.POST.get(k, "") for k in ("name", "picture")}
    return told(
        request,
        kind,
        record,
        this,
        lambda: actions.sign(this, request.POST.get("place", ""), by=request.viewer, **said),
    )


def told(
    request: Request, kind: RecordType, record: Any, this: Paper, deed: Callable[[], Any]
) -> HttpResponse:
    """Do it, and say how it went on the page of the paper."""
    try:
        made = deed()
        if isinstance(made, Paper):
            this = made
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(f"/{kind.address}/{record.pk}/papers/{this.pk}/")


@of_record
@require_GET
def whole(request: Request, kind: RecordType, record: Any) -> HttpResponse:
    """The volume of a case as one PDF file."""
    made = volume(record)
    if not made.items:
        messages.error(request, _("No paper has been issued yet."))
        return redirect(f"/{kind.address}/{record.pk}/papers/")
    cover = [
        ("案卷题名", str(record)),
        ("承办机关", str(record.agency or "")),
        ("件数", f"{len(made.items)}件"),
    ]
    rows = [
        [str(i.order), i.paper.number, i.title, f"{i.on:%Y%m%d}" if i.on else "", "", ""]
        for i in made.items
    ]
    front = queries.view(made.front) if made.front else None
    body = volume_pdf([queries.view(i.paper) for i in made.items], cover, rows, front=front)
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{_quoted(str(record))}.pdf"
    return answer


@login_required
@require_GET
def numbers(request: Request) -> HttpResponse:
    """The register of numbers of one's agency in a year, with every gap."""
    agency, year = request.viewer.agency, request.GET.get("year", "")
    if not agency:
        raise PermissionDenied
    chosen = int(year) if year.isdecimal() and len(year) == 4 else timezone.localdate().year
    found = queries.numbers(agency, chosen)
    context = {
        "marks": [(mark, lines, numbering.gaps(agency, mark, chosen)) for mark, lines in found.items()],
        "year": chosen, "uses": dict(Use.choices),
    }  # fmt: skip
    return render(request, "papers/numbers.html", context)


def check(request: Request) -> HttpResponse:
    """Whether a paper is genuine: asked by anybody with the mark that is printed on it. Tells nothing of its content."""
    mark = request.GET.get("mark", "").strip().upper()[:16]
    found: Paper | None = None
    if mark:
        with in_scope(system("authenticity")):
            found = queries.by_mark(mark)
    context = {"mark": mark, "paper": found, "title": document(found.document).zh if found else ""}
    return render(request, "papers/check.html", context)


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="")
