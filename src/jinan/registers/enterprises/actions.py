"""What is done with an enterprise beside entering and changing it: a step of its life."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import Refusal, change
from jinan.registers.enterprises import rules
from jinan.registers.enterprises.models import Enterprise, Status


def move(enterprise: Enterprise, to: str, *, by: Viewer, on: date, reason: str) -> Any:
    """Take an enterprise to another status on a day. Raises Refusal with the reason."""
    if to not in Status.values or to == enterprise.status:
        raise Refusal({"status": _("Choose the next status.")})
    if not reason.strip():
        raise Refusal({"reason": _("Say why, such as the number of the decision.")})
    if enterprise.status_since and on < enterprise.status_since:
        raise Refusal({"status_since": _("The present status began later than this day.")})
    given = {"status": to, "status_since": on.isoformat()}
    return change(enterprise, given, by=by, version=enterprise.version, reason=reason.strip())


def next_steps(enterprise: Enterprise) -> list[tuple[str, str]]:
    """What may follow the present status, with labels."""
    return [(to, str(Status(to).label)) for to in rules.MOVES.get(enterprise.status, ())]
