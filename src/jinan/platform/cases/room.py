from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinan.kernel.identity.api import Viewer, handing_over
from jinan.kernel.identity.models import Account
from jinan.kernel.ui.menu import MenuEntry, offer
from jinan.platform.cases import queries
from jinan.platform.cases.engine import give_away
from jinan.platform.worklist.api import MOST, Source, offer_source


def hand(account: Account, successor: Account | None, by: Viewer) -> int:
    """Open cases of somebody who leaves go to the successor; without one they belong to nobody."""
    return give_away(
        account.pk, successor.pk if successor else None, by=by, reason=_("left the office")
    )


offer_source(
    Source(
        "cases",
        gettext_lazy("Cases that wait for a step"),
        waiting=lambda viewer: queries.waiting(viewer, MOST),
        count=lambda viewer: queries.counted(viewer, MOST + 1),
        icon="route",
        order=15,
    )
)
handing_over("cases", gettext_lazy("open cases"), hand)
offer(
    MenuEntry(
        gettext_lazy("Rules"),
        gettext_lazy("Courses of cases"),
        "/courses/",
        "route",
        allowed=lambda viewer: viewer.is_officer,
        order=80,
    )
)
