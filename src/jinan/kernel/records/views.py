"""The standard pages of every register: list, form, detail, history, void and restore."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.gis.geos import Point
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jinan.kernel.changes.api import Verb, note
from jinan.kernel.codes import api as codes
from jinan.kernel.identity.request import Request
from jinan.kernel.records import actions
from jinan.kernel.records.columns import column_title, filter_fields, is_numeric
from jinan.kernel.records.decisions import decision_context
from jinan.kernel.records.history import readable_history
from jinan.kernel.records.listing import (
    Listing,
    UnreadableQuery,
    column_name,
    link_type,
    linked,
    masked,
    shown,
)
from jinan.kernel.records.models import CodeField, SavedFilter
from jinan.kernel.records.parts import PartTab, parts_of
from jinan.kernel.records.searching import matching
from jinan.kernel.records.tree import tree_for
from jinan.kernel.records.types import Column, RecordType, by_address, counted_panels, panels_of
from jinan.kernel.ui.api import under_watermark

View = Callable[..., HttpResponseBase]


def of_type(view: View) -> View:
    """Find the register of the address and refuse who has no duty there."""

    @wraps(view)
    def found(request: Request, room: str, name: str, **rest: Any) -> HttpResponseBase:
        kind = by_address(f"{room}/{name}")
        if kind is None:
            raise Http404
        if not request.user.is_authenticated:
            return redirect(f"/sign-in/?next={request.path}")
        if not kind.opens_to(request.viewer):
            raise PermissionDenied
        if kind.personal:
            under_watermark(request)
        try:
            return view(request, kind, **rest)
        except UnreadableQuery as fault:
            raise BadRequest(str(fault)) from fault
        except actions.Refusal as refusal:
            return refused(request, kind, refusal, rest.get("uid"))

    return found


def refused(
    request: Request, kind: RecordType, refusal: actions.Refusal, uid: UUID | None
) -> HttpResponse:
    """A refused deed: back to the record with the reason; who may not write there gets 403."""
    record = one(request, kind, uid) if uid else None
    if record is None or not actions.may_write(record, request.viewer):
        raise PermissionDenied(str(refusal))
    messages.error(request, str(refusal))
    return redirect(f"/{kind.address}/{uid}/")


def one(request: Request, kind: RecordType, uid: UUID) -> Any:
    """The record in the viewer's sight; what is out of sight is not there."""
    record = kind.model.objects.visible_to(request.viewer).filter(pk=uid).first()
    if record is None:
        raise Http404
    return record


@of_type
def listing(request: Request, kind: RecordType) -> HttpResponse:
    if chosen := request.GET.getlist("c"):  # ticked in the menu of columns
        query = request.GET.copy()
        del query["c"]
        query["columns"] = ",".join(chosen)
        return redirect(f"?{query.urlencode()}")
    asked = {key: str(value) for key, value in request.GET.items() if value}
    made = Listing(kind, request.viewer, asked)
    page = made.page()
    count, more = made.count()
    context = {
        "kind": kind,
        "title": kind.model._meta.verbose_name_plural,
        "table": table(request, made, page.rows),
        "page": page,
        "count": count,
        "more": more,
        "asked": asked,
        "q": "",
        "filters": filter_fields(kind, asked),
        "tree": tree_for(request.viewer, kind.subject, made.division)
        if "division" in kind.filters
        else [],
        "columns": [
            (column_name(c), column_title(kind, c), c in made.columns) for c in kind.columns
        ],
        "saved": SavedFilter.objects.filter(kind=kind.kind).filter(account_id=request.user.pk)
        | SavedFilter.objects.filter(kind=kind.kind, agency=request.viewer.agency or "-"),
        "may_write": kind.entered_by(request.viewer),
    }
    template = (
        "records/list_part.html"
        if request.headers.get("HX-Target") == "list"
        else "records/list.html"
    )
    return render(request, template, context)


def table(request: Request, made: Listing, rows: list[Any]) -> str:
    sorted_by, falling = made.sort
    heads = []
    for column in made.columns:
        name = column_name(column)
        sortable = isinstance(column, str) and made.kind.sorts(name)
        state = ("descending" if falling else "ascending") if name == sorted_by else ""
        query = request.GET.copy()
        query["sort"] = f"-{name}" if state == "ascending" else name
        query.pop("after", None)
        heads.append(
            {
                "title": column_title(made.kind, column),
                "sorted": state,
                "href": f"?{query.urlencode()}" if sortable else "",
                "numeric": is_numeric(made.kind, column),
            }
        )
    lines = [line(made.kind, row, made.columns) for row in rows]
    choosable = made.kind.entered_by(request.viewer)
    context = {"columns": heads, "rows": lines, "choosable": choosable}
    return render_to_string("table.html", context, using="jinja2")


def part_table(part: PartTab) -> str:
    heads = [
        {"title": column_title(part.kind, c), "numeric": is_numeric(part.kind, c)}
        for c in part.columns
    ]
    lines = [line(part.kind, row, part.columns) for row in part.rows]
    return render_to_string("table.html", {"columns": heads, "rows": lines}, using="jinja2")


