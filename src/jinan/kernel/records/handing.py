"""What becomes of somebody's drafts and saved filters when he leaves."""

from django.utils.translation import gettext_lazy as _

from jinan.kernel.identity.api import Viewer, handing_over
from jinan.kernel.identity.models import Account
from jinan.kernel.records.models import Draft, SavedFilter


def hand_over_desk(account: Account, successor: Account | None, by: Viewer) -> int:
    """Drafts and private filters go; filters shared with the agency move to the successor."""
    Draft.objects.filter(account=account).delete()
    shared = SavedFilter.objects.filter(account=account).exclude(agency="")
    moved = 0
    if successor is not None:
        taken = SavedFilter.objects.filter(account=successor)
        for one in shared:
            if taken.filter(kind=one.kind, name=one.name).exists():
                one.name = f"{one.name[:40]} ({account.name[:16]})"
            one.account = successor
            one.save(update_fields=["account", "name"])
            moved += 1
    SavedFilter.objects.filter(account=account).filter(agency="").delete()
    return moved


handing_over("records", _("shared filters"), hand_over_desk)
