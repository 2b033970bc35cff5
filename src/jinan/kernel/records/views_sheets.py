"""Pages of sheets in and out: export, template, upload, preview, result, undo."""

from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from jinan.kernel.identity.request import Request
from jinan.kernel.jobs.api import Run
from jinan.kernel.records.actions import Refusal
from jinan.kernel.records.columns import column_title, filter_choices, query_names
from jinan.kernel.records.exporting import AT_ONCE, FORMS, Wish, export_later, export_now
from jinan.kernel.records.importing import begin, once_more, receive, replan, summary
from jinan.kernel.records.models import ImportRun, Outcome, PointField, Stage, Way
from jinan.kernel.records.previewing import preview
from jinan.kernel.records.sheets import headings
from jinan.kernel.records.sheets.faults import Unreadable
from jinan.kernel.records.sheets.plan import Plan, guessed
from jinan.kernel.records.sheets.reading import open_book
from jinan.kernel.records.sheets.template import choices_of, is_needed, write_template
from jinan.kernel.records.types import RecordType
from jinan.kernel.records.undoing import begin_undo
from jinan.kernel.records.views import of_type
from jinan.kernel.records.widgets import GIVEN_IN

SHOWN = 50


@of_type
def export(request: Request, kind: RecordType) -> HttpResponseBase:
    """What to export, then the file itself or the work that makes it."""
    asked = {key: str(value) for key, value in request.GET.items() if value}
    form, columns = request.POST.get("form", "xlsx"), request.POST.get("columns", "sheet")
    if form not in FORMS:
        raise Http404
    wish = Wish(kind.kind, asked, form, columns, translation.get_language() or "zh-hans")
    listing = wish.listing(request.viewer)
    count, more = listing.count()
    context = {"kind": kind, "count": count, "more": more, "narrowed": narrowing(kind, asked)}
    if request.method != "POST":
        return render(request, "records/export.html", context)
    try:
        if more or count > AT_ONCE:
            return redirect("run", export_later(wish, by=request.viewer).pk)
        with NamedTemporaryFile(suffix=f".{FORMS[form]}") as made:
            export_now(wish, Path(made.name), by=request.viewer)
            return FileResponse(
                Path(made.name).open("rb"),
                as_attachment=True,
                filename=wish.file_name(request.viewer),
            )
    except Refusal as refusal:
        return render(request, "records/export.html", context | {"fault": refusal}, status=422)


def narrowing(kind: RecordType, asked: dict[str, str]) -> list[tuple[str, str]]:
    """The filter of a list in words."""
    from jinan.kernel.territory import api as territory

    told = [(_("Search"), asked["q"])] if asked.get("q") else []
    for name in dict.fromkeys(("division", *query_names(kind))):
        if value := asked.get(name, ""):
            labels = dict(filter_choices(kind, name))
            text = territory.name(value) if name == "division" else labels.get(value, value)
            told.append((column_title(kind, name), text))
    return told


@of_type
def template(request: Request, kind: RecordType) -> HttpResponseBase:
    """The workbook to be filled in."""
    made = TemporaryFile()  # noqa: SIM115  # closed by the response
    write_template(made, kind, request.viewer)
    made.seek(0)
    return FileResponse(made, as_attachment=True, filename=f"{kind.title}.xlsx")


@of_type
def imports(request: Request, kind: RecordType) -> HttpResponse:
    """Upload a sheet, and the imports one has made."""
    if not kind.entered_by(request.viewer):
        raise PermissionDenied
    context: dict[str, Any] = {"kind": kind}
    if request.method == "POST":
        try:
            upload = request.FILES.get("sheet")
            if not isinstance(upload, UploadedFile):
                raise Refusal(_("Choose a file first."))
            run = receive(kind, upload, by=request.viewer)
            return redirect(f"/{kind.address}/import/{run.pk}/")
        except Refusal as refusal:
            context["fault"] = str(refusal)
    context["runs"] = own(request, kind)[:SHOWN]
    return render(
        request, "records/imports.html", context, status=422 if "fault" in context else 200
    )


def own(request: Request, kind: RecordType) -> Any:
    return ImportRun.objects.filter(account_id=request.user.pk, kind=kind.kind)


def found(request: Request, kind: RecordType, uid: UUID, way: Way) -> ImportRun:
    run: ImportRun | None = own(request, kind).filter(pk=uid, way=way).first()
    if run is None:
        raise Http404
    return run


@of_type
def one_import(request: Request, kind: RecordType, uid: UUID) -> HttpResponse:
    """One import: the preview before it begins, its progress, its result."""
    run = found(request, kind, uid, Way.SHEET)
    deed = request.POST.get("deed", "") if request.method == "POST" else ""
    try:
        if deed:
            run = do(request, kind, run, deed)
            return redirect(
                f"/{kind.address}/import/{run.pk}/" if run.pk else f"/{kind.address}/import/"
            )
        return page(request, kind, run)
    except (Refusal, Unreadable) as fault:
        messages.error(request, str(fault))
        return redirect(f"/{kind.address}/import/{run.pk}/" if deed else f"/{kind.address}/import/")