def line(kind: RecordType, row: Any, columns: tuple[str | Column, ...]) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "name": str(row),
        "void": bool(row.voided_at),
        "cells": [cell(kind, row, c, first=n == 0) for n, c in enumerate(columns)],
    }


def cell(kind: RecordType, row: Any, column: str | Column, *, first: bool) -> dict[str, Any]:
    text = shown(row, column)
    if column in kind.personal:
        text = masked(text)
    if first:
        return {"text": text or "—", "href": f"/{kind.address}/{row.pk}/"}
    if isinstance(column, str):
        target = link_type(row, column)
        if target is not None and text:
            return {"text": text, "href": f"/{target.address}/{getattr(row, f'{column}_id')}/"}
        if (badge := kind.badge(column, getattr(row, kind.field_of(column).attname))) is not None:
            return {"text": text, "badge": badge}
    return {"text": text, "numeric": is_numeric(kind, column)}


@of_type
def detail(request: Request, kind: RecordType, uid: UUID, tab: str = "") -> HttpResponse:
    record = one(request, kind, uid)
    tab = tab or kind.first
    context: dict[str, Any] = {
        "kind": kind,
        "record": record,
        "tab": tab,
        "may_write": actions.may_write(record, request.viewer),
        "panels": counted_panels(kind, record, request.viewer),
        "parts": parts_of(kind, record, request.viewer),
    }
    if tab == "facts":
        context["sections"] = facts(kind, record)
        if kind.personal:
            note(Verb.READ, kind.kind, record.pk, fields=list(kind.personal))
    elif tab == "decisions":
        context |= decision_context(record, request.viewer)
    elif tab == "history":
        context["entries"] = readable_history(kind, record)
    elif part := next((p for p in context["parts"] if p.name == tab), None):
        context |= {"part": part, "table": part_table(part)}
        if part.kind.personal:
            under_watermark(request)
    elif tab != "map" or kind.layer is None:
        panel = next((p for p in panels_of(kind) if p.name == tab), None)
        if panel is None:
            raise Http404
        context |= {"panel": panel, **panel.context(record, request.viewer)}
    return render(request, "records/detail.html", context)


def facts(kind: RecordType, record: Any) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Sections with label, text, unit and link of each field; what was computed comes after."""
    made = []
    for section in kind.form:
        lines = []
        for name in section.fields:
            this = kind.field_of(name)
            target = link_type(record, name)
            lines.append(
                {
                    "label": column_title(kind, name),
                    "text": fact_text(kind, record, name),
                    "unit": getattr(this, "unit", ""),
                    "href": f"/{target.address}/{getattr(record, this.attname)}/" if target else "",
                    "badge": kind.badge(name, getattr(record, this.attname)),
                }
            )
        made.append((section.title, lines))
    computed = [f for f in record._meta.fields if not f.editable and f.name in kind.computed]
    if computed:
        lines = [
            {
                "label": column_title(kind, f.name),
                "text": shown(record, f.name),
                "badge": kind.badges.get(f.name, {}).get(str(getattr(record, f.attname)), ""),
            }
            for f in computed
        ]
        made.append((_("Computed"), lines))
    return made


def fact_text(kind: RecordType, record: Any, name: str) -> str:
    if name == "division":
        from jinan.kernel.territory import api as territory

        return territory.name(record.division_id, full=True)
    if isinstance(point := linked(record, name), Point):
        return f"{point.x:.6f}, {point.y:.6f}"
    return shown(record, name)


@of_type
def suggest(request: Request, kind: RecordType, field: str) -> HttpResponse:
    """Records that fit what is typed in a link field, as options of its list."""
    from jinan.kernel.records.forms import link_text

    this = kind.field_of(field) if field in kind.form_fields else None
    if isinstance(this, CodeField):
        typed = request.GET.get(field, "")
        fitting = codes.suggest(this.set, typed, on=timezone.localdate())
        return render(request, "records/options.html", {"options": fitting})
    if this is None or not this.related_model:
        raise Http404
    target: Any = this.related_model
    rows = target.objects.visible_to(request.viewer).live()
    typed = request.GET.get(field, "").strip()
    if typed:
        rows = matching(rows, ["name"], typed)
    options = [link_text(row) for row in rows.order_by("-id")[:20]]
    return render(request, "records/options.html", {"options": options})


@require_POST
@of_type
def void(request: Request, kind: RecordType, uid: UUID) -> HttpResponse:
    record = one(request, kind, uid)
    if record.voided_at:
        actions.restore(record, by=request.viewer)
    else:
        actions.void(record, by=request.viewer, reason=request.POST.get("reason", ""))
    return redirect(f"/{kind.address}/{uid}/")


@require_POST
@of_type
def save_filter(request: Request, kind: RecordType) -> HttpResponse:
    """Keep the present query of the list under a name, for oneself or for the agency."""
    name = request.POST.get("name", "").strip()[:60]
    query = request.POST.get("query", "")[:2000]
    if name:
        SavedFilter.objects.update_or_create(
            account_id=request.user.pk,
            kind=kind.kind,
            name=name,
            defaults={
                "query": query,
                "agency": (request.viewer.agency or "") if request.POST.get("shared") else "",
            },
        )
    return redirect(f"/{kind.address}/?{query}")
