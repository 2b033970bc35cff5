"""Door of the regulations: find an article, cite it, point at it.

A reference is short and stays: `aqscf:21.1` is article 21, paragraph 1 of the edition in force on the day, `aqscf-2021:21.1`
that of the edition of 2021 whatever the day, `gb18218-2018:4.1.2` a clause.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from jinan.kernel.identity.api import Viewer
from jinan.registers.regulations import queries, rules
from jinan.registers.regulations.models import Article
from jinan.registers.regulations.queries import finding
from jinan.registers.regulations.queries.finding import Found

__all__ = ["Citation", "Found", "article", "cite", "search"]


@dataclass(frozen=True)
class Citation:
    """A citation for a document: its text, and the address where it is read."""

    ref: str
    text: str
    href: str


def article(ref: str, *, by: Viewer, on: date | None = None) -> Article | None:
    """The article of a reference; None when there is none in the edition of the day."""
    found = located(ref, by, on)
    return found[0] if found else None


def cite(ref: str, *, by: Viewer, on: date | None = None) -> Citation | None:
    """《安全生产法》（2021年修正）第二十一条第一款, with its address; None when there is no such part."""
    found = located(ref, by, on)
    return citation(*found) if found else None


def search(words: str, *, by: Viewer, most: int = 20, on: date | None = None) -> list[Found]:
    """Articles that hold the words, those in force on the day first, higher law before lower."""
    return finding.articles(words, by, most, on=on).hits


def located(ref: str, by: Viewer, on: date | None) -> tuple[Article, rules.Place] | None:
    code, _sign, place = ref.partition(":")
    edition = queries.edition_at(code, by, on or timezone.localdate())
    return queries.article_at(edition, place, by) if edition else None


def citation(found: Article, where: rules.Place) -> Citation:
    """How an article, or a part of it, is cited."""
    edition = found.edition
    place = str(where.label)
    place += f".{where.paragraph}" if where.paragraph or where.item else ""
    place += f".{where.item}" if where.item else ""
    # Where an article has but one paragraph, law names none; a digest does not tell how many there are.
    several = len(found.paragraphs) > 1 or (found.wording == "digest" and not where.item)
    paragraph = where.paragraph if several else 0
    words = rules.in_words(where.label, paragraph, where.item)
    return Citation(
        ref=f"{edition.code}:{place}",
        text=f"《{edition.instrument.cited_as}》（{edition.label}）{words}",
        href=f"/law/{edition.code}/{place}/",
    )
