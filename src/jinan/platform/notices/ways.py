"""What all ways out of the system share: the failure, and the text that goes out."""

from django.conf import settings

from jinan.platform.notices.models import Notice


class Unreachable(Exception):
    """A way did not take a notice; `for_good` when trying again is of no use."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


def address_of(notice: Notice) -> str:
    """The page of a notice as a mail can name it: with the first origin of the node, if it knows one."""
    origin = next(iter(settings.CSRF_TRUSTED_ORIGINS), "")
    return f"{origin}/notices/{notice.pk}/open/" if origin else ""
