"""The security administrator's page of keys: access tokens of programs, and second factors that are missing."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jinan.kernel.identity.request import Request
from jinan.operations.security import actions
from jinan.operations.security.queries import keys
from jinan.operations.security.views.gate import done, for_duty


@for_duty("secadmin")
def listing(request: Request) -> HttpResponse:
    """Every token that is in force, and accounts that sign in with a password alone."""
    words = request.GET.get("q", "").strip()
    context = {
        "words": words,
        "tokens": keys.tokens(words),
        "without": keys.without_factor(),
        "soon": timezone.now() + timedelta(days=14),
    }
    return render(request, "security/keys.html", context)


@require_POST
@for_duty("secadmin")
def revoke(request: Request, uid: UUID) -> HttpResponse:
    def doing() -> str:
        actions.revoke_token(uid, by=request.viewer, reason=request.POST.get("reason", ""))
        return _("The token is revoked; the program is refused from now on.")

    return done(request, doing, "/security/keys/")
