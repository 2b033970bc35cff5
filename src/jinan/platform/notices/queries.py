"""Notices of one account, and who of an agency is to be told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from jinan.kernel.agencies.models import Agency
from jinan.kernel.identity.api import viewer_of
from jinan.kernel.identity.models import Account
from jinan.platform.notices import rules
from jinan.platform.notices.kinds import kind_of
from jinan.platform.notices.models import Notice, Preference, Urgency

MOST = 99  # counted; beyond it the page says "99+"
CAUGHT_UP = 20  # notices told one by one to who comes back


def own(account: UUID | None) -> QuerySet[Notice]:
    return Notice.objects.filter(account=account)


def unread(account: UUID | None) -> int:
    """Notices that are not read, counted to one beyond MOST."""
    return own(account).filter(read_at=None)[: MOST + 1].count()


def newest_number(account: UUID | None) -> int:
    return own(account).values_list("number", flat=True).first() or 0


def preference(account: UUID) -> Preference:
    return Preference.objects.filter(pk=account).first() or Preference(account_id=account)


def is_quiet_now(account: UUID) -> bool:
    wish = preference(account)
    now = timezone.localtime().time()
    return rules.is_quiet(now, wish.quiet_from, wish.quiet_to)


@dataclass(frozen=True)
class News:
    """What a page is told: the notices after a number, how many are unread, and the newest number."""

    notices: list[dict[str, Any]]
    unread: int
    number: int


def news(account: UUID, after: int, *, at: datetime | None = None) -> News:
    """What came after a number, the oldest first; of very many only the newest are told one by one."""
    came = list(own(account).filter(number__gt=after).order_by("-number")[:CAUGHT_UP])[::-1]
    quiet = bool(came) and is_quiet_now(account)
    told = [
        {
            "number": one.number,
            "title": one.title,
            "text": one.text[:140],
            "href": f"/notices/{one.pk}/open/",
            "leads": one.href,
            "icon": kind_of(one.kind).icon,
            "urgency": one.urgency,
            "show": one.read_at is None and (not quiet or one.urgency == Urgency.EMERGENCY),
        }
        for one in came
    ]
    return News(told, unread(account), came[-1].number if came else after)  # type: ignore[arg-type]


def officers_of(agency: str, *, topic: str = "", division: str | None = None) -> list[Account]:
    """Open accounts of an agency; of a topic, those who may write it in a division."""
    found = Account.objects.filter(agency=agency, is_active=True).order_by("pk")
    if not topic:
        return list(found)

    def concerned(account: Account) -> bool:
        written = viewer_of(account).divisions(topic, write=True)
        return written is None or division in written

    return [account for account in found if concerned(account)]


def receivers(to: "Account | Agency | list[Account]") -> list[Account]:
    """Accounts that are told, each once, in a fixed order so that two tellers cannot wait for each other."""
    if isinstance(to, Account):
        return [to]
    found = officers_of(to.pk) if isinstance(to, Agency) else to
    return sorted({one.pk: one for one in found}.values(), key=lambda one: one.pk)
