"""Tiles, and the map page of a register."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from jinan.kernel.identity.api import Viewer
from jinan.kernel.identity.request import Request
from jinan.kernel.records.api import RecordType, by_address, record_type
from jinan.kernel.territory import api as territory
from jinan.platform.maps.queries import legend_of
from jinan.platform.maps.tiles import around, boundary_tile, division_shape, extent, record_tile

MVT = "application/vnd.mapbox-vector-tile"
MOST_ZOOM = 20


def checked(request: Request, z: int, x: int, y: int) -> None:
    if not request.user.is_authenticated or z > MOST_ZOOM or x >= 2**z or y >= 2**z:
        raise Http404


def records(request: Request, kind: str, z: int, x: int, y: int) -> HttpResponse:
    checked(request, z, x, y)
    try:
        found = record_type(kind)
    except KeyError as error:
        raise Http404 from error
    answer = HttpResponse(record_tile(found, request.viewer, z, x, y), content_type=MVT)
    answer["Cache-Control"] = "private, no-store"
    return answer


def boundaries(request: Request, z: int, x: int, y: int) -> HttpResponse:
    checked(request, z, x, y)
    answer = HttpResponse(boundary_tile(z, x, y), content_type=MVT)
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


def about(request: Request, kind: str) -> JsonResponse:
    """What the map behaviour needs of a layer: where it lies, its colours, one record's place."""
    checked(request, 0, 0, 0)
    try:
        found = record_type(kind)
    except KeyError as error:
        raise Http404 from error
    layer = found.layer
    if layer is None:
        raise Http404
    place = None
    if given := request.GET.get("record"):
        try:
            uid = UUID(given)
        except ValueError as error:
            raise Http404 from error
        record = found.model.objects.visible_to(request.viewer).filter(pk=uid).first()
        point = getattr(record, layer.geometry, None) if record else None
        place = [point.x, point.y] if point else None
    home = home_of(found, request.viewer)
    ring = found.field_of(layer.ring) if layer.ring else None
    coloured = found.field_of(layer.colour) if layer.colour else None
    return JsonResponse(
        {
            "extent": together(extent(found, request.viewer), around(home)),
            "record": place,
            "address": f"/{found.address}/",
            "fromZoom": layer.from_zoom,
            "colourTitle": str(coloured.verbose_name) if coloured else "",
            "colours": legend_of(found),
            "ringTitle": " · ".join(
                str(label) for code, label in ring.flatchoices if code != ring.get_default()
            )
            if ring
            else "",
            "home": home,
        }
    )


def home_of(kind: RecordType, viewer: Viewer) -> list[str]:
    """The divisions of the viewer's duty; for a branch of the inspectorate, those it covers."""
    codes: list[str] = []
    for place in (one.place for one in viewer.grants if one.covers(kind.subject)):
        covered = territory.covered_by(place)
        tops = [
            code
            for code in covered
            if (found := territory.place(code)) and found.parent not in covered
        ]
        codes += sorted(tops) or [place]
    return codes


def together(*boxes: list[float] | None) -> list[float] | None:
    """The smallest box around all boxes given."""
    sides = list(zip(*(box for box in boxes if box), strict=True))
    if not sides:
        return None
    west, south, east, north = sides
    return [min(west), min(south), max(east), max(north)]


def division(request: Request, code: str) -> JsonResponse:
    """One division's extent and boundary, for a map of it alone."""
    checked(request, 0, 0, 0)
    found = division_shape(code)
    if found is None:
        raise Http404
    answer = JsonResponse(found)
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


def page(request: Request, room: str, name: str) -> HttpResponse:
    """The map of a register, for whoever may open its list."""
    kind = by_address(f"{room}/{name}")
    if kind is None or kind.layer is None:
        raise Http404
    if not request.user.is_authenticated:
        return redirect(f"/sign-in/?next={request.path}")
    if not kind.opens_to(request.viewer):
        raise PermissionDenied
    return render(request, "maps/page.html", {"kind": kind})
