"""What the map desk asks: its layers, what holds typed words, one record's card, what lies inside a shape."""

import json
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Polygon
from django.utils.translation import gettext as _

from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import (
    Column,
    Finder,
    Listing,
    RecordType,
    Refusal,
    masked,
    record_types,
    shown,
)
from jinan.kernel.records.models import CGCS2000, RecordQuerySet
from jinan.kernel.territory import api as territory

HUES = 8
MOST_FOUND, MOST_LISTED, MOST_INSIDE = 6, 20, 2_000
MOST_CORNERS = 400
FACTS = 5


@dataclass(frozen=True)
class DeskLayer:
    """A register on the desk: how many it shows, in which colour."""

    kind: RecordType
    hue: int
    count: int
    more: bool
    legend: list[tuple[str, str, str]]

    @property
    def codes(self) -> str:
        return json.dumps(self.legend)


def kinds_of(viewer: Viewer) -> list[RecordType]:
    """The registers with a layer that are open to a viewer."""
    return [kind for kind in record_types() if kind.layer and kind.opens_to(viewer)]


def layers_of(viewer: Viewer) -> list[DeskLayer]:
    every = [kind for kind in record_types() if kind.layer]
    made = []
    for kind in kinds_of(viewer):
        count, more = Listing(kind, viewer, {}).count()
        made.append(DeskLayer(kind, every.index(kind) % HUES, count, more, legend_of(kind)))
    return made


def legend_of(kind: RecordType) -> list[tuple[str, str, str]]:
    """Codes of the colours of a layer, their words, and the tone of their badge."""
    if kind.layer is None or kind.layer.colour is None:
        return []
    tones = kind.badges.get(kind.layer.colour, {})
    named = kind.field_of(kind.layer.colour).flatchoices
    return [(str(code), str(label), tones.get(str(code), "")) for code, label in named]


def title_of(kind: RecordType, row: Any) -> str:
    """The name of a record; one that is a person's is masked as in a list."""
    first = kind.columns[0]
    return masked(shown(row, first)) if first in kind.personal else str(row)


@dataclass(frozen=True)
class Spot:
    """A record with its place."""

    kind: RecordType
    row: Any
    title: str
    place: str
    longitude: float
    latitude: float

    @property
    def at(self) -> str:
        return f"{self.longitude:.6f},{self.latitude:.6f}"

    @property
    def href(self) -> str:
        return f"/{self.kind.address}/{self.row.pk}/"


def spots(kind: RecordType, rows: Any) -> list[Spot]:
    """Rows that have a position, as spots."""
    assert kind.layer is not None  # the caller took it from `kinds_of`
    made = []
    for row in rows:
        point = getattr(row, kind.layer.geometry)
        if point is not None:
            place = territory.name(row.division_id) if row.division_id else ""
            made.append(Spot(kind, row, title_of(kind, row), place, point.x, point.y))
    return made


def places_like(words: str) -> list[territory.Place]:
    """Divisions whose name begins with the words, then those that hold them."""
    return territory.named_like(words, most=MOST_FOUND)


def records_like(viewer: Viewer, words: str) -> list[Spot]:
    finder, made = Finder(viewer, words), []
    for kind in kinds_of(viewer):
        if kind.search:
            rows, _more = finder.rows(kind, MOST_FOUND)
            made += spots(kind, rows)
    return sorted(made, key=lambda spot: words not in spot.title)[: 2 * MOST_FOUND]


def card_of(kind: RecordType, record: Any) -> list[tuple[str, str]]:
    """The first facts of a record, personal ones masked as in the list."""
    lines = []
    for column in kind.columns[1:]:
        text = shown(record, column)
        if text:
            named = isinstance(column, Column)
            label = column.title if named else kind.field_of(column.split("__")[0]).verbose_name  # type: ignore[union-attr]
            lines.append((str(label), masked(text) if column in kind.personal else text))
    return lines[:FACTS]


def shape_of(text: str) -> Polygon:
    """A ring of positions in JSON as a polygon in CGCS2000. Raises Refusal when it encloses nothing."""
    try:
        ring = [(float(x), float(y)) for x, y in json.loads(text)]
        inside = all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)
        if not (4 <= len(ring) <= MOST_CORNERS and inside and ring[0] == ring[-1]):
            raise ValueError
        shape = Polygon(ring, srid=CGCS2000)
    except (ValueError, TypeError, RecursionError) as error:
        raise Refusal(_("Draw a shape of at least three corners.")) from error
    if not shape.valid:
        raise Refusal(_("The lines of the shape cross; draw it again."))
    return shape


@dataclass(frozen=True)
class Found:
    """What lies inside a shape of one register."""

    kind: RecordType
    count: int
    more: bool
    spots: list[Spot]


def within(kind: RecordType, viewer: Viewer, shape: Polygon) -> RecordQuerySet:
    """The records of a register inside a shape."""
    assert kind.layer is not None  # the caller took it from `kinds_of`
    seen = kind.model.objects.visible_to(viewer).live()
    return seen.filter(**{f"{kind.layer.geometry}__coveredby": shape})


def inside(viewer: Viewer, kinds: list[RecordType], shape: Polygon) -> list[Found]:
    made = []
    for kind in kinds:
        rows = within(kind, viewer, shape)
        count = rows.values("pk")[: MOST_INSIDE + 1].count()
        listed = spots(kind, rows.order_by("id")[:MOST_LISTED])
        made.append(Found(kind, min(count, MOST_INSIDE), count > MOST_INSIDE, listed))
    return made
