"""Who makes a move: a role is a question asked of a case and a viewer, answered with a sentence when the answer is no."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinan.kernel.agencies import api as agencies
from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import may_write
from jinan.platform.cases.people import leaders_of

Refusing = Callable[[Any, Viewer, frozenset[UUID]], str | None]


@dataclass(frozen=True)
class Role:
    """A role 流程角色. `refuses(case, viewer, acting)` gives the reason; `acting` are the accounts the viewer acts for."""

    name: str
    title: str | Promise
    refuses: Refusing


def officer(case: Any, by: Viewer, acting: frozenset[UUID]) -> str | None:
    if may_write(case, by):
        return None
    return _("Only an officer of %(agency)s may do this.") % {"agency": case.agency or "—"}


def handler(case: Any, by: Viewer, acting: frozenset[UUID]) -> str | None:
    if refused := officer(case, by, acting):
        return refused
    if not case.handlers or acting.intersection(case.handlers):
        return None
    return _("Only the handlers of the case may do this; have it handed over to you first.")


def leader(case: Any, by: Viewer, acting: frozenset[UUID]) -> str | None:
    if refused := officer(case, by, acting):
        return refused
    if by.has("leader") or acting.intersection(leaders_of(case.agency_id or "")):
        return None
    return _("Only the head of %(agency)s, or who stands in for the head, may decide this.") % {
        "agency": case.agency or "—"
    }


def reviewer(case: Any, by: Viewer, acting: frozenset[UUID]) -> str | None:
    """Legal review 法制审核: an officer of the agency who does not handle the case (enforcement.md 1)."""
    if refused := officer(case, by, acting):
        return refused
    if by.account in case.handlers:
        return _("Who handles the case may not review it.")
    return None


def enterprise(case: Any, by: Viewer, acting: frozenset[UUID]) -> str | None:
    if by.holder is not None and by.holder == case.holder:
        return None
    return _("Only the enterprise itself does this.")


def superior(case: Any, by: Viewer, acting: frozenset[UUID]) -> str | None:
    above = by.agency and case.agency_id and agencies.stands_over(by.agency, case.agency_id)
    written = by.divisions(case.subject(), write=True)
    if above and (written is None or case.division_id in written):
        return None
    return _("Only an agency above %(agency)s may do this.") % {"agency": case.agency or "—"}


def node(case: Any, by: Viewer, acting: frozenset[UUID]) -> str | None:
    return None if by.kind == "system" else _("The system does this by itself.")


ROLES = {
    one.name: one
    for one in (
        Role("officer", gettext_lazy("officer of the agency"), officer),
        Role("handler", gettext_lazy("handler of the case"), handler),
        Role("leader", gettext_lazy("head of the agency"), leader),
        Role("reviewer", gettext_lazy("legal reviewer"), reviewer),
        Role("enterprise", gettext_lazy("enterprise"), enterprise),
        Role("superior", gettext_lazy("agency above"), superior),
        Role("system", gettext_lazy("system"), node),
    )
}
OUTSIDE = ("enterprise", "superior", "system")  # roles whose deeds the node writes for them
