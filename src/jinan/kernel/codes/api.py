"""Door of codes: the items of a set on a day, and the words for a code."""

from datetime import date

from jinan.kernel.codes.models import CodeEdition, CodeItem, CodeSet, Confidence

__all__ = ["CodeSet", "Confidence", "edition_on", "items", "label"]


def edition_on(set_code: str, on: date) -> CodeEdition | None:
    """The newest edition in force on a day; editions without a date are always in force."""
    known = CodeEdition.objects.filter(set=set_code).order_by("-loaded_at")
    return next((one for one in known if one.valid_from is None or one.valid_from <= on), None)


def items(set_code: str, *, on: date) -> list[CodeItem]:
    edition = edition_on(set_code, on)
    return list(edition.items.all()) if edition else []


def label(set_code: str, code: str, *, on: date) -> str:
    """The words for a code on a day; the code itself when it is unknown."""
    edition = edition_on(set_code, on)
    found = edition.items.filter(code=code).first() if edition else None
    return str(found) if found else code
