"""Articles that hold words, for the search box, the page of search and other rooms."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import Finder, holding, record_type
from jinan.platform.search.api import Group, Hit, Piece, Source, excerpt, group_of, pieces
from jinan.registers.regulations import queries
from jinan.registers.regulations.models import Article, Confidence, Wording

MOST = 300  # candidates; among them those in force and of higher law come first
EXACT, WITHIN, ELSEWHERE = 0, 2, 3


@dataclass(frozen=True)
class Found:
    """An article with its words marked, and whether its edition is in force on the day asked for."""

    article: Article
    words: tuple[Piece, ...]
    in_force: bool

    @property
    def href(self) -> str:
        return f"/law/{self.article.edition.code}/{self.article.label}/"


@dataclass(frozen=True)
class Articles:
    """What was found, and whether there is more."""

    hits: list[Found] = field(default_factory=list)
    more: bool = False


def articles(words: str, viewer: Viewer, most: int, *, on: date | None = None) -> Articles:
    """Articles that hold every word, those in force on the day first, higher law before lower."""
    parts, day = words.split(), on or timezone.localdate()
    if not parts or not viewer.is_officer:
        return Articles()
    asked = Q()
    for part in parts:
        asked &= holding(["text"], part)
    seen = Article.objects.visible_to(viewer).live()
    rows = seen.filter(asked).order_by().values_list("pk", "edition_id", "order")[: MOST + 1]
    found = list(rows)
    known = {one.pk: one for one in queries.editions(viewer)}
    held = queries.holding_on(known.values(), day)

    def weight(row: tuple[Any, Any, int]) -> tuple[Any, ...]:
        edition = known[row[1]]
        newest = -(edition.effective or date.min).toordinal()
        return row[1] not in held, edition.instrument.rank, newest, edition.name, row[2]

    best = sorted((row for row in found if row[1] in known), key=weight)[:most]
    told = {one.pk: one for one in seen.filter(pk__in=[row[0] for row in best])}
    hits = []
    for pk, edition_id, _order in best:
        told[pk].edition = known[edition_id]
        hits.append(Found(told[pk], excerpt(told[pk].text, words), edition_id in held))
    return Articles(hits, len(found) > most)


def in_box(viewer: Viewer, words: str, most: int) -> Group:
    """The group of articles under the search box: the one named by its number first."""
    made = articles(words, viewer, most)
    named = (
        queries.named_article(words, viewer, timezone.localdate()) if viewer.is_officer else None
    )
    hits = [hit_of(one, words) for one in made.hits]
    if named is not None:
        first = Found(named, excerpt(named.text, words), in_force=True)
        hits = [hit_of(first, words, rank=EXACT), *(h for h in hits if h.key != str(named.pk))]
    return Group(
        gettext_lazy("articles"),
        "book",
        hits[:most],
        made.more,
        f"/law/?{urlencode({'q': words})}",
        "regulations.article",
    )


def hit_of(one: Found, words: str, *, rank: int = WITHIN) -> Hit:
    article, badges = one.article, []
    if not one.in_force:
        badges.append((_("not in force"), "warn"))
    if article.wording == Wording.DIGEST:
        badges.append((_("digest"), "note"))
    if article.confidence == Confidence.UNVERIFIED:
        badges.append((_("to be verified"), "warn"))
    return Hit(
        key=str(article.pk),
        href=f"{one.href}?{urlencode({'q': words})}",
        title=pieces(article.name, words),
        about=one.words,
        badges=tuple(badges),
        rank=rank,
    )


def instruments_in_box(viewer: Viewer, words: str, most: int) -> Group:
    """Instruments by title and short name; a hit leads to their text."""
    kind = record_type("regulations.instrument")
    rows, more = Finder(viewer, words).rows(kind, most) if viewer.is_officer else ([], False)
    made = group_of(kind, rows, more, words)
    held = queries.editions(viewer).filter(instrument__in=[row.pk for row in rows])
    readable = set(held.values_list("instrument_id", flat=True))
    codes = {str(row.pk): row.code for row in rows if row.pk in readable}
    hits = [replace(h, href=f"/law/{codes[h.key]}/") if h.key in codes else h for h in made.hits]
    return replace(made, hits=hits)


SOURCES = (
    Source("instruments", instruments_in_box, frozenset({"regulations.instrument"})),
    Source("articles", in_box, frozenset({"regulations.article", "regulations.edition"})),
)
