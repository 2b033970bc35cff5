from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "jinan.platform.files"
    label = "files"

    def ready(self) -> None:
        from jinan.kernel.records.api import Companion, Panel, offer_companion, offer_panel
        from jinan.platform.files.queries import files_context, files_count

        offer_companion(
            Companion(
                table="files_attachment",
                kind="files.attachment",
                columns=(
                    "division_id", "also", "agency_id", "target_kind", "target", "digest", "name",
                    "size", "media", "caption", "voided_at", "void_reason",
                ),
                changed_at_will=("caption", "voided_at", "void_reason"),
            )
        )  # fmt: skip
        offer_panel(Panel("files", _("Files"), "files/panel.html", files_context, files_count))
