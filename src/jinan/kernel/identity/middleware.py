"""One request, one transaction, one scope."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from jinan.kernel.changes.api import Verb, note
from jinan.kernel.identity.scope import NOBODY, SIGN_IN, enter, in_scope, viewer_of
from jinan.kernel.identity.sessions import touch

WITHOUT_DATABASE = ("/livez", "/static/")


class Scoped:
    """Runs the view in a transaction that knows the viewer; a failed page leaves nothing behind."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(WITHOUT_DATABASE):
            return self.get_response(request)
        origin = request.META.get("REMOTE_ADDR", "")
        with in_scope(SIGN_IN, origin=origin):
            viewer = viewer_of(request.user) if request.user.is_authenticated else NOBODY
            request.viewer = viewer  # type: ignore[attr-defined]
            enter(viewer, origin=origin)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif response.status_code == 403 and viewer.account:
                note(Verb.REFUSED, "page", None, path=request.path[:200], method=request.method)
            if viewer.account and response.status_code < 500:
                touch(request)
        return response
