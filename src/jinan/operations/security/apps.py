from collections.abc import Callable
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# address, label, icon, duties that open it
PAGES = (
    ("accounts/", _("Account management"), "users", ("sysadmin",)),
    ("requests/", _("Requests"), "bell", ("sysadmin",)),
    ("node/", _("Node"), "gear", ("sysadmin",)),
    ("accounts/", _("Accounts and rights"), "users", ("secadmin",)),
    ("why/", _("Who sees what, and why"), "eye", ("secadmin",)),
    ("sessions/", _("Sessions"), "clock", ("sysadmin", "secadmin")),
    ("keys/", _("Keys and tokens"), "key", ("secadmin",)),
    ("erasure/", _("Erase personal data"), "x", ("secadmin",)),
    ("log/", _("Change log"), "history", ("auditor",)),
    ("reads/", _("Reads of personal data"), "eye", ("auditor",)),
    ("seals/", _("Seals"), "shield", ("auditor",)),
)
HOME = "/security/"


class SecurityConfig(AppConfig):
    name = "jinan.operations.security"
    label = "security"

    def ready(self) -> None:
        from jinan.kernel.ui.menu import MenuEntry, offer, offer_home

        for number, (path, label, icon, duties) in enumerate(PAGES):
            offer(
                MenuEntry(
                    _("Security"), label, f"{HOME}{path}", icon, holds(*duties), order=60 + number
                )
            )
        offer(
            MenuEntry(
                _("Registers"),
                _("Sign-ups of enterprises"),
                f"{HOME}sign-ups/",
                "bell",
                lambda viewer: viewer.kind == "officer" and viewer.writes("enterprises"),
                order=55,
            )
        )
        offer_home(HOME, holds("sysadmin", "secadmin", "auditor"))


def holds(*duties: str) -> Callable[[Any], bool]:
    return lambda viewer: viewer.has(*duties)
