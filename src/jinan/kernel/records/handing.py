"""What becomes of somebody's drafts, saved filters, imports and access tokens when he leaves."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jinan.kernel.identity.api import Viewer, handing_over
from jinan.kernel.identity.models import Account
from jinan.kernel.records.models import AccessToken, Draft, ImportRun, SavedFilter, Stage


def hand_over_drafts(account: Account, successor: Account | None, by: Viewer) -> int:
    """Drafts move to the successor, unless he has one of the same record himself; the rest goes."""
    moved = 0
    own = Draft.objects.filter(account=account)
    for one in own if successor else ():
        if not Draft.objects.filter(account=successor, kind=one.kind, record=one.record).exists():
            moved += Draft.objects.filter(pk=one.pk).update(account=successor)
    own.all().delete()
    return moved


def hand_over_filters(account: Account, successor: Account | None, by: Viewer) -> int:
    """Filters move to the successor under a name that is free; without one those shared stay."""
    found = SavedFilter.objects.filter(account=account)
    if successor is None:
        found.filter(agency="").delete()
        return 0
    taken = SavedFilter.objects.filter(account=successor)
    moved = 0
    for one in list(found):
        if taken.filter(kind=one.kind, name=one.name).exists():
            one.name = f"{one.name[:40]} ({account.name[:16]})"
        one.account = successor
        one.save(update_fields=["account", "name"])
        moved += 1
    return moved


def hand_over_imports(account: Account, successor: Account | None, by: Viewer) -> int:
    """Imports that wait in preview move to the successor."""
    if successor is None:
        return 0
    return ImportRun.objects.filter(account=account, stage=Stage.PREVIEW).update(account=successor)


def end_tokens(account: Account, successor: Account | None, by: Viewer) -> int:
    """No program goes on in the name of who left."""
    open_ones = AccessToken.objects.filter(account=account, revoked_at=None)
    return open_ones.update(revoked_at=timezone.now())


handing_over("drafts", _("drafts"), hand_over_drafts)
handing_over("filters", _("saved filters"), hand_over_filters)
handing_over("imports", _("imports in preview"), hand_over_imports)
handing_over("tokens", _("access tokens revoked"), end_tokens)
