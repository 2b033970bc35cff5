"""Pages for changing many records together: choose, look, do, undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from jinan.kernel.changes.api import note_reading
from jinan.kernel.identity.request import Request
from jinan.kernel.jobs.api import Run
from jinan.kernel.records import bulk
from jinan.kernel.records.actions import Refusal, Stale
from jinan.kernel.records.forms import as_shown, form_for, posted_value
from jinan.kernel.records.models import ImportRun, Outcome, Record, Stage, Way
from jinan.kernel.records.sheets.headings import heading
from jinan.kernel.records.types import RecordType
from jinan.kernel.records.undoing import begin_undo
from jinan.kernel.records.views import fact_text, of_type
from jinan.kernel.records.views_sheets import found


@of_type
def choose(request: Request, kind: RecordType) -> HttpResponse:
    """Take the rows ticked in the list, or all of its filter."""
    if not kind.entered_by(request.viewer):
        raise PermissionDenied
    address = f"/{kind.address}/"
    if request.method != "POST":
        return redirect(address)
    query = None
    if "all" in request.POST:
        query = {k: str(v) for k, v in QueryDict(request.POST.get("query", "")).items() if v}
    try:
        ids = [UUID(text) for text in request.POST.getlist("chosen")]
        run = bulk.choose(kind, by=request.viewer, ids=ids, query=query)
    except ValueError:
        return redirect(address)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{address}?{request.POST.get('query', '')}")
    return redirect(f"{address}bulk/{run.pk}/")


@of_type
def change(request: Request, kind: RecordType, uid: UUID) -> HttpResponse:
    """The new values, what they would do, and the doing."""
    run = found(request, kind, uid, Way.TOGETHER)
    if run.stage != Stage.PREVIEW:
        return finished(request, kind, run)
    context: dict[str, Any] = {"errors": {}}
    status = 200
    if request.method == "POST":
        try:
            if request.POST.get("deed") == "refresh":
                bulk.refresh(run, by=request.viewer)
            else:
                bulk.wanted(
                    run,
                    chosen_values(request, kind),
                    request.POST.get("reason", ""),
                    by=request.viewer,
                )
            if request.POST.get("deed") == "go":
                bulk.apply(run, by=request.viewer)
                return redirect(request.path)
        except Refusal as refusal:
            context["errors"], status = refusal.errors, 422
            context["stale"] = isinstance(refusal, Stale)
    if run.plan["values"] and not context["errors"].keys() - {"reason"}:
        try:
            context["seen"] = seen_in_words(kind, bulk.look(run, by=request.viewer))
        except Stale as stale:
            context |= {"errors": stale.errors, "stale": True}
    context |= {"kind": kind, "run": run, "count": len(run.plan["records"])}
    context |= {
        "lines": lines(request, kind, run, context["errors"]),
        "whole": context["errors"].get("", ""),
    }
    return render(request, "records/bulk.html", context, status=status)


def changeable(kind: RecordType) -> list[str]:
    """Fields that several records may share: all but a key of one field."""
    return [name for name in kind.form_fields if kind.natural_key != (name,)]


def chosen_values(request: Request, kind: RecordType) -> dict[str, str]:
    return {
        name: posted_value(kind, request.POST, name)
        for name in changeable(kind)
        if request.POST.get(f"set-{name}")
    }


def lines(
    request: Request, kind: RecordType, run: ImportRun, errors: dict[str, str]
) -> list[dict[str, Any]]:
    """Each field with its tick, its input and its fault."""
    given = {name: as_shown(kind, name, text) for name, text in run.plan["values"].items()}
    form = form_for(kind, request.viewer, data=None, initial=given)
    return [
        {"field": form[name], "on": name in run.plan["values"], "error": errors.get(name, "")}
        for name in changeable(kind)
    ]


def seen_in_words(kind: RecordType, seen: bulk.Look) -> dict[str, Any]:
    """What is shown of a look: for each record the fields that differ, before and after."""

    def texts(before: Record, after: Record) -> list[tuple[str, str, str]]:
        names = dict.fromkeys((*kind.form_fields, *kind.computed))
        pairs = ((n, fact_text(kind, before, n), fact_text(kind, after, n)) for n in names)
        return [(heading(kind, n), was, now) for n, was, now in pairs if was != now]

    shown = [record.pk for record, _other in (*seen.pairs, *seen.faults)]
    note_reading(kind.kind, shown, kind.personal)
    return {
        "look": seen,
        "pairs": [(before, texts(before, after)) for before, after in seen.pairs],
        "faults": [(record, " ".join(errors.values())) for record, errors in seen.faults],
    }


def finished(request: Request, kind: RecordType, run: ImportRun) -> HttpResponse:
    """The result, with the way back."""
    if request.method == "POST" and request.POST.get("deed") == "undo":
        try:
            begin_undo(run, by=request.viewer)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect(request.path)
    model: Any = kind.model
    left = list(
        run.rows.filter(outcome=Outcome.LEFT).values_list("record", flat=True)[: bulk.SHOWN]
    )
    changed = list(run.rows.values_list("record", flat=True)[: bulk.SHOWN])
    context = {
        "kind": kind,
        "run": run,
        "summary": bulk.summary(run),
        "job": Run.objects.filter(pk=run.job or run.pk, account=request.user).first(),
        "left": list(model.objects.visible_to(request.viewer).filter(pk__in=left)),
        "records": list(model.objects.visible_to(request.viewer).filter(pk__in=changed)),
        "undoable": not run.undone_at and run.rows.exists(),
    }
    return render(request, "records/bulk_result.html", context)
