"""Telling somebody something, reading it, and choosing how one is told."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from jinan.kernel.agencies.models import Agency
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.models import Account
from jinan.kernel.jobs.api import later, later_at
from jinan.platform.notices import queries, rules
from jinan.platform.notices.kinds import NoticeKind
from jinan.platform.notices.models import Channel, Delivery, Notice, Preference, State, Urgency
from jinan.platform.notices.sending import send

NODE = system("notices")


def tell(
    to: Account | Agency | Iterable[Account],
    subject: str,
    *,
    kind: NoticeKind,
    values: Mapping[str, Any] | None = None,
    text: str = "",
    href: str = "",
    urgency: str = Urgency.NORMAL,
    sender: str = "",
) -> list[Notice]:
    """Tell an account, several, or everybody of an agency. The notice is stored in the present transaction
    and pushed when it commits; mail and short messages follow in the background. `subject` is a msgid.

    Raises ValueError for an address that leads out of the node.
    """
    if href and (not href.startswith("/") or href.startswith("//")):
        raise ValueError(f"a notice leads to a page of this node, not to {href!r}")
    made = []
    with in_scope(NODE):
        whom = to if isinstance(to, Account | Agency) else list(to)
        for account in queries.receivers(whom):
            notice = Notice.objects.create(
                account=account, kind=kind.name, urgency=urgency, subject=subject[:200],
                values=dict(values or {}), text=text, href=href, sender=sender[:100],
            )  # fmt: skip
            _send_out(notice, account, kind)
            made.append(notice)
    return made


def _send_out(notice: Notice, account: Account, kind: NoticeKind) -> None:
    """Put the ways out of the system in hand, held while the account wants quiet."""
    wish = queries.preference(account.pk)
    emergency = notice.urgency == Urgency.EMERGENCY
    now = timezone.localtime()
    due = rules.goes_out(now, wish.quiet_from, wish.quiet_to, emergency=emergency)
    open_ways = [one.value for one in Channel if can_reach(account, one)]
    for channel in rules.ways(kind.name, kind.usual, wish.channels, open_ways, emergency=emergency):
        held = due > now
        delivery = Delivery.objects.create(
            notice=notice,
            channel=channel,
            due_at=due,
            state=State.HELD if held else State.WAITING,
        )
        if held:
            later_at(due, send, delivery=str(delivery.pk))
        else:
            later(send, delivery=str(delivery.pk))


def is_set_up(channel: str) -> bool:
    """Whether the node has this channel at all."""
    return bool(settings.MAIL if channel == Channel.MAIL else settings.SMS_URL)


def address_in(account: Account, channel: str) -> str:
    return account.email if channel == Channel.MAIL else account.phone


def can_reach(account: Account, channel: str) -> bool:
    """Whether the node has this channel and the account an address in it."""
    return is_set_up(channel) and bool(address_in(account, channel))


def mark_read(account: UUID, uid: UUID) -> Notice | None:
    """Say that one has read a notice of one's own; the notice, if it is there."""
    queries.own(account).filter(pk=uid, read_at=None).update(read_at=timezone.now())
    return queries.own(account).filter(pk=uid).first()


def mark_all_read(account: UUID, *, to: int) -> int:
    """All notices up to a number, so that none goes by unseen that came meanwhile."""
    waiting = queries.own(account).filter(read_at=None, number__lte=to)
    return waiting.update(read_at=timezone.now())


def keep_preference(
    account: UUID,
    *,
    channels: Mapping[str, list[str]],
    quiet_from: time | None,
    quiet_to: time | None,
) -> None:
    """Keep how an account wants to be told."""
    Preference.objects.update_or_create(
        account_id=account,
        defaults={"channels": dict(channels), "quiet_from": quiet_from, "quiet_to": quiet_to},
    )
