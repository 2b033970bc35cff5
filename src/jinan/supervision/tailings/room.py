from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.api import Exchange, Figure, Layer, RecordType, Section, offer
from jinan.supervision.tailings.models import SafetyDegree, TailingsPond

UNSAFE = Q(degree__in=(SafetyDegree.UNSAFE, SafetyDegree.PERILOUS))

PONDS = RecordType(
    model=TailingsPond,
    plan_row="A5",
    path="ponds",
    icon="dam",
    duty=_("Mines"),
    columns=("name", "enterprise", "division", "grade", "degree"),
    filters=("division", "grade", "degree"),
    search=("name", "enterprise__name"),
    natural_key=("division", "name"),
    holder="enterprise",
    computed=("grade",),
    badges={"degree": {"1": "good", "2": "warn", "3": "bad", "4": "bad"}},
    form=(
        Section(_("Pond"), "name", "enterprise", "division", "also", "dam"),
        Section(_("Size and safety"), "capacity", "height", "degree"),
    ),
    sheet=("name", "enterprise", "division", "dam", "capacity", "height", "degree"),
    layer=Layer(_("Tailings ponds"), geometry="dam", label="name", colour="degree", from_zoom=7),
    figures=(
        Figure("ponds", "division", "grade", title=_("Ponds by grade")),
        Figure(
            "unsafe_ponds", "division", "degree", title=_("Unsafe and perilous ponds"), where=UNSAFE
        ),
    ),
    exchange=Exchange(owner="county", copies="upward"),
)
offer(PONDS)
