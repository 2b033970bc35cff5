"""Terms in the worklist of the agency whose record they run on."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from jinan.platform.terms import queries, words
from jinan.platform.worklist.api import Item, Source, offer_source

MOST = 100


def waiting(viewer: Any) -> Iterator[Item]:
    """What must be done by a last day that is near or past, the most urgent first."""
    for term, record, kind in queries.with_records(queries.due(viewer)[:MOST]):
        yield Item(
            title=f"{words.title(term.rule)} · {record}",
            href=f"/terms/{term.pk}/",
            since=term.created_at,
            due=term.last_day,
            tone="bad" if term.is_over() else "",
            note=" · ".join((str(words.WHO.get(term.who, term.who)), words.source(term.rule))),
            room=kind.title,
        )


def count(viewer: Any) -> int:
    return queries.due(viewer)[: MOST + 1].count()


offer_source(Source("terms", _("Statutory terms"), waiting, count, "clock", 15))
