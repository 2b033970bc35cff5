"""The companion table, the tab of every record that has terms, the worklist's source, the menu."""

from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.api import Companion, Panel, offer_companion, offer_panel
from jinan.kernel.ui.menu import MenuEntry, offer
from jinan.platform.terms import loading, queries, reminding, waiting

offer_companion(
    Companion(
        table="terms_runningterm",
        kind="terms.runningterm",
        columns=(
            "division_id", "also", "agency_id", "target_kind", "target", "code", "edition", "started_on",
            "started_at", "pauses", "extra", "last_day", "last_moment", "missing_year", "state", "met_on",
            "met_at", "reason",
        ),
        changed_at_will=(
            "pauses", "extra", "last_day", "last_moment", "missing_year", "state", "met_on", "met_at",
            "reason", "told", "reminded_at",
        ),
    )
)  # fmt: skip
offer_panel(
    Panel(
        "terms", _("Terms"), "terms/panel.html", queries.panel, queries.count_of, when_empty=False
    )
)
offer(
    MenuEntry(
        _("Reference"),
        _("Statutory terms"),
        "/terms/rules/",
        "clock",
        allowed=lambda viewer: viewer.kind == "officer",
        order=80,
    )
)

__all__ = ["loading", "reminding", "waiting"]
