"""Parts of the desk that rooms offer: shown to those whom they concern, in the main column or aside."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class DeskPanel:
    """A part of the desk: a template, and what it is filled with for a viewer."""

    name: str
    template: str
    context: Callable[[Any], dict[str, Any]]
    allowed: Callable[[Any], bool]
    aside: bool = False
    order: int = 50


_panels: list[DeskPanel] = []


def offer_desk_panel(panel: DeskPanel) -> DeskPanel:
    _panels.append(panel)
    return panel


def desk_panels(viewer: Any, *, aside: bool) -> list[tuple[str, dict[str, Any]]]:
    """Templates and contents of the parts that concern a viewer, in order."""
    shown = [one for one in _panels if one.aside == aside and one.allowed(viewer)]
    return [(one.template, one.context(viewer)) for one in sorted(shown, key=lambda p: p.order)]
