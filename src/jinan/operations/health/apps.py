from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    name = "jinan.operations.health"
    label = "health"

    def ready(self) -> None:
        from jinan.kernel.ui.menu import MenuEntry, offer
        from jinan.operations.health.views import may_open

        offer(
            MenuEntry(
                _("Operation"), _("State of the node"), "/health/", "pulse", may_open, order=58
            )
        )
