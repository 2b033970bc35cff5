"""The file volume 案卷: the papers of a record in their order, with page numbers, and what is missing by its course.

Order: enforcement papers, then evidence and filings, each by date (enforcement.md 5.4). One paper is one item.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from jinan.kernel.records.models import Record
from jinan.platform.papers.editions import document
from jinan.platform.papers.models import Paper, State
from jinan.platform.papers.printing.texts import layout
from jinan.platform.papers.queries import papers_of

EVIDENCE = ("evidence", "investigation")
# course of the case: documents of which one of each group must be there (general, coal)
NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "check": (("G02", "C03"), ("G03", "C04", "J03")),
    "order": (("G05", "G04", "C05"), ("G06", "C17")),
    "penalty": (
        ("G01", "C18"), ("G16", "C20"), ("G24", "G26", "C21"), ("G30", "C28"), ("G34", "G35", "C30"),
        ("G40", "C31"), ("G46", "C43"),
    ),
    "defence": (("G25", "C22"),),
    "hearing": (("G27", "C23"), ("G28", "C25"), ("G29", "C26")),
    "discussion": (("G31", "C29"),),
    "not_punished": (("G01", "C18"), ("G50", "C28"), ("G46", "C43")),
    "summary": (("G32", "G33"),),
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """A paper in the catalogue 卷内目录: number in the volume, number, title, day, first page."""

    order: int
    paper: Paper
    title: str
    on: date | None
    page: int


@dataclass(frozen=True)
class Volume:
    """A volume: its items, its pages, and what is missing as groups of documents of which one is wanted."""

    items: tuple[Item, ...]
    pages: int
    missing: tuple[tuple[str, ...], ...]
    front: Paper | None = None  # the cover 案卷首页, when it was made as a paper

    @property
    def is_complete(self) -> bool:
        return not self.missing


def volume(record: Record, parts: Iterable[str] = ("check",), *, pages_of: object = None) -> Volume:
    """The volume of a record for the parts of its course, such as `check`, `order`, `penalty`, `hearing`."""
    papers = [p for p in papers_of(record) if p.state in (State.ISSUED, State.SERVED)]
    papers.sort(key=lambda p: (document(p.document).category in EVIDENCE, p.issued_at, p.pk))
    counted = pages_of if callable(pages_of) else lambda _paper: 1
    items, page = [], 1
    inside = [p for p in papers if layout(p.document).layout not in ("cover", "catalogue")]
    covers = [p for p in papers if layout(p.document).layout == "cover"]
    for order, paper in enumerate(inside, 1):
        on = timezone.localdate(paper.issued_at) if paper.issued_at else None
        items.append(Item(order, paper, document(paper.document).zh, on, page))
        page += counted(paper)
    there = {p.document for p in papers}
    wanted = [group for part in parts for group in NEEDED.get(part, ())]
    missing = tuple(group for group in wanted if not there.intersection(group))
    return Volume(tuple(items), page - 1, missing, covers[-1] if covers else None)
