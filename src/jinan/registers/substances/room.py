from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.api import Exchange, Figure, Panel, RecordType, Section, offer
from jinan.registers.substances.models import Substance
from jinan.registers.substances.queries import card

SUBSTANCES = RecordType(
    model=Substance,
    plan_row="D4",
    path="list",
    icon="flask",
    duty=_("Registers"),
    columns=(
        "name", "name_en", "cas", "un", "state", "family", "threshold", "batch", "synonyms",
    ),
    filters=("family", "state", "named", "batch"),
    search=("name", "name_en", "synonyms", "cas", "further_cas", "un", "initials"),
    natural_key=("name",),
    computed=("named",),
    badges={
        "sure": {"seen": "good", "unverified": "note"},
        "classes_sure": {"seen": "good", "unverified": "note"},
        "properties_sure": {"seen": "good", "unverified": "note"},
    },
    form=(
        Section(
            _("Identification"), "name", "name_en", "synonyms", "cas", "further_cas", "un",
            "formula", "state",
        ),
        Section(_("Dangers"), "family", "ghs", "classes_sure", "batch"),
        Section(
            _("Quantities of GB 18218"), "number", "threshold", "threshold_2009", "beta", "source",
            "sure",
        ),
        Section(
            _("Properties"), "molar_mass", "melting", "boiling", "flash", "ignition", "lower",
            "upper", "critical", "pressure", "heat", "properties_source", "properties_sure",
        ),
    ),
    sheet=("name", "name_en", "synonyms", "cas", "un", "formula", "state", "family", "ghs",
           "batch", "number", "threshold", "threshold_2009"),
    figures=(
        Figure("family", "family", title=_("Substances by leading hazard")),
        Figure("batch", "batch", title=_("Key supervised chemicals by batch")),
    ),
    panels=(Panel("card", _("Safety card"), "substances/card.html", card),),
    first="card",
    exchange=Exchange(owner="nation", copies="downward"),
)  # fmt: skip
offer(SUBSTANCES)
