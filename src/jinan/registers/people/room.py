from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.api import Column, Figure, RecordType, Section, Term, offer
from jinan.registers.people.models import Certificate, CertifiedPerson, Expert, SafetyEngineer

IDENTITY = Column("identity", _("identity number"), lambda person: person.identity_masked)
PERSONAL = ("identity_number", "phone")
SOON = 90  # days

EXPERTS = RecordType(
    model=Expert,
    plan_row="D7",
    path="experts",
    icon="star",
    duty=_("People"),
    columns=("name", "field", "title", "organisation", "division", "phone", "valid_to"),
    filters=("division", "field", "title"),
    terms=(Term("valid_to", days=SOON),),
    search=("name", "organisation", "speciality", "initials"),
    natural_key=("division", "identity_number"),
    personal=PERSONAL,
    form=(
        Section(_("Person"), "name", "identity_number", "phone"),
        Section(
            _("Field and employer"), "field", "title", "organisation", "speciality", "division", "also", "valid_to"
        ),
    ),
    sheet=(
        "name", "identity_number", "phone", "field", "title", "organisation", "speciality",
        "division", "valid_to",
    ),
    figures=(Figure("experts", "division", "field", title=_("Experts by field")),),
)  # fmt: skip
offer(EXPERTS)

ENGINEERS = RecordType(
    model=SafetyEngineer,
    plan_row="D7",
    path="engineers",
    icon="licence",
    duty=_("People"),
    columns=("name", "number", "level", "speciality", "valid_to", "enterprise", "division", IDENTITY),
    filters=("division", "level", "speciality"),
    terms=(Term("valid_to", days=SOON),),
    search=("name", "number", "initials", "enterprise__name"),
    natural_key=("number",),
    personal=PERSONAL,
    holder="enterprise",
    form=(
        Section(_("Person"), "name", "identity_number", "phone"),
        Section(
            _("Registration"), "number", "level", "speciality", "enterprise", "division", "valid_to"
        ),
    ),
    sheet=(
        "name", "identity_number", "phone", "number", "level", "speciality", "enterprise",
        "division", "valid_to",
    ),
    figures=(
        Figure("engineers", "division", "speciality", title=_("Safety engineers by speciality")),
    ),
)  # fmt: skip
offer(ENGINEERS)

CERTIFIED = RecordType(
    model=CertifiedPerson,
    plan_row="D7",
    path="certified",
    icon="licence",
    duty=_("People"),
    columns=("name", "certificate", "trade", "valid_to", "enterprise", "division", IDENTITY),
    filters=("division", "certificate", "trade"),
    terms=(Term("valid_to", days=SOON), Term("review_on", days=SOON)),
    search=("name", "initials", "enterprise__name"),
    natural_key=("number", "name"),
    personal=(*PERSONAL, "number"),  # the number of a special operator holds his identity number
    holder="enterprise",
    form=(
        Section(_("Person"), "name", "identity_number", "phone"),
        Section(
            _("Certificate"), "certificate", "trade", "number", "issuer", "enterprise", "division",
            "review_on", "valid_to",
        ),
    ),
    sheet=(
        "name", "identity_number", "phone", "certificate", "trade", "number", "issuer",
        "enterprise", "division", "review_on", "valid_to",
    ),
    figures=(
        Figure("certified", "division", "certificate", title=_("Certified persons by certificate")),
        Figure(
            "trades", "division", "trade", title=_("Special operators by trade"),
            where=Q(certificate=Certificate.SPECIAL),
        ),
    ),
)  # fmt: skip
offer(CERTIFIED)
