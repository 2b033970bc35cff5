"""The watermark 水印: who looks, for which agency, and when, over every page with personal data and in its exports."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from jinan.kernel.agencies import api as agencies

MARK = "shows_personal_data"


def under_watermark(request: HttpRequest) -> None:
    """Have the page that answers this request bear the watermark; called by whoever shows personal data."""
    setattr(request, MARK, True)


@dataclass(frozen=True)
class Watermark:
    """What stands over a page, in two short lines, at these places of a repeated field."""

    who: str
    where: str
    places: tuple[tuple[int, int], ...] = ((20, 60), (400, 165))


def words(viewer: Any) -> str:
    """The words of the mark for a viewer, as of now."""
    return " · ".join(part for part in (viewer.name, where(viewer)) if part)


def where(viewer: Any) -> str:
    agency = agencies.agency(viewer.agency) if viewer.agency else None
    said = (agency.name if agency else "", f"{timezone.localtime():%Y-%m-%d %H:%M}")
    return " · ".join(part for part in said if part)


def watermark_of(request: HttpRequest) -> Watermark | None:
    """The mark of a page; None where nothing personal shows."""
    viewer = getattr(request, "viewer", None)
    if viewer is None or not viewer.account or not getattr(request, MARK, False):
        return None
    return Watermark(f"{getattr(request.user, 'login', '')} · {viewer.name}", where(viewer))
