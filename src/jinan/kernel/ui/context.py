"""What every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from jinan.kernel.ui.menu import heads, menu_for
from jinan.kernel.ui.push import push_address
from jinan.kernel.ui.watermark import watermark_of

THEMES = ("light", "dark", "large", "wall")


def page(request: HttpRequest) -> dict[str, Any]:
    viewer = getattr(request, "viewer", None)
    theme = request.COOKIES.get("theme", "light")
    signed_in = viewer is not None and viewer.account is not None
    return {
        "viewer": viewer,
        "theme": theme if theme in THEMES else "light",
        "menu": menu_for(viewer, request.path) if signed_in else [],
        "head_parts": heads() if signed_in else [],
        "push_address": push_address(request),
        "demo": settings.MODE == "demo",
        "node": settings.NODE,
        "watermark": watermark_of(request),
    }
