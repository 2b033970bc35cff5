"""Giving out numbers: each once, in order, under a lock; what is not used is accounted for."""

from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from jinan.kernel.agencies import api as agencies
from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import Refusal
from jinan.platform.papers import rules
from jinan.platform.papers.editions import Document
from jinan.platform.papers.models import Number, Style, Use

BLOCK = 50  # numbers of one kind that a device may hold


def style_of(agency: str) -> Style:
    """How an agency writes its numbers; by its own name where nobody has set it."""
    found = Style.objects.filter(pk=agency).first()
    if found is not None:
        return found
    one = agencies.agency(agency)
    name = one.name.removesuffix("应急管理局").removesuffix("应急管理厅") if one else agency
    return Style(agency=agency, area=name)


def text_of(document: Document, agency: str, year: int, serial: int, *, mark: str) -> str:
    """The number as the document prints it."""
    style = style_of(agency)
    regime = rules.regime_of(document.set, document.numbering)
    middle = style.coal if regime in ("coal", "inspection") else style.general
    if document.set == "general_2010":
        middle = "安监管"  # before the reform of 2018
    area = style.area if "|" in style.area or regime != "coal" else f"|{style.area}"
    return rules.number_text(regime, area=area, middle=middle, mark=mark, year=year, serial=serial)


def kind_of(document: Document) -> str:
    """The series a document's numbers are taken from: its mark, or its code where it has none."""
    return document.mark or document.code


@transaction.atomic
def give(document: Document, agency: str, on: date, *, paper: UUID) -> Number:
    """The next number for a paper; the next to ask waits until this one has been committed."""
    kind = kind_of(document)
    _lock(agency, kind, on.year)
    return Number.objects.create(
        agency=agency, mark=kind, year=on.year, serial=_last(agency, kind, on.year) + 1, use=Use.USED,
        paper=paper,
    )  # fmt: skip


@transaction.atomic
def reserve(document: Document, count: int, *, by: Viewer, device: str, on: date) -> list[Number]:
    """A block of numbers for a device that will work without a network. Raises Refusal."""
    if not by.agency:
        raise Refusal(_("Only an officer of an agency takes numbers along."))
    if not 0 < count <= BLOCK:
        raise Refusal(_("A device takes %(most)s numbers of a kind at most.") % {"most": BLOCK})
    kind = kind_of(document)
    _lock(by.agency, kind, on.year)
    first = _last(by.agency, kind, on.year) + 1
    made = [
        Number(agency=by.agency, mark=kind, year=on.year, serial=n, use=Use.RESERVED, device=device)
        for n in range(first, first + count)
    ]
    return Number.objects.bulk_create(made)


@transaction.atomic
def use_reserved(number: Number, *, paper: UUID) -> Number:
    """A number of a device's block stands on a paper now. Raises Refusal when it was used or given back."""
    now = Number.objects.select_for_update().get(pk=number.pk)
    if now.use != Use.RESERVED:
        raise Refusal(_("The number %(number)s was used already or given back.") % {"number": now})
    now.use, now.paper = Use.USED, paper
    now.save(update_fields=["use", "paper"])
    return now


@transaction.atomic
def give_back(device: str, *, by: Viewer, reason: str) -> int:
    """Unused numbers of a device become void with their reason; they are never given again (enforcement.md 5.2)."""
    return Number.objects.filter(agency=by.agency or "", device=device, use=Use.RESERVED).update(
        use=Use.VOID, reason=reason[:200]
    )


def gaps(agency: str, mark: str, year: int) -> list[int]:
    """Serial numbers that are missing without an account: there must be none."""
    known = set(
        Number.objects.filter(agency=agency, mark=mark, year=year).values_list("serial", flat=True)
    )
    return [n for n in range(1, max(known, default=0) + 1) if n not in known]


def _last(agency: str, mark: str, year: int) -> int:
    found = Number.objects.filter(agency=agency, mark=mark, year=year).aggregate(last=Max("serial"))
    return found["last"] or 0


def _lock(agency: str, mark: str, year: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"number {agency} {mark} {year}"],
        )
