"""Door of territory: questions about divisions, answered from a copy in memory."""

from jinan.kernel.territory.models import Branch, Division

NATION = "000000"


def subtree(code: str) -> frozenset[str]:
    """The division and all below it, by the chain of parents; predecessors of each are included."""
    children: dict[str | None, list[str]] = {}
    replaced: dict[str, list[str]] = {}
    for one, parent, heirs in Division.objects.values_list("code", "parent_id", "replaced_by"):
        children.setdefault(parent, []).append(one)
        for heir in heirs:
            replaced.setdefault(heir, []).append(one)
    found: set[str] = set()
    waiting = [code]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += children.get(here, []) + replaced.get(here, [])
    return frozenset(found)


def covered_by(branch: str) -> frozenset[str]:
    """Divisions covered by a branch of the inspectorate and the branches below it."""
    codes: set[str] = set()
    waiting = [branch]
    while waiting:
        here = waiting.pop()
        waiting += Branch.objects.filter(parent=here).values_list("code", flat=True)
        for division in Branch.divisions.through.objects.filter(branch=here).values_list(
            "division_id", flat=True
        ):
            codes |= subtree(division)
    return frozenset(codes)
