"""Notices by short message, through a gateway over HTTP.

The request is JSON with `id` (the same for each try, so that the gateway sends once), `to` and `text`. The
header `X-Jinan-Signature` holds the moment and HMAC-SHA256 over moment, full stop and body, both told in
`docs/rooms/notices.md`. Any answer of 200 to 299 means taken; of 400 to 499 (but 408, 425, 429) refused for good.
"""

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request

from django.conf import settings

from jinan.platform.notices.models import Delivery, Urgency
from jinan.platform.notices.ways import Unreachable

LONGEST = 300  # signs of a message
PATIENCE = 15  # seconds
AGAIN = {408, 425, 429}


def signature(key: str, moment: int, body: bytes) -> str:
    """What the gateway proves: who sent this, and when."""
    mark = hmac.new(key.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={mark}"


def words(delivery: Delivery) -> str:
    notice = delivery.notice
    urgent = f"【{notice.get_urgency_display()}】" if notice.urgency != Urgency.NORMAL else ""
    said = f"{urgent}{notice.title}"
    return (f"{said} {notice.text}" if notice.text else said)[:LONGEST]


class NoTurns(urllib.request.HTTPRedirectHandler):
    """A gateway that sends elsewhere would carry telephones out of the configuration."""

    def redirect_request(self, *_asked: object) -> None:
        return None


def send(delivery: Delivery) -> None:
    """Hand one notice to the gateway. Raises Unreachable with its words."""
    if not settings.SMS_URL.startswith(("https://", "http://")):
        raise Unreachable("JINAN_SMS_URL", for_good=True)
    told = {"id": str(delivery.pk), "to": delivery.notice.account.phone, "text": words(delivery)}
    body = json.dumps(told, ensure_ascii=False).encode()
    asked = urllib.request.Request(  # noqa: S310  # its scheme was looked at above
        settings.SMS_URL,
        data=body,
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": told["id"],
            "X-Jinan-Signature": signature(settings.SMS_KEY, int(time.time()), body),
        },
    )
    try:
        with urllib.request.build_opener(NoTurns).open(asked, timeout=PATIENCE):
            return
    except urllib.error.HTTPError as refused:
        lasting = refused.code < 500 and refused.code not in AGAIN
        raise Unreachable(f"HTTP {refused.code}", for_good=lasting) from refused
    except OSError as trouble:
        raise Unreachable(f"{type(trouble).__name__}: {trouble}") from trouble
