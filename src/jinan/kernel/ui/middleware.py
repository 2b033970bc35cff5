"""Headers that forbid scripts, styles and frames from anywhere but this node."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'"
)


def policy(base_map: str) -> str:
    """The policy of this node: pictures of the base map come from its host, when there is one."""
    parts = urlsplit(base_map)
    if not parts.netloc:
        return POLICY
    host = f"{parts.scheme}://{parts.netloc}"
    return f"{POLICY.replace('img-src ', f'img-src {host} ')}; connect-src 'self' {host}"


class StrictContent:
    """Sets the content security policy of every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response, self.policy = get_response, policy(settings.BASE_MAP)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
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
