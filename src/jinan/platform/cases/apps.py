from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "jinan.platform.cases"
    label = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from jinan.kernel.records.api import Companion, offer_companion

        offer_companion(
            Companion(
                table="cases_step",
                kind="cases.step",
                columns=(
                    "division_id", "also", "agency_id", "target_kind", "target", "course", "edition",
                    "outcome", "move", "came_from", "came_to", "role", "actor", "stands_in_for", "at",
                    "reason", "given",
                ),
            )
        )  # fmt: skip
