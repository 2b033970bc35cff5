"""What holds the words: each register by its declared `search`, and the sources that rooms offer.

Each register is looked through once and no further than it must: hits are capped, never counted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import Finder, RecordType, masked, record_types, shown
from jinan.kernel.territory import api as territory
from jinan.platform.search.marking import Piece, pieces

LONGEST = 100
EXACT, BEGINS, WITHIN, ELSEWHERE = range(4)


@dataclass(frozen=True)
class Hit:
    """One line of what was found; `about` tells where the words stand when it is not the title."""

    key: str
    href: str
    title: tuple[Piece, ...]
    note: str = ""
    about: tuple[Piece, ...] = ()
    badges: tuple[tuple[str, str], ...] = ()
    rank: int = ELSEWHERE


@dataclass(frozen=True)
class Group:
    """What one register or source found; `more` when it holds more than is shown, to be read at `all`."""

    title: str | Promise
    icon: str
    hits: list[Hit]
    more: bool = False
    all: str = ""
    name: str = ""


@dataclass(frozen=True)
class Source:
    """Something that finds by itself, in place of the registers named by kind."""

    name: str
    find: Callable[[Viewer, str, int], Group]
    instead_of: frozenset[str] = frozenset()


_sources: list[Source] = []


def offer(source: Source) -> Source:
    """Make a source known; called when its room is ready."""
    _sources.append(source)
    return source


def find(viewer: Viewer, words: str, most: int) -> list[Group]:
    """Groups of hits, those with the best titles first, at most `most` hits each."""
    words = " ".join(words.replace("\x00", "").split())[:LONGEST]
    if not words:
        return []
    groups = [group for group in _groups(viewer, words, most) if group.hits]
    return sorted(groups, key=lambda group: min(hit.rank for hit in group.hits))


def _groups(viewer: Viewer, words: str, most: int) -> Iterator[Group]:
    finder = Finder(viewer, words)
    replaced = frozenset[str]().union(*(source.instead_of for source in _sources))
    for kind in record_types():
        if kind.search and kind.kind not in replaced and kind.opens_to(viewer):
            rows, more = finder.rows(kind, most)
            yield group_of(kind, rows, more, words)
    for source in _sources:
        yield source.find(viewer, words, most)


def group_of(kind: RecordType, rows: list[Any], more: bool, words: str) -> Group:
    """Rows of a register as hits."""
    from urllib.parse import urlencode

    hits = [hit_of(kind, row, words) for row in rows]
    address = f"/{kind.address}/"
    return Group(
        kind.title, kind.icon, hits, more, f"{address}?{urlencode({'q': words})}", kind.kind
    )


def hit_of(kind: RecordType, row: Any, words: str) -> Hit:
    title = title_of(kind, row)
    rank = rank_of(title, words)
    return Hit(
        key=str(row.pk),
        href=f"/{kind.address}/{row.pk}/",
        title=pieces(title, words),
        note=territory.name(row.division_id) if row.division_id else "",
        about=() if rank < ELSEWHERE else about(kind, row, words),
        rank=rank,
    )


def title_of(kind: RecordType, row: Any) -> str:
    """The name of a record; one that is a person's is masked as in a list."""
    first = kind.columns[0]
    if first in kind.personal:
        return masked(shown(row, first))
    return str(row)


def rank_of(title: str, words: str) -> int:
    """How well a title fits what was typed."""
    told, sought = title.lower(), words.lower()
    if told == sought:
        return EXACT
    if told.startswith(sought):
        return BEGINS
    return WITHIN if all(word in told for word in sought.split()) else ELSEWHERE


def about(kind: RecordType, row: Any, words: str) -> tuple[Piece, ...]:
    """The field of the record's own in which the words stand."""
    for name in Finder.fields(kind):
        if "__" in name or not kind.field_of(name).editable:
            continue
        text = str(getattr(row, name) or "")
        if any(word in text.lower() for word in words.lower().split()):
            label = str(kind.field_of(name).verbose_name)
            return (Piece(f"{label[:1].upper()}{label[1:]} "), *pieces(text, words))
    return ()
