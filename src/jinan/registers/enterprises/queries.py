"""Enterprises that may be one and the same, and what is known of one that signs up."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain, combinations
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jinan.kernel.changes.api import history
from jinan.kernel.identity.api import Viewer
from jinan.kernel.territory import api as territory
from jinan.registers.enterprises import rules
from jinan.registers.enterprises.models import Enterprise, Status

MOST_GROUPS = 500
MOST_ALIKE = 30  # enterprises at one address; a market hall holds hundreds
SHOWN = 100

SAME_NAME = _("same name in one prefecture")
SAME_ADDRESS = _("same address, similar name")
SAME_PERSON = _("same legal representative and telephone")


@dataclass
class Pair:
    """Two records that may be one enterprise, and why."""

    first: Enterprise
    second: Enterprise
    reasons: list[str | Promise] = field(default_factory=list)


def duplicates(viewer: Viewer, division: str) -> list[Pair]:
    """Pairs within a division that nobody has told apart, those with most reasons first."""
    here = Enterprise.objects.visible_to(viewer).live()
    if division != territory.NATION:
        here = here.filter(division__in=territory.subtree(division))
    found: dict[tuple[UUID, UUID], Pair] = {}
    add(found, alike(here, "name_key", place=True), SAME_NAME)
    add(found, alike(here, "address_key"), SAME_ADDRESS, similar)
    add(found, alike(here, "legal_person", "phone"), SAME_PERSON)
    return sorted(found.values(), key=lambda pair: (-len(pair.reasons), pair.first.name))


def alike(
    rows: "QuerySet[Enterprise]", *names: str, place: bool = False
) -> Iterable[list[Enterprise]]:
    """Enterprises in groups with the same values; with `place` also of the same prefecture."""
    rows = rows.exclude(**{names[-1]: ""}).annotate(prefecture=Left("division_id", 4)).order_by()
    keys = [*names, *(["prefecture"] if place else [])]
    counted = rows.values(*keys).annotate(number=Count("pk")).filter(number__gt=1)
    wanted = list(counted.values_list(names[0], flat=True)[:MOST_GROUPS])
    groups: dict[tuple[Any, ...], list[Enterprise]] = {}
    for one in (
        rows.filter(**{f"{names[0]}__in": wanted})
        .select_related("division")
        .defer("position")
        .order_by("id")
    ):
        groups.setdefault(tuple(getattr(one, key) for key in keys), []).append(one)
    return [group for group in groups.values() if 1 < len(group) <= MOST_ALIKE]


def similar(one: Enterprise, other: Enterprise) -> bool:
    return rules.likeness(one.name, other.name) >= rules.LIKE


def add(
    found: dict[tuple[UUID, UUID], Pair],
    groups: Iterable[list[Enterprise]],
    reason: Promise | str,
    fits: Callable[[Enterprise, Enterprise], bool] = lambda one, other: True,
) -> None:
    for first, second in chain.from_iterable(combinations(group, 2) for group in groups):
        if not first.is_apart_from(second.pk) and fits(first, second):
            pair = found.setdefault((first.pk, second.pk), Pair(first, second))
            pair.reasons.append(reason)


def like_it(viewer: Viewer, name: str, *, division: str, but: str) -> list[Enterprise]:
    """Enterprises of the same name in the prefecture, other than the one with the credit code `but`."""
    rows = Enterprise.objects.visible_to(viewer).live().filter(name_key=rules.name_key(name))
    return list(rows.filter(division__code__startswith=division[:4]).exclude(credit_code=but)[:5])


def merged_into(viewer: Viewer, record: Enterprise) -> list[Enterprise]:
    """Records that this one stands for."""
    rows = Enterprise.objects.visible_to(viewer).filter(merged_into=record)
    return list(rows.order_by("-voided_at"))


@dataclass(frozen=True)
class Step:
    """One status it went through: since when, who said so and why."""

    status: str
    label: str
    since: str
    who: str
    reason: str


def life_of(record: Enterprise) -> list[Step]:
    """The statuses of an enterprise as the log has them, the latest first."""
    labels, steps = dict(Status.choices), []
    since = ""
    for one in history(record._meta.db_table, record.pk):
        after = one.after or {}
        since = after.get("status_since") or (since if "status" not in after else "")
        if "status" in after:
            day = since or f"{timezone.localtime(one.at):%Y-%m-%d}"
            label = str(labels.get(after["status"], after["status"]))
            steps.append(Step(after["status"], label, day, one.actor_name, one.reason))
    return steps[::-1]
