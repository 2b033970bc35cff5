"""The bell in the head of every page, and what the room listens to."""

from jinan.kernel.ui.menu import offer_head
from jinan.platform.notices import listening

offer_head("notices/bell.html", order=20)

__all__ = ["listening"]
