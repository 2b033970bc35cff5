from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from jinan.kernel.records.api import RecordType
    from jinan.kernel.ui.menu import MenuEntry


class DeskConfig(AppConfig):
    name = "jinan.desk"
    label = "desk"

    def ready(self) -> None:
        from jinan.kernel.records.api import record_types
        from jinan.kernel.ui.menu import MenuEntry, offer

        offer(MenuEntry("", _("Desk"), "/", "home", order=0))
        offer(
            MenuEntry(
                _("Reference"),
                _("Telephone book"),
                "/telephones/",
                "phone",
                allowed=lambda viewer: viewer.kind == "officer",
                order=79,
            )
        )
        for kind in record_types():
            if kind.in_menu:
                offer(entry_of(kind))


def entry_of(kind: "RecordType") -> "MenuEntry":
    """The line of the menu that leads to a register."""
    from jinan.kernel.ui.menu import MenuEntry

    return MenuEntry(
        kind.duty,
        kind.title,
        f"/{kind.address}/",
        kind.icon,
        allowed=kind.opens_to,
    )
