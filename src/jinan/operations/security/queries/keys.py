"""Keys other than passwords: access tokens of programs, second factors."""

from django.db.models import Q
from django.utils import timezone

from jinan.kernel.identity.api import factors
from jinan.kernel.identity.models import Account
from jinan.kernel.records.models import AccessToken

MOST = 200


def tokens(words: str = "") -> list[AccessToken]:
    """Tokens in force, those used last first."""
    found = AccessToken.objects.filter(revoked_at=None, expires_at__gt=timezone.now())
    if words:
        found = found.filter(
            Q(name__icontains=words)
            | Q(account__login__icontains=words)
            | Q(account__name__icontains=words)
        )
    return list(
        found.select_related("account", "account__agency").order_by("-used_at", "-created_at")[
            :MOST
        ]
    )


def without_factor() -> list[Account]:
    """Open accounts of officers that have no second factor."""
    found = Account.objects.filter(is_active=True, kind="officer").select_related("agency")
    held = factors([one.pk for one in found])
    return [one for one in found.order_by("login") if not held.get(one.pk)][:MOST]
