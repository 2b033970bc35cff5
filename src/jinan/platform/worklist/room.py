"""The line of the menu, the count in the head of every page, and the sources of the kernel."""

from django.utils.translation import gettext_lazy as _

from jinan.kernel.ui.menu import MenuEntry, offer, offer_head
from jinan.platform.worklist import kernel_sources

offer(
    MenuEntry(
        "",
        _("Worklist"),
        "/worklist/",
        "inbox",
        allowed=lambda viewer: viewer.account is not None,
        order=1,
    )
)
offer_head("worklist/badge.html", order=10)

__all__ = ["kernel_sources"]
