"""Door of codes: the items of a set on a day, the words for a code, two editions compared, what stewards do."""

from jinan.kernel.codes.doubts import Doubt, Doubts, offer_doubts, places_of_doubt
from jinan.kernel.codes.keeping import decoded, is_steward, read_text, refusal, settle, take_in
from jinan.kernel.codes.models import CodeEdition, CodeItem, CodeSet, Confidence, Finding
from jinan.kernel.codes.reading import (
    Difference,
    compare,
    compared,
    edition_on,
    editions,
    find,
    findings,
    forget,
    item,
    items,
    label,
    refresh,
    rows,
    standing,
    suggest,
    title,
)

__all__ = [
    "CodeEdition", "CodeItem", "CodeSet", "Confidence", "Difference", "Doubt", "Doubts", "Finding",
    "compare", "compared", "decoded", "edition_on", "editions", "find", "findings", "forget", "is_steward",
    "item", "items", "label", "offer_doubts", "places_of_doubt", "read_text", "refresh", "refusal", "rows", "settle",
    "standing", "suggest", "take_in", "title",
]  # fmt: skip
