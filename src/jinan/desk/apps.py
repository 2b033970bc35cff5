from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "jinan.desk"
    label = "desk"

    def ready(self) -> None:
        from jinan.kernel.records.api import record_types
        from jinan.kernel.ui.menu import MenuEntry, offer

        offer(MenuEntry("", _("Desk"), "/", "home", order=0))
        for kind in record_types():
            offer(
                MenuEntry(
                    kind.duty,
                    kind.model._meta.verbose_name_plural,
                    f"/{kind.address}/",
                    kind.icon,
                    allowed=lambda viewer, subject=kind.subject: viewer.reads(subject),
                )
            )
