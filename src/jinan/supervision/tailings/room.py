from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.api import Exchange, Figure, Layer, Order, RecordType, Section, offer
from jinan.supervision.tailings.actions import obey
from jinan.supervision.tailings.models import SafetyDegree, TailingsPond

UNSAFE = Q(degree__in=(SafetyDegree.UNSAFE, SafetyDegree.PERILOUS))

PONDS = RecordType(
    model=TailingsPond,
    plan_row="A5",
    path="ponds",
    icon="dam",
    duty=_("Mines"),
    columns=("name", "enterprise", "division", "grade", "degree", "standing"),
    filters=("division", "grade", "degree", "standing"),
    search=("name", "enterprise__name"),
    natural_key=("division", "name"),
    holder="enterprise",
    computed=("grade", "standing"),
    badges={
        "degree": {"1": "good", "2": "warn", "3": "bad", "4": "bad"},
        "standing": {"in_use": "good", "stopped": "bad"},
    },
    form=(
        Section(_("Pond"), "name", "enterprise", "division", "also", "dam"),
        Section(_("Size and safety"), "capacity", "height", "degree"),
    ),
    sheet=("name", "enterprise", "division", "dam", "capacity", "height", "degree"),
    layer=Layer(
        _("Tailings ponds"), geometry="dam", label="name", colour="degree", ring="standing"
    ),
    figures=(
        Figure("ponds", "division", "grade", title=_("Ponds by grade")),
        Figure(
            "unsafe_ponds", "division", "degree", title=_("Unsafe and perilous ponds"), where=UNSAFE
        ),
    ),
    orders=(
        Order("stop", _("Order to stop using the pond")),
        Order("resume", _("Consent to use the pond again")),
    ),
    on_decision=obey,
    exchange=Exchange(owner="county", copies="upward"),
)
offer(PONDS)
