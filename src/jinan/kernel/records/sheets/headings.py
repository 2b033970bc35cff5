"""Headings of a sheet: written for people, and found again among what people write."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from jinan.kernel.records.types import RecordType

REASON = "reason"
LOOKED_AT = 10


def heading(kind: RecordType, name: str) -> str:
    """The name of a field with its unit, such as "dam height (m)"."""
    this = kind.field_of(name)
    unit = getattr(this, "unit", "")
    title = str(this.verbose_name)
    return f"{title[:1].upper()}{title[1:]}{f' ({unit})' if unit else ''}"


def reason_heading() -> str:
    """The heading of the column in which refused rows come back with what is wrong."""
    return _("Reason of refusal")


def normal(text: Any) -> str:
    """A heading without width, case, blanks, marks of need and the unit in brackets."""
    folded = unicodedata.normalize("NFKC", str(text)).casefold()
    return re.sub(r"[\s*:_]+", "", re.sub(r"\([^()]*\)\s*\*?\s*$", "", folded))


def known(kind: RecordType) -> dict[str, str]:
    """Fields by every heading that means them: field name, label in each language, what else people write."""
    found: dict[str, str] = {}
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            for name in kind.form_fields:
                found.setdefault(normal(name), name)
                found.setdefault(normal(kind.field_of(name).verbose_name), name)
            found.setdefault(normal(reason_heading()), REASON)
    for name, others in kind.called.items():
        for text in others:
            found.setdefault(normal(text), name)
    return found


@dataclass(frozen=True)
class Head:
    """The row of headings: its number, its texts, and the field of each column ("" for none)."""

    number: int
    texts: list[str]
    fields: list[str]

    @property
    def score(self) -> int:
        return sum(1 for name in self.fields if name and name != REASON)


def find_head(kind: RecordType, rows: Iterable[tuple[int, list[Any]]]) -> Head | None:
    """The row, among the first ones, with the most known headings; None when none has any."""
    words, best = known(kind), None
    for _turn, (number, cells) in zip(range(LOOKED_AT), rows, strict=False):
        texts = [str(cell).strip() for cell in cells]
        head = Head(number, texts, matched(words, texts))
        if head.score and (best is None or head.score > best.score):
            best = head
    return best


def matched(words: dict[str, str], texts: list[str]) -> list[str]:
    """The field of each heading; one that comes again is left out the second time."""
    fields: list[str] = []
    for text in texts:
        name = words.get(normal(text), "") if text else ""
        fields.append("" if name in fields else name)
    return fields


def doubled(texts: list[str]) -> list[str]:
    """Headings that stand more than once."""
    seen = [normal(text) for text in texts if text]
    return list(dict.fromkeys(text for text in texts if text and seen.count(normal(text)) > 1))
