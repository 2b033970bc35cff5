"""Sign-ups of enterprises wait in the worklist of the officers who may decide on them."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.api import record_types
from jinan.operations.security.actions import sign_ups_for
from jinan.platform.worklist.api import Item, Source, offer_source


def concerned(viewer: Any) -> bool:
    return viewer.kind == "officer" and viewer.writes("enterprises")


def sign_ups(viewer: Any) -> Iterator[Item]:
    """Applications of enterprises of one's territory, the oldest first."""
    room = next((k.title for k in record_types() if k.kind == "enterprises.enterprise"), "")
    for asked, known in sign_ups_for(viewer) if concerned(viewer) else ():
        yield Item(
            title=asked.enterprise,
            href="/security/sign-ups/",
            since=asked.asked_at,
            note=asked.credit_code,
            sender=str(known or ""),
            room=room,
        )


def counted(viewer: Any) -> int:
    return len(sign_ups_for(viewer)) if concerned(viewer) else 0


offer_source(
    Source("application", _("Applications of enterprises"), sign_ups, counted, "users", 15)
)
