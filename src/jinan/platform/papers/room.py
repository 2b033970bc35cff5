from django.utils.translation import gettext_lazy as _

from jinan.kernel.ui.menu import MenuEntry, offer

offer(
    MenuEntry(
        _("Rules"),
        _("Numbers of papers"),
        "/papers/numbers/",
        "list",
        allowed=lambda viewer: viewer.is_officer and viewer.agency is not None,
        order=81,
    )
)
