"""What every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from jinan.kernel.ui.menu import menu_for
from jinan.kernel.ui.watermark import watermark_of

THEMES = ("light", "dark", "large", "wall")


def page(request: HttpRequest) -> dict[str, Any]:
    viewer = getattr(request, "viewer", None)
    theme = request.COOKIES.get("theme", "light")
    return {
        "viewer": viewer,
        "theme": theme if theme in THEMES else "light",
        "menu": menu_for(viewer, request.path) if viewer and viewer.account else [],
        "demo": settings.MODE == "demo",
        "node": settings.NODE,
        "watermark": watermark_of(request),
    }
