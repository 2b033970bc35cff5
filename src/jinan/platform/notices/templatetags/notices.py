"""Tags of the bell."""

from typing import Any

from django import template

from jinan.platform.notices import queries

register = template.Library()


@register.simple_tag
def bell_of(viewer: Any) -> dict[str, Any]:
    """How many notices are unread, and the newest number a page begins from."""
    count = queries.unread(viewer.account)
    shown = f"{queries.MOST}+" if count > queries.MOST else str(count)
    return {"count": count, "shown": shown, "number": queries.newest_number(viewer.account)}
