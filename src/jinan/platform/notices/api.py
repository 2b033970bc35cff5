"""Door of notices: tell somebody something, and offer kinds of notices."""

from jinan.platform.notices.actions import mark_read, tell
from jinan.platform.notices.kinds import NoticeKind, offer_kind
from jinan.platform.notices.models import Urgency
from jinan.platform.notices.queries import officers_of, unread

__all__ = ["NoticeKind", "Urgency", "mark_read", "offer_kind", "officers_of", "tell", "unread"]
