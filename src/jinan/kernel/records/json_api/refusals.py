"""Which refusal of the mechanism becomes which status of the API."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from ninja.errors import ValidationError as Unreadable

from jinan.kernel.records.actions import Refusal, Stale
from jinan.kernel.records.json_api.problems import Problem, answer, not_there, unsigned
from jinan.kernel.records.listing import UnreadableQuery


def teach(api: NinjaAPI) -> None:
    """Let the API answer refusals as problem details."""

    @api.exception_handler(Problem)
    def problem(request: HttpRequest, error: Problem) -> HttpResponse:
        return answer(error.status, error.title, error.errors)

    @api.exception_handler(UnreadableQuery)
    def query(request: HttpRequest, error: UnreadableQuery) -> HttpResponse:
        return answer(400, _("This query cannot be read."), {error.field: str(error)})

    @api.exception_handler(Stale)
    def stale(request: HttpRequest, error: Stale) -> HttpResponse:
        return answer(412, str(error))

    @api.exception_handler(Refusal)
    def refusal(request: HttpRequest, error: Refusal) -> HttpResponse:
        if whole := error.errors.get(""):
            return answer(409, whole)
        return answer(422, _("Some fields cannot be taken."), error.errors)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return not_there()

    @api.exception_handler(AuthenticationError)
    def nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return unsigned()

    @api.exception_handler(Unreadable)
    def unreadable(request: HttpRequest, error: Unreadable) -> HttpResponse:
        return answer(400, _("This query cannot be read."))
