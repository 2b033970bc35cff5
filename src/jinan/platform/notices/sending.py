"""Sending a notice out by mail or short message: tried again with growing pauses, and what failed is kept."""

import logging
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation

from jinan.kernel.jobs.api import deed, later_at
from jinan.platform.notices import mail, sms
from jinan.platform.notices.models import Channel, Delivery, State
from jinan.platform.notices.ways import Unreachable

log = logging.getLogger(__name__)
PAUSES = (30, 120, 600, 1800, 3600)  # seconds after a failed try; then it stays failed
WAYS = {Channel.MAIL: mail.send, Channel.SMS: sms.send}


@deed("notices.send")
def send(delivery: str) -> None:
    """One try. A way that stays shut after the last pause is failed, with the reason."""
    one = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("notice__account")
        .filter(pk=UUID(delivery))
        .first()
    )
    if one is None or one.state in (State.SENT, State.FAILED):
        return
    one.tries += 1
    try:
        with translation.override(settings.LANGUAGE_CODE):
            WAYS[Channel(one.channel)](one)
    except Unreachable as trouble:
        one.trouble = str(trouble)[:200]
        if one.tries > len(PAUSES) or trouble.for_good:
            one.state, one.done_at = State.FAILED, timezone.now()
        else:
            one.state = State.WAITING
            pause = timedelta(seconds=PAUSES[one.tries - 1])
            later_at(timezone.now() + pause, send, delivery=delivery)
    else:
        one.state, one.done_at, one.trouble = State.SENT, timezone.now(), ""
    one.save(update_fields=["tries", "trouble", "state", "done_at"])
