"""Access tokens: a program calls the API in the name of an account, with that account's rights."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.changes.api import Verb, note
from jinan.kernel.identity.api import Refused, because
from jinan.kernel.identity.models import Account, Role
from jinan.kernel.identity.scope import SIGN_IN, Viewer, in_scope
from jinan.kernel.records.models import AccessToken

PREFIX = "jinan_"
DAYS = (30, 90, 365)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def make_token(account: Account, name: str, *, days: int) -> str:
    """Make a token and return its text, which is shown this once and not kept."""
    text = PREFIX + secrets.token_urlsafe(32)
    made = AccessToken.objects.create(
        account=account,
        name=name[:60],
        digest=digest(text),
        expires_at=timezone.now() + timedelta(days=days),
    )
    note(Verb.OTHER, "records.accesstoken", made.pk, deed="made", name=made.name, days=days)
    return text


def revoke(token: AccessToken) -> None:
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    note(Verb.OTHER, "records.accesstoken", token.pk, deed="revoked", name=token.name)


def tokens_of(account: Account) -> list[AccessToken]:
    """Tokens of an account that open, the newest first."""
    return list(
        AccessToken.objects.filter(account=account, revoked_at=None, expires_at__gt=timezone.now())
    )


def revoke_all(account: Account, *, by: Viewer, reason: str) -> int:
    """End all tokens of an account, by an administrator; returns how many. Raises Refused."""
    if not by.has(Role.SYSADMIN, Role.SECADMIN):
        raise Refused(_("This is the work of another administrator."))
    if not reason.strip():
        raise Refused(_("Give a reason."))
    with transaction.atomic():
        because(reason.strip()[:200])
        found = tokens_of(account)
        for one in found:
            revoke(one)
    return len(found)


def account_of(text: str) -> Account | None:
    """The active account of a token; None when it is unknown, over or revoked."""
    with in_scope(SIGN_IN), connection.cursor() as cursor:
        cursor.execute("SELECT scope.account_of_token(%s)", [digest(text)])
        found = cursor.fetchone()[0]
        return Account.objects.filter(pk=found, is_active=True).first() if found else None


class Bearer:
    """Signs a call of the API in by its token; a call with a token never uses the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        word, _blank, text = request.headers.get("Authorization", "").partition(" ")
        if word.lower() == "bearer" and request.path.startswith("/api/"):
            request.user = account_of(text.strip()) or AnonymousUser()
            request.by_token = True  # type: ignore[attr-defined]
        return self.get_response(request)
