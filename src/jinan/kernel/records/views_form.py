"""The form of a record: opened, kept as a draft, saved, and what is said of it afterwards."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jinan.kernel.changes.api import note_reading
from jinan.kernel.identity.request import Request
from jinan.kernel.records import actions
from jinan.kernel.records.forms import as_shown, form_for, initial_of, posted
from jinan.kernel.records.listing import linked
from jinan.kernel.records.models import Draft
from jinan.kernel.records.parts import first_values, given_links, meant
from jinan.kernel.records.types import RecordType
from jinan.kernel.records.values import point as point_of
from jinan.kernel.records.values import with_datum
from jinan.kernel.records.views import column_title, of_type, one
from jinan.standards.coordinates import metres


@of_type
def edit(request: Request, kind: RecordType, uid: UUID | None = None) -> HttpResponse:
    """The form for a new record (no uid) or for changing one."""
    record = one(request, kind, uid) if uid else None
    if record is not None:
        actions.check_may_write(record, request.viewer)
    elif not kind.entered_by(request.viewer):
        raise PermissionDenied
    drafts = Draft.objects.filter(account_id=request.user.pk, kind=kind.kind, record=uid)
    if request.method == "POST":
        return save(request, kind, record, drafts)
    given = [] if record else given_links(kind, request.GET, request.viewer)
    initial = (
        initial_of(kind, record)
        if record
        else plain_texts(kind, request) | first_values(kind, given, request.viewer)
    )
    if record is not None:
        note_reading(kind.kind, [record.pk], kind.personal)
    draft = drafts.first()
    if draft and any(draft.values.get(one.name) != one.text for one in given):
        draft = None  # of another record than the one it is opened for
    if draft and request.GET.get("draft") != "0":
        initial |= {name: as_shown(kind, name, text) for name, text in draft.values.items()}
    form = form_for(kind, request.viewer, data=None, initial=initial)
    return form_page(request, kind, record, form, draft=draft)


def plain_texts(kind: RecordType, request: Request) -> dict[str, str]:
    """Texts that the address gives for a new record, such as those of a sign-up."""
    return {
        name: request.GET[name]
        for name in kind.form_fields
        if name in request.GET and isinstance(kind.field_of(name), models.CharField)
    }


def save(request: Request, kind: RecordType, record: Any, drafts: Any) -> HttpResponse:
    given = request.POST
    raw = posted(kind, given)
    if record is None:
        raw = meant(given_links(kind, request.GET, request.viewer), raw)
    reason = given.get("reason", "").strip()
    try:
        if record is None:
            kept = actions.add(kind, raw, by=request.viewer, reason=reason)
        else:
            version = int(given["version"]) if given.get("version", "").isdigit() else None
            kept = actions.change(record, raw, by=request.viewer, version=version, reason=reason)
    except actions.Refusal as refusal:
        form = form_for(kind, request.viewer, data=given, initial={})
        form.is_valid()
        for name, text in refusal.errors.items():
            form.add_error(name if name in form.fields else None, text)
        stale = isinstance(refusal, actions.Stale)
        return form_page(request, kind, record, form, status=422, stale=stale)
    drafts.delete()
    for text in turned(kind, raw, kept):
        messages.success(request, text)
    return redirect(f"/{kind.address}/{kept.pk}/")


def turned(kind: RecordType, raw: dict[str, Any], kept: Any) -> Iterator[str]:
    """What became of positions that were given in the coordinates of a public map."""
    for name in kind.form_fields:
        point = linked(kept, name)
        if not isinstance(point, Point) or not isinstance(raw[name], str):
            continue
        text, datum = with_datum(raw[name])
        if datum in ("CGCS2000", "WGS-84"):
            continue
        given = point_of(text)
        figures = {
            "datum": datum,
            "field": column_title(kind, name),
            "metres": round(metres((given.x, given.y), (point.x, point.y))),
        }
        yield _("%(field)s: turned from %(datum)s into CGCS2000, %(metres)s m away.") % figures


def form_page(
    request: Request,
    kind: RecordType,
    record: Any,
    form: Any,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"kind": kind, "record": record, "form": form, **more}
    return render(request, "records/form.html", context, status=status)


@require_POST
@of_type
def draft(request: Request, kind: RecordType, uid: UUID | None = None) -> HttpResponse:
    """Keep what stands in the form; told by the page itself every few seconds."""
    values = posted(kind, request.POST)
    Draft.objects.update_or_create(
        account_id=request.user.pk, kind=kind.kind, record=uid, defaults={"values": values}
    )
    return JsonResponse({"saved": True})
