"""The tree of territories at the left of a list: the way down to the chosen one, and its children."""

from dataclasses import dataclass, field

from jinan.kernel.identity.scope import Viewer
from jinan.kernel.territory import api as territory


@dataclass
class Branch:
    """One line of the tree."""

    code: str
    name: str
    chosen: bool = False
    children: "list[Branch]" = field(default_factory=list)


def tree_for(viewer: Viewer, subject: str, chosen: str) -> list[Branch]:
    """The viewer's own territories as roots, opened along the way to the chosen division."""
    roots = sorted(
        {grant.place for grant in viewer.grants if grant.covers(subject) and grant.place}
    )
    way = [place.code for place in territory.path(chosen)] if chosen else []
    return [open_branch(code, way, chosen) for code in roots if territory.place(code)]


def open_branch(code: str, way: list[str], chosen: str) -> Branch:
    here = Branch(code, territory.name(code), chosen=code == chosen)
    if not way or code in way:
        for child in territory.children(code):
            inner = child.code in way
            here.children.append(
                open_branch(child.code, way, chosen) if inner else Branch(child.code, child.name)
            )
    return here
