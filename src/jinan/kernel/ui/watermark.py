"""The watermark 水印: who looks, for which agency, and when, over every page with personal data and in its exports."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from jinan.kernel.agencies import api as agencies

MARK = "shows_personal_data"


def under_watermark(request: HttpRequest) -> None:
    """Have the page that answers this request bear the watermark; called by whoever shows personal data."""
    setattr(request, MARK, True)


def words(viewer: Any) -> str:
    """The words of the mark for a viewer, as of now."""
    agency = agencies.agency(viewer.agency) if viewer.agency else None
    said = (viewer.name, agency.name if agency else "", f"{timezone.localtime():%Y-%m-%d %H:%M}")
    return " · ".join(part for part in said if part)


def watermark_of(request: HttpRequest) -> str:
    """The words of a page's mark; empty where nothing personal shows."""
    viewer = getattr(request, "viewer", None)
    if viewer is None or not viewer.account or not getattr(request, MARK, False):
        return ""
    login = getattr(request.user, "login", "")
    return f"{login} · {words(viewer)}"
