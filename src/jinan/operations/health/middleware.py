"""The watchers' addresses are answered before anything else, so that they speak while the database is away."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from jinan.operations.health import views

ANSWERS = {"/livez": views.livez, "/readyz": views.readyz, "/metrics": views.metrics}


class First:
    """Answers /livez, /readyz and /metrics without session, language or scope of a reader."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = ANSWERS.get(request.path)
        return answer(request) if answer else self.get_response(request)
