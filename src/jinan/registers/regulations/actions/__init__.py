"""Taking in an edition with its articles, and many records at once."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.identity.api import Viewer, because
from jinan.kernel.records.api import Refusal, derive, may_write, type_of
from jinan.kernel.records.models import Record
from jinan.registers.regulations.models import Article, Edition, Wording
from jinan.registers.regulations.rules.splitting import Split


@transaction.atomic
def store_articles(
    edition: Edition, split: Split, *, by: Viewer, wording: str = Wording.FULL
) -> int:
    """Keep what a text was split into as the articles of an edition; all of them or none.

    Raises Refusal when the edition is not the viewer's to write, or has articles already, or when one is not taken.
    """
    if not may_write(edition, by):
        raise Refusal(_("You may look at this record, but not change it."))
    if Article.objects.filter(edition=edition, voided_at=None).exists():
        raise Refusal(_("This edition has articles already; make them void first."))
    because(_("import of a text"))
    return add_many(
        (
            Article(
                edition=edition,
                label=unit.label,
                heading=unit.heading,
                text=unit.text,
                wording=wording,
            )
            for unit in split.units
        ),
        by=by,
    )


def unasked(record: Record) -> set[str]:
    """Fields that no form asks for, and the division, which may be none."""
    asked = set(type_of(record).form_fields) - {"division"}
    return {field.name for field in record._meta.fields} - asked


def add_many(records: Iterable[Any], *, by: Viewer) -> int:
    """Enter records of one register together. Raises Refusal at the first that its register does not take."""
    made: list[Record] = []
    for record in records:
        record.agency_id, record.created_by, record.changed_by = by.agency, by.account, by.account
        errors: dict[str, str] = {}
        derive(record, errors)
        try:
            record.clean_fields(exclude=unasked(record))
        except ValidationError as error:
            errors |= {name: " ".join(texts) for name, texts in error.message_dict.items()}
        if errors:
            about = f"{record}: " if str(record) else ""
            raise Refusal(about + " ".join(errors.values()))
        record.created_at = record.changed_at = timezone.now()
        made.append(record)
    if made:
        type(made[0]).objects.bulk_create(made, batch_size=500)
    return len(made)
