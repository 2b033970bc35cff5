from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CodebookConfig(AppConfig):
    name = "jinan.operations.codebook"
    label = "codebook"

    def ready(self) -> None:
        from jinan.kernel.ui.menu import MenuEntry, offer

        for label, address, icon in (
            (_("Code sets"), "/codebook/", "book"),
            (_("Divisions"), "/territory/", "map"),
            (_("Agencies"), "/agencies/", "users"),
        ):
            offer(
                MenuEntry(
                    _("Reference"),
                    label,
                    address,
                    icon,
                    allowed=lambda viewer: viewer.kind == "officer",
                    order=80,
                )
            )
