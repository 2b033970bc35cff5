from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MapsConfig(AppConfig):
    name = "jinan.platform.maps"
    label = "maps"

    def ready(self) -> None:
        from jinan.kernel.ui.menu import MenuEntry, offer
        from jinan.platform.maps.queries import kinds_of

        offer(
            MenuEntry(
                "", _("Map"), "/map/", "map", allowed=lambda viewer: bool(kinds_of(viewer)), order=2
            )
        )
