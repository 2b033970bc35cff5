"""The left menu: entries offered by rooms, grouped by duty, shown to those who may follow them."""

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


def offer(entry: MenuEntry) -> MenuEntry:
    _entries.append(entry)
    return entry


def menu_for(viewer: Any, path: str) -> list[dict[str, Any]]:
    """Groups of entries for a viewer; the entry with the longest address that fits is marked."""
    shown = sorted((e for e in _entries if e.allowed(viewer)), key=lambda e: e.order)
    fitting = [e for e in shown if path.startswith(e.address)]
    current = max(fitting, key=lambda e: len(e.address), default=None)
    groups: dict[str, dict[str, Any]] = {}
    for entry in shown:
        group = groups.setdefault(str(entry.duty), {"duty": entry.duty, "entries": []})
        group["entries"].append({"entry": entry, "current": entry is current})
    return list(groups.values())
