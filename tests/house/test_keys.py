"""Foreign keys: inside a room, or down to kernel, platform and registers; never sideways, never up."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from jinan.config.rooms import KERNEL
from tests.house.exemptions import KEYS
from tests.house.reading import FLOORS, place

ORDER = {floor: number for number, floor in enumerate((*FLOORS, "desk"))}
POINTED_AT = ("kernel", "platform", "registers")
STAIR = {name.rpartition(".")[2]: number for number, name in enumerate(KERNEL)}


def keys() -> Iterator[tuple[str, Any, str, str]]:
    """Every foreign key of the house: its name, the field, the room it stands in, the room it points at."""
    for model in apps.get_models():
        if not model.__module__.startswith("jinan."):
            continue
        for field in model._meta.local_fields + model._meta.local_many_to_many:
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                other = field.related_model
                if other.__module__.startswith("jinan."):
                    yield str(field), field, model._meta.app_label, other._meta.app_label


def refused(here: str, there: str) -> str:
    """Why a key from one room to another is refused; empty when it is not."""
    (floor, _), (target, _) = place(here), place(there)
    if here == there:
        return ""
    if floor == target == "kernel":
        return "" if STAIR[there] < STAIR[here] else "up the stair of the kernel"
    if floor == target:
        return "sideways; use RecordRef"
    if ORDER[target] > ORDER[floor]:
        return "upward; declare, or emit an event"
    return (
        "" if target in POINTED_AT else f"at {target}; only {', '.join(POINTED_AT)} are pointed at"
    )


def test_keys_go_down_only() -> None:
    faults = [
        f"{name} points {why}"
        for name, _field, here, there in keys()
        if (why := refused(here, there)) and name not in KEYS
    ]
    assert faults == []


def test_no_reverse_accessor_into_another_room() -> None:
    """`related_name="+"`: a room does not grow attributes because another points at it."""
    faults = [
        name
        for name, field, here, there in keys()
        if here != there and not field.remote_field.hidden
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("here", "there", "fits"),
    [
        ("tailings", "enterprises", True),
        ("records", "agencies", True),
        ("agencies", "records", False),
        ("enterprises", "tailings", False),
        ("health", "tailings", False),
        ("maps", "enterprises", False),
        ("desk", "tailings", False),
    ],
)
def test_the_rule_itself(here: str, there: str, fits: bool) -> None:
    assert (refused(here, there) == "") is fits
