"""Putting calls into the queue, in the transaction of who asks, with a mark that only this node can make."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app

from jinan.kernel.identity.api import mark


def put_run(uid: UUID) -> None:
    """Have a run carried on by a worker."""
    app.configure_task("jobs.run").defer(uid=str(uid))


def put_call(deed: str, arguments: dict[str, Any], at: datetime | None = None) -> None:
    """Have a durable call made after commit, not before a moment when one is named."""
    text = json.dumps(arguments, ensure_ascii=False, sort_keys=True)
    app.configure_task("jobs.call", schedule_at=at).defer(
        deed=deed, arguments=text, mark=mark_of(deed, text)
    )


def mark_of(deed: str, arguments: str) -> str:
    """The mark of a call: raw SQL of the web role can put rows into the queue, but not sign them."""
    return mark(f"jobs.call\x1f{deed}\x1f{arguments}")
