"""The map desk: several registers on one map, with search, cards, and what lies inside a drawn shape."""

import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jinan.kernel.changes.api import Verb, note
from jinan.kernel.identity.request import Request
from jinan.kernel.records.api import RecordType, Refusal, sheet_writer
from jinan.kernel.territory import api as territory
from jinan.platform.maps import queries
from jinan.platform.maps.tiles import around, division_shape
from jinan.platform.maps.views import home_of

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    @wraps(view)
    def asked(request: Request, **rest: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect(f"/sign-in/?next={request.path}")
        return view(request, **rest)

    return asked


@signed_in
def desk(request: Request) -> HttpResponse:
    layers = queries.layers_of(request.viewer)
    home = sorted({code for layer in layers for code in home_of(layer.kind, request.viewer)})
    shown = [code for code in home if code != territory.NATION]
    context = {
        "layers": layers,
        "home": json.dumps(shown),
        "extent": json.dumps(around(shown) if shown else None),
        "base": settings.BASE_MAP,
        "base_note": settings.BASE_MAP_NOTE,
        "most": queries.MOST_INSIDE,
        "now": timezone.localtime(),
    }
    return render(request, "maps/desk.html", context)


@signed_in
def find(request: Request) -> HttpResponse:
    """Divisions and records that hold what was typed, to go to."""
    words = " ".join(request.GET.get("q", "").split())[:60]
    places = []
    if words:
        for place in queries.places_like(words):
            shape = division_shape(place.code)
            if shape is not None:
                places.append((place, ",".join(map(str, shape["extent"])), above(place.code)))
    records = queries.records_like(request.viewer, words) if words else []
    context = {"words": words, "places": places, "records": records}
    return render(request, "maps/found.html", context)


def above(code: str) -> str:
    return " ".join(place.name for place in territory.path(code)[:-1] if place.level != "nation")


@signed_in
def card(request: Request, kind: str, uid: UUID) -> HttpResponse:
    """The small card of a record."""
    found = next((one for one in queries.kinds_of(request.viewer) if one.kind == kind), None)
    if found is None:
        raise Http404
    record = found.model.objects.visible_to(request.viewer).filter(pk=uid).first()
    if record is None:
        raise Http404
    context = {
        "kind": found,
        "record": record,
        "title": queries.title_of(found, record),
        "facts": queries.card_of(found, record),
    }
    return render(request, "maps/card.html", context)


def chosen(request: Request) -> list[RecordType]:
    names = request.POST.get("layers", "").split(",")
    return [kind for kind in queries.kinds_of(request.viewer) if kind.kind in names]


@require_POST
@signed_in
def inside(request: Request) -> HttpResponse:
    """The records inside a shape, the first of each register; the sheet holds them all."""
    context: dict[str, Any] = {
        "shape": request.POST.get("shape", ""),
        "layers": request.POST.get("layers", ""),
        "most": queries.MOST_INSIDE,
    }
    try:
        shape = queries.shape_of(context["shape"])
        context["found"] = queries.inside(request.viewer, chosen(request), shape)
    except Refusal as refusal:
        context["fault"] = str(refusal)
    context["any"] = any(one.count for one in context.get("found", []))
    status = 422 if "fault" in context else 200
    return render(request, "maps/inside.html", context, status=status)


@require_POST
@signed_in
def export(request: Request) -> HttpResponseBase:
    """A workbook of the records inside a shape, so many of each register at most."""
    try:
        shape = queries.shape_of(request.POST.get("shape", ""))
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=422)
    heads = (_("Register"), _("name"), _("division"), _("longitude"), _("latitude"), _("Number"))
    with NamedTemporaryFile(suffix=".xlsx") as made:
        with sheet_writer(Path(made.name), "xlsx", _("Records inside")) as sheet:
            sheet.head(heads)
            for kind in chosen(request):
                rows = queries.within(kind, request.viewer, shape).order_by("id")
                spots = queries.spots(kind, rows[: queries.MOST_INSIDE])
                for spot in spots:
                    place = territory.name(spot.row.division_id, full=True)
                    sheet.row(
                        (
                            str(kind.layer.title) if kind.layer else "",
                            spot.title,
                            place,
                            round(spot.longitude, 6),
                            round(spot.latitude, 6),
                            str(spot.row.pk),
                        )
                    )
                note(Verb.EXPORT, kind.kind, rows=len(spots), form="xlsx", inside=shape.wkt[:2000])
        name = f"{_('Records inside')}-{timezone.localtime():%Y%m%d-%H%M}.xlsx"
        return FileResponse(Path(made.name).open("rb"), as_attachment=True, filename=name)
