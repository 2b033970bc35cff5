"""The people of an agency: its heads, its officers, the names of accounts. Read by the node itself."""

from collections.abc import Iterable
from uuid import UUID

from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.models import Account, Assignment, Role


def leaders_of(agency: str) -> frozenset[UUID]:
    """The accounts that hold the role of the agency's head today."""
    with in_scope(system("cases")):
        found = Assignment.objects.holding().filter(
            role=Role.LEADER, account__agency=agency, account__is_active=True
        )
        return frozenset(found.values_list("account_id", flat=True))


def colleagues(agency: str | None) -> list[Account]:
    """The active accounts of an agency who write in some subject, by name."""
    with in_scope(system("cases")):
        found = Assignment.objects.holding().filter(
            role__in=(Role.OFFICER, Role.LEADER), account__agency=agency, account__is_active=True
        )
        named = {one.account for one in found.select_related("account")}
    return sorted(named, key=lambda one: one.name)


def names_of(accounts: Iterable[UUID]) -> list[str]:
    wanted = list(accounts)
    with in_scope(system("cases")):
        found = dict(Account.objects.filter(pk__in=wanted).values_list("pk", "name"))
    return [found.get(one, "—") for one in wanted]
