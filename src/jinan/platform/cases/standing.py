"""Who acts for whom today: stand-ins 代理 of absent officers."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import Refusal
from jinan.platform.cases.models import StandIn
from jinan.platform.cases.people import colleagues


def acting_for(by: Viewer, on: date | None = None) -> frozenset[UUID]:
    """The accounts whose work a viewer may do on a day: his own, and of those he stands in for."""
    if by.account is None:
        return frozenset()
    day = on or timezone.localdate()
    found = StandIn.objects.filter(
        substitute=by.account, agency=by.agency or "", ended_at=None,
        valid_from__lte=day, valid_to__gte=day,
    )  # fmt: skip
    return frozenset({by.account, *found.values_list("absent", flat=True)})


@transaction.atomic
def stand_in(
    absent: UUID, substitute: UUID, *, by: Viewer, first: date, last: date, reason: str
) -> StandIn:
    """Let a colleague act in somebody's place. One gives one's own place away, a head anybody's of his agency."""
    if not by.agency or (by.account != absent and not by.has("leader")):
        raise Refusal(_("Name your own stand-in; for somebody else the head of the agency does."))
    mine = {one.pk for one in colleagues(by.agency)}
    if absent not in mine or substitute not in mine:
        raise Refusal({"substitute": _("Choose a colleague of your agency.")})
    if not reason.strip():
        raise Refusal({"reason": _("Say why, for example leave or a course.")})
    made = StandIn(
        agency=by.agency, absent=absent, substitute=substitute, valid_from=first, valid_to=last,
        reason=reason.strip()[:200], made_by=by.account,
    )  # fmt: skip
    try:
        made.full_clean(exclude=["made_by", "ended_at"])
    except ValidationError as error:
        raise Refusal({"valid_to": " ".join(error.messages)}) from error
    made.save(force_insert=True)
    return made


def end_stand_in(uid: UUID, *, by: Viewer) -> None:
    """End it before its last day."""
    found = StandIn.objects.filter(pk=uid, agency=by.agency or "", ended_at=None).first()
    if found is None or (by.account != found.absent and not by.has("leader")):
        raise Refusal(_("Only who is represented, or the head of the agency, ends this."))
    found.ended_at = timezone.now()
    found.save(update_fields=["ended_at"])
