"""What the pages of sign-in share: the scope of the service, who stands half-way, where to go on."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from jinan.kernel.changes.api import Verb, note
from jinan.kernel.identity import mfa, sessions
from jinan.kernel.identity.actions import new_secret
from jinan.kernel.identity.models import Account
from jinan.kernel.identity.request import Request
from jinan.kernel.identity.scope import SIGN_IN, in_scope

HALF_WAY = "half_way"  # session key of who has given name and password
SECRET = "new_secret"  # noqa: S105  # session key of a second factor being enrolled, encrypted
PROVED = "proved_at"  # session key of the moment when the person last proved who he is
PATIENCE = 300  # seconds between the two steps
FRESH = 900  # seconds in which one's own keys may be changed without proving oneself again
BACKEND = "jinan.kernel.identity.backend.Passwords"

Page = Callable[..., HttpResponse]


def origin(request: Request) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def as_service(page: Page) -> Page:
    """Run a page in the scope of the sign-in service."""

    @wraps(page)
    def scoped(request: Request, *arguments: Any, **named: Any) -> HttpResponse:
        with in_scope(SIGN_IN, origin=origin(request)):
            return page(request, *arguments, **named)

    return scoped


def back(request: Request) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}) else "/"


def onward(request: Request, path: str) -> HttpResponse:
    """To the next step, keeping where the person wanted to go."""
    return redirect(f"{path}?{urlencode({'next': back(request)})}")


def stand_half_way(request: Request, account: Account) -> None:
    """The password was right; the second factor is still to come."""
    request.session.cycle_key()
    request.session[HALF_WAY] = {"account": str(account.pk), "at": time.time()}


def half_way(request: Request, *, second: bool = False) -> Account | None:
    """Who has given name and password, with `second` also his second factor, a short while ago."""
    waiting = request.session.get(HALF_WAY)
    if not waiting or time.time() - waiting["at"] > PATIENCE:
        return None
    if second and not waiting.get("second"):
        return None
    return Account.objects.filter(pk=waiting["account"], is_active=True).first()


def let_in(request: Request, account: Account) -> None:
    """Both factors were given: begin the session and enter it in the list and the log."""
    account.failures, account.locked_until = 0, None
    account.save(update_fields=["failures", "locked_until"])
    request.session.pop(HALF_WAY, None)
    login(request, account, backend=BACKEND)
    request.session[PROVED] = time.time()
    note(Verb.SIGN_IN, "identity.account", account.pk, login=account.login)
    sessions.begin(request)


def pending_secret(request: Request) -> str:
    """The secret being enrolled; the session keeps it encrypted."""
    if SECRET not in request.session:
        request.session[SECRET] = mfa.Adapter().encrypt(new_secret())
    return mfa.Adapter().decrypt(request.session[SECRET])


def picture(account: Account, secret: str) -> str:
    """The square that an authenticator reads, as a data address."""
    address = f"otpauth://totp/Jinan:{account.login}?secret={secret}&issuer=Jinan"
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=2))
