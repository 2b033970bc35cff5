"""Hand-over 工作交接: rooms say what happens to somebody's open items when he leaves."""

from collections.abc import Callable
from dataclasses import replace

from django.utils.functional import Promise

from jinan.kernel.identity.models import Account
from jinan.kernel.identity.scope import Viewer, in_scope, system

Hand = Callable[[Account, Account | None, Viewer], int]
_hands: dict[str, tuple[str | Promise, Hand]] = {}


def handing_over(name: str, label: str | Promise, hand: Hand) -> None:
    """Register what a room hands over: `hand(account, successor, by)` returns how many items."""
    _hands[name] = (label, hand)


def hand_over(
    account: Account, successor: Account | None, *, by: Viewer, reason: str
) -> dict[str, int]:
    """Hand all open items over; returns the number of items by label.

    It runs in a system scope under the name of the administrator, who has no business rights himself.
    """
    scope = replace(system(by.name), account=by.account)
    with in_scope(scope, reason=reason):
        done = {str(label): hand(account, successor, by) for label, hand in _hands.values()}
    return {label: count for label, count in done.items() if count}
