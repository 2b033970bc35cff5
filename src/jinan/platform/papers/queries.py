"""Reading papers: of a record, by number, for printing. The record, which its viewer sees, comes first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import may_write
from jinan.kernel.records.models import Record
from jinan.platform.papers import filling, rules
from jinan.platform.papers.editions import (
    DocField,
    Document,
    all_documents,
    document,
    documents,
    sets_on,
)
from jinan.platform.papers.models import Mark, Number, Paper, State
from jinan.platform.papers.printing.view import Shown, Signed, View

CATEGORIES = (
    "check", "review", "filing", "investigation", "evidence", "coercive", "notice", "hearing", "decision",
    "approval", "service", "execution", "transfer", "advice", "closing", "archive",
)  # fmt: skip


OPTIONAL = ("doc_no", "case_no")  # not asked for before a paper is issued


@dataclass(frozen=True)
class Line:
    """A paper in the list of a record."""

    paper: Paper
    document: Document
    open_fields: int


def missing(paper: Paper) -> list[DocField]:
    """Fields that must be filled before a paper is issued, and are empty."""
    one = document(paper.document)
    needed = [f for f in one.fields if f.kind not in rules.BY_HAND and f.name not in OPTIONAL]
    return [f for f in needed if f.kind != "bool" and not paper.values.get(f.name)]


def papers_of(record: Record) -> "QuerySet[Paper]":
    return Paper.objects.filter(target=record.pk, target_kind=record.kind())  # type: ignore[no-any-return]


def papers_count(record: Record, viewer: Viewer) -> int:
    if not filling.has_papers(record.kind()):
        return 0
    return papers_of(record).exclude(state=State.VOID).count()


def issued(record: Record, *codes: str, since: datetime | None = None) -> bool:
    """Whether one of these documents was issued for a record, since a moment when one is given."""
    found = papers_of(record).filter(document__in=codes, state__in=(State.ISSUED, State.SERVED))
    return bool((found.filter(issued_at__gte=since) if since else found).exists())


def served(record: Record, *codes: str) -> bool:
    return bool(papers_of(record).filter(document__in=codes, state=State.SERVED).exists())


def served_on(record: Record, *codes: str) -> date | None:
    """The day on which the last of these documents was served."""
    found = papers_of(record).filter(document__in=codes, state=State.SERVED)
    return found.order_by("served_on").values_list("served_on", flat=True).last()  # type: ignore[no-any-return]


def papers_context(record: Any, viewer: Viewer) -> dict[str, Any]:
    """What the tab shows: the papers by the order of their making, and what may be made."""
    lines = [
        Line(p, document(p.document), len(missing(p)) if p.state == State.DRAFT else 0)
        for p in papers_of(record)
    ]
    used = sets_on(timezone.localdate())
    preferred = _set_of(record)
    sets = [preferred, *(one for one in used if one == "moj_2025")] if preferred else used
    return {
        "papers": lines,
        "menu": _menu(sets),
        "has_papers": filling.has_papers(record.kind()),
        "may_make": may_write(record, viewer) and not record.voided_at,
    }


def _set_of(record: Any) -> str:
    """The set that the course of a case names."""
    named = getattr(record, "paper_set", "")
    return str(named() if callable(named) else named)


def _menu(sets: Iterable[str]) -> list[tuple[str, list[Document]]]:
    every = [one for name in sets for one in documents(name)]
    return [
        (c, [d for d in every if d.category == c])
        for c in CATEGORIES
        if any(d.category == c for d in every)
    ]


def view(paper: Paper) -> View:
    """Everything that printing needs of a paper."""
    one = document(paper.document)
    marks = {m.place: m for m in Mark.objects.filter(paper=paper.pk).order_by("pk")}
    shown = tuple(
        Shown(f.name, f.zh, f.kind, paper.values.get(f.name, ""), f.name not in paper.by_hand)
        for f in one.fields
    )
    signed = tuple(Signed(m.place, m.name, m.at, m.picture) for m in marks.values())
    return View(
        code=one.code, title=one.zh, category=one.category, heading=paper.heading, number=paper.number,
        fields=shown, signed=signed, seal=one.seal, mark=paper.mark, copies=one.copies,
        issued_on=timezone.localdate(paper.issued_at) if paper.issued_at else None,
        state=paper.state, address=_check_address(paper.mark) if paper.mark else "",
    )  # fmt: skip


def _check_address(mark: str) -> str:
    """Where anybody checks a mark: at the first address under which this node is known."""
    origin = next(iter(settings.CSRF_TRUSTED_ORIGINS), "")
    return f"{origin}/papers/check/?mark={mark}" if origin else mark


def by_mark(mark: str) -> Paper | None:
    """The paper with a mark of authenticity; asked by anybody, so it runs in the node's own scope."""
    return Paper.objects.filter(mark=mark.strip().upper()).first() if mark.strip() else None


def numbers(agency: str, year: int) -> dict[str, list[Number]]:
    """The register of numbers 文号登记簿 of an agency and year, by mark."""
    found: dict[str, list[Number]] = {}
    for one in Number.objects.filter(agency=agency, year=year).order_by("mark", "serial"):
        found.setdefault(one.mark, []).append(one)
    return found


__all__ = [
    "all_documents",
    "by_mark",
    "issued",
    "numbers",
    "papers_of",
    "served",
    "served_on",
    "view",
]
