from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.api import (
    Exchange,
    Figure,
    Layer,
    Part,
    RecordType,
    Section,
    Term,
    offer,
)
from jinan.supervision.coal_mines import rules
from jinan.supervision.coal_mines.models import CoalMine, GasGrade, Seam, Shaft, Status

STANDING = ~Q(status=Status.CLOSED)
GASSY = STANDING & Q(gas_grade__in=(GasGrade.HIGH, GasGrade.OUTBURST))
PRODUCING = Q(status=Status.PRODUCING)

MINES = RecordType(
    model=CoalMine,
    plan_row="A1",
    path="mines",
    icon="mine",
    duty=_("Mines"),
    columns=(
        "name", "division", "gas_grade", "approved", "status", "monitoring", "valid_to",
        "enterprise", "hydrology", "district",
    ),
    filters=("division", "gas_grade", "status", "monitoring"),
    terms=(Term("valid_to", days=rules.LICENCE_DAYS),),
    search=("name", "district", "licence", "initials", "enterprise__name"),
    natural_key=("division", "name"),
    holder="enterprise",
    computed=("size", "measured", "branch"),
    badges={
        "gas_grade": {"LOW": "good", "HIGH": "warn", "OUTBURST": "bad"},
        "status": {"building": "note", "suspended": "warn"},
        "monitoring": {"0": "bad"},
    },
    form=(
        Section(
            _("Coal mine"), "name", "enterprise", "division", "also", "district", "position", "status"
        ),
        Section(_("Capacity and mining"), "licensed", "approved", "method", "ventilation"),
        Section(_("Gas"), "gas_grade", "graded_on", "relative", "absolute", "heading", "face"),
        Section(
            _("Other dangers"), "hydrology", "combustion", "dust", "burst", "monitoring"
        ),
        Section(_("Work-safety licence"), "licence", "valid_to"),
    ),
    sheet=(
        "name", "enterprise", "division", "district", "position", "status", "licensed", "approved",
        "method", "ventilation", "gas_grade", "graded_on", "relative", "absolute", "heading", "face",
        "hydrology", "combustion", "dust", "burst", "monitoring", "licence", "valid_to",
    ),
    layer=Layer(_("Coal mines"), geometry="position", label="name", colour="gas_grade", from_zoom=7),
    figures=(
        Figure("mines", "division", "gas_grade", title=_("Mines by gas grade"), where=STANDING),
        Figure(
            "capacity", "division", "gas_grade", title=_("Approved capacity of producing mines"),
            where=PRODUCING, measure="approved",
        ),
        Figure(
            "gassy", "division", "monitoring", title=_("High-gas and outburst mines by monitoring"),
            where=GASSY,
        ),
        Figure("status", "division", "status", title=_("Mines by status")),
    ),
    parts=(Part("coal_mines.shaft", "mine"), Part("coal_mines.seam", "mine")),
    exchange=Exchange(owner="county", copies="upward"),
)  # fmt: skip
offer(MINES)

SHAFTS = RecordType(
    model=Shaft,
    plan_row="A1",
    path="shafts",
    in_menu=False,
    icon="mine",
    duty=_("Mines"),
    columns=("name", "mine", "kind_of_shaft", "purpose", "depth", "division"),
    filters=("division", "kind_of_shaft", "purpose"),
    search=("name", "mine__name"),
    natural_key=("mine", "name"),
    form=(
        Section(
            _("Shaft"), "name", "mine", "division", "kind_of_shaft", "purpose", "depth", "position"
        ),
    ),
    sheet=("name", "mine", "division", "kind_of_shaft", "purpose", "depth", "position"),
    layer=Layer(_("Shafts"), geometry="position", label="name", colour="purpose", from_zoom=9),
    figures=(Figure("shafts", "division", "kind_of_shaft", title=_("Shafts by kind")),),
)
offer(SHAFTS)

SEAMS = RecordType(
    model=Seam,
    plan_row="A1",
    path="seams",
    in_menu=False,
    icon="layers",
    duty=_("Mines"),
    columns=("name", "mine", "thickness", "dip", "gas", "outburst", "thickness_class", "division"),
    filters=("division", "outburst", "thickness_class"),
    search=("name", "mine__name"),
    natural_key=("mine", "name"),
    computed=("thickness_class", "dip_class"),
    badges={"outburst": {"1": "bad", "9": "warn"}},
    form=(
        Section(_("Seam"), "name", "mine", "division", "thickness", "dip"),
        Section(_("Gas"), "gas", "pressure", "outburst"),
    ),
    sheet=("name", "mine", "division", "thickness", "dip", "gas", "pressure", "outburst"),
    figures=(Figure("seams", "division", "outburst", title=_("Seams by danger of outburst")),),
)
offer(SEAMS)
