from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

PLACE = ("division_id", "also", "agency_id", "target_kind", "target")


class PapersConfig(AppConfig):
    name = "jinan.platform.papers"
    label = "papers"
    verbose_name = _("Papers")

    def ready(self) -> None:
        from jinan.kernel.records.api import Companion, offer_companion

        values = ("values", "by_hand", "state", "number", "issued_at", "issued_by", "digest", "signature",
                  "mark", "served_on", "served_way", "served_to", "served_note", "corrects", "voided_at",
                  "void_reason")  # fmt: skip
        offer_companion(
            Companion(
                "papers_paper",
                "papers.paper",
                (*PLACE, "document", "set", "heading", *values),
                values,
            )
        )
        offer_companion(
            Companion("papers_mark", "papers.mark", (*PLACE, "paper", "place", "name", "at"))
        )
