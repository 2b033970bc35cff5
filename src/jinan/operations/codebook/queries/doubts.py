"""What is to be verified 待核实, wherever it stands: rows of code sets, divisions, and what registers offer."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import quote

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinan.kernel.codes import api as codes
from jinan.kernel.codes.api import Doubt, Doubts, offer_doubts
from jinan.kernel.codes.models import CodeItem, CodeSet
from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import RecordType, record_types
from jinan.kernel.territory.models import Branch, Division, Kind

UNVERIFIED, MOST = "unverified", 2_000
STEWARD = gettext_lazy("steward of the code sets")
# Kinds of division that stand in no table of the ministry.
OTHERS = (Kind.STAT_ZONE, Kind.SAR_DISTRICT)


@dataclass(frozen=True)
class Place:
    """Where doubtful things stand, how many there are, and who may confirm them."""

    name: str
    title: str
    confirmer: str
    rows: list[Doubt]


def places(viewer: Viewer, on: date) -> list[Place]:
    """All places with something doubtful: the code sets by group and name, then the others."""
    found = [place_of(one, on) for one in CodeSet.objects.order_by("group", "code")]
    found += [
        Place(one.name, str(one.title), str(one.confirmer), one.rows(viewer))
        for one in codes.places_of_doubt()
    ]
    found += [of_register(kind, viewer) for kind in record_types() if viewer.opens(kind.subject)]
    return [one for one in found if one.rows]


def of_register(kind: RecordType, viewer: Viewer) -> Place:
    """Records in the viewer's sight of which a field says `unverified`; at most `MOST` of a register."""
    fields = [f for f in kind.model._meta.concrete_fields if UNVERIFIED in dict(f.flatchoices)]
    rows: list[Doubt] = []
    if fields:
        doubtful = reduce(or_, (Q(**{field.name: UNVERIFIED}) for field in fields))
        seen = kind.model.objects.visible_to(viewer).live().filter(doubtful).order_by("id")
        rows = [of_record(kind, one, fields) for one in seen[:MOST]]
    return Place(kind.kind, str(kind.title), str(_("owner of the record")), rows)


def of_record(kind: RecordType, record: Any, fields: list[Any]) -> Doubt:
    named = next((n for n in kind.natural_key if not kind.field_of(n).is_relation), "")
    about = [str(f.verbose_name) for f in fields if getattr(record, f.attname) == UNVERIFIED]
    source = str(getattr(record, "source", "") or getattr(record, "note", "") or "")
    key = str(getattr(record, named)) if named else str(record.pk)[-8:]
    return Doubt(key, str(record), "、".join(about), source, f"/{kind.address}/{record.pk}/")


def place_of(one: CodeSet, on: date) -> Place:
    edition = codes.edition_on(one.code, on)
    known = codes.rows(edition).values() if edition else ()
    rows = [
        Doubt(row.code, row.words, why(row), row.source, address(row))
        for row in known
        if row.doubtful
    ]
    return Place(one.code, str(one), str(STEWARD), rows)


def address(row: CodeItem) -> str:
    return f"/codebook/{row.edition.set_id}/row/?edition={row.edition_id}&code={quote(row.code)}"


def why(row: CodeItem) -> str:
    """Why a row is doubtful, by its own words."""
    said = f"{row.source} {row.note} {row.extra.get('confidence', '')} {row.extra.get('basis', '')}".lower()
    if not row.source and not row.extra.get("basis"):
        return _("no source is named")
    for words, reason in (
        (("recalled", "from memory", "general knowledge", "well-known", "[rec]"), _("from memory, the source was not read")),
        (("reconstructed", "inferred", "assumed", "pattern"), _("inferred, not read")),
        (("check", "verify", "uncertain", "not seen", "load the new"), _("to be checked against the source")),
    ):  # fmt: skip
        if any(one in said for one in words):
            return reason
    return _("marked as unverified")


def doubtful_divisions(viewer: Viewer) -> list[Doubt]:
    """Divisions in force that no table of the ministry holds."""
    rows = Division.objects.filter(kind__in=OTHERS, valid_to=None).order_by("order", "code")
    return [
        Doubt(one.code, one.name, _("in no table of the ministry"), one.source, f"/territory/{one.code}/")
        for one in rows
    ]  # fmt: skip


def doubtful_branches(viewer: Viewer) -> list[Doubt]:
    """Branches of the inspectorate whose districts were not read."""
    rows = Branch.objects.filter(confidence="unverified").order_by("code")
    return [
        Doubt(one.code, one.name, _("districts not read in a source"), one.source, "/territory/inspectorate/")
        for one in rows
    ]  # fmt: skip


offer_doubts(
    Doubts(
        "divisions",
        gettext_lazy("Divisions"),
        gettext_lazy("owner of the node, by loading a table"),
        doubtful_divisions,
    )
)
offer_doubts(
    Doubts(
        "branches",
        gettext_lazy("Branches of the inspectorate"),
        gettext_lazy("owner of the node, by loading a table"),
        doubtful_branches,
    )
)
