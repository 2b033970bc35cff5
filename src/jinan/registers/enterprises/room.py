from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.api import Layer, Part, RecordType, Section, offer
from jinan.registers.enterprises.models import Enterprise

ENTERPRISES = RecordType(
    model=Enterprise,
    plan_row="D1",
    path="list",
    icon="factory",
    duty=_("Registers"),
    columns=("name", "credit_code", "division", "industry", "legal_person"),
    filters=("division",),
    search=("name", "credit_code", "initials"),
    natural_key=("credit_code",),
    personal=("legal_person", "phone"),
    form=(
        Section(_("Enterprise"), "name", "credit_code", "industry", "division"),
        Section(_("Contact"), "legal_person", "phone", "address", "position"),
    ),
    sheet=(
        "name",
        "credit_code",
        "industry",
        "division",
        "legal_person",
        "phone",
        "address",
        "position",
    ),
    parts=(Part("tailings.tailingspond", "enterprise"),),
    layer=Layer(_("Enterprises"), geometry="position", label="name", from_zoom=8),
)
offer(ENTERPRISES)
