"""Taking in an edition with its articles."""

from django.db import transaction

from jinan.kernel.identity.scope import Viewer
from jinan.kernel.records.api import Refusal, add, type_of
from jinan.registers.regulations.models import Article, Confidence, Edition, Wording
from jinan.registers.regulations.splitting import Split


@transaction.atomic
def store_articles(
    edition: Edition, split: Split, *, by: Viewer, wording: str = Wording.FULL, reason: str = ""
) -> int:
    """Keep what a text was split into as the articles of an edition; all of them or none.

    Raises Refusal when the edition has articles already, or when one of them is not taken.
    """
    if Article.objects.filter(edition=edition, voided_at=None).exists():
        raise Refusal("filled")
    for unit in split.units:
        row = {
            "edition": str(edition.pk),
            "label": unit.label,
            "heading": unit.heading,
            "text": unit.text,
            "wording": str(wording),
            "confidence": str(Confidence.UNVERIFIED),
        }
        add(type_of(Article), row, by=by, reason=reason)
    return len(split.units)
