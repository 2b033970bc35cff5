"""Door of the worklist: a room offers a source of waiting things; a face asks what waits for a viewer."""

from jinan.platform.worklist.queries import Waiting, count, term, waiting
from jinan.platform.worklist.rules import tone
from jinan.platform.worklist.sources import MOST, Item, Source, offer_source, sources

__all__ = [
    "MOST",
    "Item",
    "Source",
    "Waiting",
    "count",
    "offer_source",
    "sources",
    "term",
    "tone",
    "waiting",
]
