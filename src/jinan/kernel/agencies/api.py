"""Door of agencies: who stands over whom, and which agency a division belongs to."""

from jinan.kernel.agencies.models import Agency, Node, Post
from jinan.kernel.territory import api as territory
from jinan.kernel.territory.models import Branch


def agency(code: str) -> Agency | None:
    return Agency.objects.select_related("node", "superior").filter(pk=code).first()


def superior(code: str) -> Agency | None:
    """The agency directly above; None at the top of a tree."""
    found = agency(code)
    return found.superior if found else None


def subordinates(code: str) -> list[Agency]:
    """Agencies directly below, in the order of their codes."""
    return list(Agency.objects.filter(superior=code).order_by("code"))


def chain(code: str) -> list[Agency]:
    """The agency and all above it, the nearest first; a loop in the data ends the chain."""
    found: list[Agency] = []
    here = agency(code)
    while here is not None and here not in found:
        found.append(here)
        here = agency(here.superior_id) if here.superior_id else None
    return found


def stands_over(above: str, below: str | None) -> bool:
    """Whether an agency stands over another; one of the inspectorate over every agency that is not."""
    if not below or above == below:
        return False
    upper, lower = agency(above), agency(below)
    if upper is None or lower is None:
        return False
    if upper.branch_id and not lower.branch_id:
        return True
    return upper in chain(below)[1:]


def agency_of(division: str) -> Agency | None:
    """The agency that answers for a division: its own, or that of the nearest division above.

    A division that is closed is answered for by the agency of what it has become.
    """
    for now in territory.as_now(division):
        way = [place.code for place in reversed(territory.path(now))]
        kept = {one.division_id: one for one in _own(way)}
        found = next((kept[code] for code in way if code in kept), None)
        if found is not None:
            return found
    return None


def _own(divisions: list[str]) -> list[Agency]:
    """Agencies of these divisions; where one has several, the first by code is its own."""
    return list(
        Agency.objects.filter(division__in=divisions, branch=None)
        .select_related("node", "superior")
        .order_by("-code")
    )


def agencies_above(division: str) -> list[Agency]:
    """Whom a report from a division passes on its way up: its own agency first, the nation's last."""
    own = agency_of(division)
    return chain(own.code) if own else []


def branch_agency_of(division: str) -> Agency | None:
    """The agency of the inspectorate that covers a division: of the nearest branch, or of one above it."""
    way = [place.code for place in reversed(territory.path(division))]
    covering = Branch.divisions.through.objects.filter(division__in=way)
    found = {one.division_id: one.branch_id for one in covering.order_by("branch")}
    here = next((found[code] for code in way if code in found), None)
    while here:
        kept = Agency.objects.filter(branch=here).select_related("node", "superior").first()
        if kept is not None:
            return kept
        here = Branch.objects.values_list("parent", flat=True).get(pk=here)
    return None


__all__ = [
    "Agency", "Node", "Post", "agencies_above", "agency", "agency_of", "branch_agency_of", "chain",
    "stands_over", "subordinates", "superior",
]  # fmt: skip
