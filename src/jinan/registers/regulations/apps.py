from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegulationsConfig(AppConfig):
    name = "jinan.registers.regulations"
    label = "regulations"

    def ready(self) -> None:
        from jinan.kernel.ui.menu import MenuEntry
        from jinan.kernel.ui.menu import offer as offer_entry
        from jinan.platform.search.api import offer
        from jinan.registers.regulations.queries.finding import SOURCES

        for source in SOURCES:
            offer(source)
        offer_entry(
            MenuEntry(
                _("Registers"),
                _("laws and standards"),
                "/law/",
                "book",
                allowed=lambda viewer: viewer.is_officer,
                order=51,
            )
        )
