"""Answers of refusal: problem details as RFC 9457, with a sentence for each field."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

MEDIA = "application/problem+json"


class Problem(Exception):
    """A refusal with its status; `errors` holds a sentence for each field."""

    def __init__(self, status: int, title: str, errors: Mapping[str, str] | None = None) -> None:
        self.status, self.title, self.errors = status, title, dict(errors or {})
        super().__init__(title)


def answer(status: int, title: str, errors: Mapping[str, str] | None = None) -> HttpResponse:
    body: dict[str, Any] = {"type": "about:blank", "status": status, "title": title}
    if errors:
        body["errors"] = [
            {"field": name, "pointer": f"#/{name}", "detail": text} for name, text in errors.items()
        ]
    made = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    made["Content-Type"] = MEDIA
    if status == 401:
        made["WWW-Authenticate"] = "Bearer"
    return made


def unsigned() -> HttpResponse:
    return answer(401, _("Sign in, or send a valid access token."))


def not_there() -> HttpResponse:
    return answer(404, _("This is not there for you."))
