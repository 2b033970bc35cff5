"""Where a browser finds the node's pushes: a port beside the pages' own, or a path behind a proxy."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

PATH = "/push/"


def push_address(request: HttpRequest) -> str:
    """Address of the stream of pushes as the browser reaches it; empty when the node has none."""
    if not settings.PUSH.isdigit():
        return str(settings.PUSH)
    host = urlsplit(f"//{request.META.get('HTTP_HOST', '')}").hostname or "localhost"
    shown = f"[{host}]" if ":" in host else host
    return f"{request.scheme}://{shown}:{settings.PUSH}{PATH}"
