"""Where doubtful things 待核实 stand outside the code sets, as rooms declare it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from jinan.kernel.identity.scope import Viewer


@dataclass(frozen=True)
class Doubt:
    """One thing somebody should look up 待核实: where it stands, what it says, why it is doubtful."""

    code: str
    words: str
    why: str
    source: str
    href: str = ""


@dataclass(frozen=True)
class Doubts:
    """A place outside the code sets where doubtful things stand: a register, the divisions."""

    name: str
    title: str | Promise
    confirmer: str | Promise
    rows: Callable[[Viewer], list[Doubt]]


_places: dict[str, Doubts] = {}


def offer_doubts(place: Doubts) -> Doubts:
    """Have the doubtful things of a room stand in the list of the codebook."""
    _places[place.name] = place
    return place


def places_of_doubt() -> list[Doubts]:
    return list(_places.values())
