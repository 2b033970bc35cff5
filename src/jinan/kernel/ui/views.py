"""Small deeds of the interface itself: choose theme and language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from jinan.kernel.ui.context import THEMES

YEAR = 365 * 24 * 3600


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep theme or language in a cookie and go back to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    answer = redirect(back)
    secure = settings.SESSION_COOKIE_SECURE
    if (theme := request.POST.get("theme")) in THEMES:
        answer.set_cookie("theme", theme, max_age=YEAR, samesite="Lax", secure=secure)
    if (language := request.POST.get("language")) in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", secure=secure
        )
    return answer
