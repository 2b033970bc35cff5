"""Found words within a text: cut into pieces that are marked or not, and shortened around the first of them."""

import re
from dataclasses import dataclass

ELLIPSIS = "…"
BEFORE = 24  # signs kept in front of the first hit


@dataclass(frozen=True)
class Piece:
    """A run of text; `hit` when it is what was looked for."""

    text: str
    hit: bool = False


def terms(words: str) -> list[str]:
    """The parts of what was typed, the longest first, so that they are marked as wholes."""
    return sorted(dict.fromkeys(words.split()), key=len, reverse=True)


def pieces(text: str, words: str) -> tuple[Piece, ...]:
    """The text cut at every place where one of the words stands, whatever its case."""
    sought = terms(words)
    if not sought:
        return (Piece(text),)
    shape = re.compile("(" + "|".join(re.escape(one) for one in sought) + ")", re.IGNORECASE)
    cut = shape.split(text)
    return tuple(Piece(part, hit=n % 2 == 1) for n, part in enumerate(cut) if part)


def excerpt(text: str, words: str, size: int = 120) -> tuple[Piece, ...]:
    """The part of a text around the first hit, marked; its beginning when there is none."""
    flat = " ".join(text.split())
    places = [flat.lower().find(one.lower()) for one in terms(words)]
    first = min((place for place in places if place >= 0), default=0)
    start = 0 if first <= BEFORE else first - BEFORE
    end = start + size
    found = pieces(flat[start:end], words)
    head = (Piece(ELLIPSIS),) if start else ()
    return (*head, *found, *((Piece(ELLIPSIS),) if end < len(flat) else ()))
