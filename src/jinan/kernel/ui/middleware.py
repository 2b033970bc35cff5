"""Headers that forbid scripts, styles and frames from anywhere but this node."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

from jinan.kernel.ui.push import PATH, push_address

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'"
)


def policy(base_map: str, push: str = "") -> str:
    """The policy of this node: it names the host of the base map, and of what pushes, where there is one."""
    parts = urlsplit(base_map)
    host = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    made = POLICY.replace("img-src ", f"img-src {host} ") if host else POLICY
    asked = " ".join(one for one in (push, host) if one)
    return f"{made}; connect-src 'self' {asked}" if asked else made


class StrictContent:
    """Sets the content security policy of every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response, self.base = get_response, settings.BASE_MAP

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        own = push_address(request).removesuffix(PATH)
        response.headers.setdefault("Content-Security-Policy", policy(self.base, own))
        return response


class CleanText:
    """Refuses a query or form with the sign NUL, which no text of the database can hold."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        for given in (request.GET, request.POST):
            for name, values in given.lists():
                if "\x00" in name or any("\x00" in str(value) for value in values):
                    return HttpResponseBadRequest("NUL in text")
        return None