def do(request: Request, kind: RecordType, run: ImportRun, deed: str) -> ImportRun:
    """Carry out what was asked on the page; the import to show next."""
    if deed == "undo":
        return begin_undo(run, by=request.viewer)
    if run.stage == Stage.DONE and run.dry_run and deed in ("again", "go"):
        run = once_more(run)
        return begin(run, by=request.viewer, dry_run=False) if deed == "go" else run
    if run.stage != Stage.PREVIEW:
        raise Refusal(_("This import has begun already."))
    if deed == "discard":
        discard(run)
        return run
    book = open_book(Path(run.source.path))
    plan = given(request, kind, Plan(**run.plan))
    if plan.sheet != run.plan["sheet"]:
        plan = guessed(kind, book, plan.sheet)
    replan(run, plan, book)
    return run if deed == "look" else begin(run, by=request.viewer, dry_run=deed == "dry")


def discard(run: ImportRun) -> None:
    """Forget a preview; its file too, unless another import came from it."""
    run.delete()
    if not ImportRun.objects.filter(source=run.source.name).exists():
        run.source.delete(save=False)


def given(request: Request, kind: RecordType, plan: Plan) -> Plan:
    """The plan with what stands in the form of the page."""
    plan.sheet = request.POST.get("sheet", plan.sheet)
    for place, _text in enumerate(plan.texts):
        name = request.POST.get(f"column-{place}", plan.columns[place])
        plan.columns[place] = name if name in ("", headings.REASON, *kind.form_fields) else ""
    for name in kind.form_fields:
        if (datum := request.POST.get(f"datum-{name}")) is not None:
            plan.datums[name] = datum if datum in dict(GIVEN_IN) else ""
        texts = request.POST.getlist(f"text-{name}")
        for text, meant in zip(texts, request.POST.getlist(f"meant-{name}"), strict=False):
            values = plan.values.setdefault(name, {})
            values.pop(text, None)
            if meant.strip():
                values[text] = meant.strip()
    plan.language = translation.get_language() or plan.language
    return plan


def page(request: Request, kind: RecordType, run: ImportRun) -> HttpResponse:
    context: dict[str, Any] = {"kind": kind, "run": run, "plan": Plan(**run.plan)}
    if run.stage == Stage.PREVIEW:
        return render(
            request, "records/import_preview.html", context | looked_at(request, kind, run)
        )
    return render(request, "records/import_result.html", context | result(request, kind, run))


def looked_at(request: Request, kind: RecordType, run: ImportRun) -> dict[str, Any]:
    plan, book = Plan(**run.plan), open_book(Path(run.source.path))
    seen = preview(kind, request.viewer, plan, book)
    fields = [(name, headings.heading(kind, name)) for name in kind.form_fields]
    return {
        "seen": seen,
        "sheets": book.names if len(book.names) > 1 else [],
        "remarks": book.remarks(plan.sheet),
        "obstacles": plan.obstacles(kind),
        "fields": fields,
        "columns": [
            (place, text, plan.columns[place])
            for place, text in enumerate(plan.texts)
            if text or plan.columns[place]
        ],
        "positions": [
            (name, headings.heading(kind, name), plan.datums.get(name, ""))
            for name in plan.fields
            if isinstance(kind.field_of(name), PointField)
        ],
        "given_in": GIVEN_IN,
        "titles": [headings.heading(kind, name) for name in plan.fields],
        "missing": [
            label
            for name, label in fields
            if is_needed(kind, name) and name not in (*plan.fields, *kind.natural_key)
        ],
        "unknown": [
            (name, headings.heading(kind, name), values, choices_of(kind, name, request.viewer))
            for name, values in seen.unknown.items()
        ],
    }


def result(request: Request, kind: RecordType, run: ImportRun) -> dict[str, Any]:
    job = Run.objects.filter(pk=run.job or run.pk, account=request.user).first()
    left = run.rows.filter(outcome=Outcome.LEFT).values_list("record", flat=True)[:SHOWN]
    model: Any = kind.model
    return {
        "job": job,
        "summary": summary(run),
        "faults": [
            (fault.number, [(headings.heading(kind, n) if n else "", text) for n, text in fault.errors.items()])
            for fault in run.faulty.order_by("number")[:SHOWN]
        ],
        "left": list(model.objects.visible_to(request.viewer).filter(pk__in=list(left))),
        "undoable": not run.dry_run and not run.undone_at and run.rows.exists(),
        "shown": SHOWN,
    }  # fmt: skip
