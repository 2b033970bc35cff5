"""One-time links to a password: made by an administrator or by mail, opened once within 72 hours."""

import hashlib
import secrets
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.identity import rules
from jinan.kernel.identity.models import Account, Link, Purpose
from jinan.kernel.identity.refusals import SignInRefused


def digest(token: str) -> str:
    """What the database keeps of a token; the token cannot be found from it."""
    return hashlib.sha256(token.encode()).hexdigest()


def make(account: Account, purpose: Purpose, *, by: UUID | None) -> str:
    """Make a link; returns its path, the only place where the token is ever written."""
    withdraw(account)
    token = secrets.token_urlsafe(32)
    Link.objects.create(
        account=account,
        purpose=purpose,
        digest=digest(token),
        made_by=by,
        expires_at=rules.link_until(timezone.now()),
    )
    return f"/welcome/{token}/"


def withdraw(account: Account) -> None:
    """Close the open links of an account."""
    Link.objects.filter(account=account, used_at=None).update(used_at=timezone.now())


def find(mark: str) -> Link:
    """The open link of a digest. Raises SignInRefused when it is unknown, used or too old."""
    link = Link.objects.select_related("account").filter(digest=mark).first()
    if (
        link is None
        or link.used_at is not None
        or link.expires_at <= timezone.now()
        or not link.account.is_active
    ):
        raise SignInRefused(_("This link is no longer valid. Ask for a new one."))
    return link


def use(link: Link) -> None:
    """Close a link for good; raises SignInRefused when another request was faster."""
    if not Link.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now()):
        raise SignInRefused(_("This link is no longer valid. Ask for a new one."))
