from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.api import Column, Panel, RecordType, Section, offer
from jinan.registers.regulations.models import Article, Edition, Instrument
from jinan.registers.regulations.queries import articles_panel, editions_panel, state_today

INSTRUMENTS = RecordType(
    model=Instrument,
    plan_row="D5",
    path="instruments",
    icon="book",
    in_menu=False,
    columns=("name", "rank", "short_names", "code", "division"),
    filters=("rank",),
    search=("name", "short_names", "code", "initials"),
    natural_key=("code",),
    form=(Section(_("Instrument"), "name", "code", "short_names", "rank", "division"),),
    sheet=("name", "code", "short_names", "rank", "division"),
    panels=(Panel("editions", _("Editions"), "regulations/editions.html", editions_panel),),
)
offer(INSTRUMENTS)

EDITIONS = RecordType(
    model=Edition,
    plan_row="D5",
    path="editions",
    icon="book",
    in_menu=False,
    panels=(Panel("articles", _("Articles"), "regulations/articles.html", articles_panel),),
    columns=(
        "name", "number", "issuer", "effective", "repealed", "confidence",
        Column("state", _("state today"), state_today),
    ),
    filters=("confidence",),
    search=("name", "number", "code"),
    natural_key=("code",),
    placed_by="instrument",
    computed=("name",),
    badges={"confidence": {"unverified": "warn"}},
    form=(
        Section(_("Edition"), "instrument", "label", "code", "number", "issuer"),
        Section(_("Days"), "promulgated", "effective", "repealed", "supersedes"),
        Section(_("Source"), "confidence", "note"),
    ),
    sheet=(
        "instrument", "label", "code", "number", "issuer", "promulgated", "effective", "repealed",
        "supersedes", "confidence", "note",
    ),
)  # fmt: skip
offer(EDITIONS)

ARTICLES = RecordType(
    model=Article,
    plan_row="D5",
    path="articles",
    icon="list",
    in_menu=False,
    columns=("name", "heading", "wording", "confidence"),
    filters=("wording", "confidence"),
    search=("text",),
    natural_key=("edition", "label"),
    placed_by="edition",
    computed=("name",),
    badges={"confidence": {"unverified": "warn"}, "wording": {"digest": "note"}},
    form=(
        Section(_("Article"), "edition", "heading", "label", "text"),
        Section(_("Source"), "wording", "confidence"),
    ),
    sheet=("edition", "label", "heading", "text", "wording", "confidence"),
)
offer(ARTICLES)
