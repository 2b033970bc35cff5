"""Two editions side by side: which articles are the same, changed, new or gone, and which words changed.

Articles move when an edition is amended, so they are paired by what they say before by their number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

ALIKE = 0.45  # of pairs of signs in common; below it an article counts as another one
SHORTEST_SAME = 2  # a single sign in common between two changes is no likeness


class Worded(Protocol):
    """An article by its number and its words."""

    label: str
    text: str


@dataclass(frozen=True)
class Piece:
    """A run of text: in both, only in the old (`gone`), or only in the new (`new`)."""

    text: str
    state: str = ""


@dataclass(frozen=True)
class Pair:
    """An article of the old edition beside one of the new; either may be missing."""

    old: Worded | None
    new: Worded | None
    pieces: tuple[Piece, ...] = ()

    @property
    def state(self) -> str:
        if self.old is None:
            return "new"
        if self.new is None:
            return "gone"
        return "same" if self.old.text == self.new.text else "changed"

    @property
    def moved(self) -> bool:
        return bool(self.old and self.new and self.old.label != self.new.label)


def compare(old: Sequence[Worded], new: Sequence[Worded]) -> list[Pair]:
    """Pairs in the order of the new edition; what is gone stands where it stood in the old."""
    partner = partners(old, new)
    taken = set(partner.values())
    made: list[Pair] = []
    left = [number for number in range(len(old)) if number not in taken]
    for number, article in enumerate(new):
        at = partner.get(number)
        while at is not None and left and left[0] < at:
            made.append(Pair(old[left.pop(0)], None))
        if at is None:
            made.append(Pair(None, article))
        else:
            made.append(Pair(old[at], article, differences(old[at].text, article.text)))
    return made + [Pair(old[number], None) for number in left]


def partners(old: Sequence[Worded], new: Sequence[Worded]) -> dict[int, int]:
    """Number of the new article → number of the old one it comes from."""
    found: dict[int, int] = {}
    left = dict(enumerate(old))
    for number, article in enumerate(new):
        same = next((n for n, one in left.items() if one.text == article.text), None)
        if same is not None:
            found[number] = same
            del left[same]
    waiting = [number for number in range(len(new)) if number not in found]
    weighed = sorted(weights(old, new, list(left), waiting))
    for _weight, _far, number, n in weighed:
        if number not in found and n in left:
            found[number] = n
            del left[n]
    return found


def weights(
    old: Sequence[Worded], new: Sequence[Worded], olds: list[int], news: list[int]
) -> Iterator[tuple[float, int, int, int]]:
    """How like each new article is to each old one, the likest (and nearest) first when sorted."""
    theirs = {n: pairs(old[n].text) for n in olds}
    for number in news:
        mine = pairs(new[number].text)
        for n in olds:
            bonus = 0.1 if old[n].label == new[number].label else 0.0
            weight = likeness(mine, theirs[n]) + bonus
            if weight >= ALIKE:
                yield -weight, abs(number - n), number, n


def pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}


def likeness(one: set[str], other: set[str]) -> float:
    """Pairs of signs in common, of the smaller of the two (Simpson), between 0 and 1."""
    return len(one & other) / (min(len(one), len(other)) or 1)


def differences(old: str, new: str) -> tuple[Piece, ...]:
    """The words of both, in reading order."""
    if old == new:
        return (Piece(new),)
    made: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        short = tag == "equal" and i2 - i1 < SHORTEST_SAME and i1 > 0 and i2 < len(old)
        if tag == "equal" and not short:
            made.append(Piece(new[j1:j2]))
            continue
        made += [Piece(old[i1:i2], "gone")] if i2 > i1 else []
        made += [Piece(new[j1:j2], "new")] if j2 > j1 else []
    return gathered(made)


def gathered(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Neighbouring changes drawn together: all that is gone, then all that is new."""
    made: list[Piece] = []
    gone = new = ""
    for piece in [*pieces, Piece("")]:
        if piece.state == "gone":
            gone += piece.text
        elif piece.state == "new":
            new += piece.text
        else:
            made += [Piece(gone, "gone")] if gone else []
            made += [Piece(new, "new")] if new else []
            made += [piece] if piece.text else []
            gone = new = ""
    return tuple(made)
