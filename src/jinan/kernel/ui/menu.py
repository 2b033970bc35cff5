"""The left menu and the desk: entries and parts offered by rooms, shown to those whom they concern."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class MenuEntry:
    """One line of the menu; `allowed` is asked with the viewer."""

    duty: str | Promise
    label: str | Promise
    address: str
    icon: str = "list"
    allowed: Callable[[Any], bool] = lambda viewer: True
    order: int = 50


_entries: list[MenuEntry] = []
_homes: list[tuple[str, Callable[[Any], bool]]] = []
_heads: list[tuple[int, str]] = []


def offer(entry: MenuEntry) -> MenuEntry:
    _entries.append(entry)
    return entry


def offer_home(address: str, allowed: Callable[[Any], bool]) -> None:
    """A landing page of their own for some viewers."""
    _homes.append((address, allowed))


def home_of(viewer: Any) -> str | None:
    """The address of a viewer's own landing page; None for the common one."""
    return next((address for address, allowed in _homes if allowed(viewer)), None)


def offer_head(template: str, *, order: int) -> None:
    """A small part of the frame's head on every page, e.g. the bell; rooms give its template."""
    _heads.append((order, template))


def heads() -> list[str]:
    """Templates of the parts of the head, in order."""
    return [template for _order, template in sorted(_heads)]


def menu_for(viewer: Any, path: str) -> list[dict[str, Any]]:
    """Groups of entries for a viewer; the entry with the longest address that fits is marked."""
    shown = sorted((e for e in _entries if e.allowed(viewer)), key=lambda e: e.order)
    landing = ("/", home_of(viewer))
    fitting = [
        e for e in shown if path.startswith(e.address) and (e.address != "/" or path in landing)
    ]
    current = max(fitting, key=lambda e: len(e.address), default=None)
    groups: dict[str, dict[str, Any]] = {}
    for entry in shown:
        group = groups.setdefault(str(entry.duty), {"duty": entry.duty, "entries": []})
        group["entries"].append({"entry": entry, "current": entry is current})
    return list(groups.values())


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
