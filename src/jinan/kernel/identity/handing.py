"""Hand-over 工作交接: rooms say what happens to somebody's open items when he leaves."""

from collections.abc import Callable
from dataclasses import replace

from django.utils.functional import Promise

from jinan.kernel.identity.following import followed
from jinan.kernel.identity.models import Account, HandOver
from jinan.kernel.identity.scope import Viewer, in_scope, system

Hand = Callable[[Account, Account | None, Viewer], int]
_hands: dict[str, tuple[str | Promise, Hand]] = {}


def handing_over(name: str, label: str | Promise, hand: Hand) -> None:
    """Register what a room hands over: `hand(account, successor, by)` returns how many items."""
    _hands[name] = (label, hand)


def hand_over(
    account: Account, successor: Account | None, *, by: Viewer, reason: str
) -> dict[str, int]:
    """Hand all open items over; returns the number of items by label. A successor finds the trace of it.

    It runs in a system scope under the name of the administrator, who has no business rights himself.
    """
    scope = replace(system(by.name), account=by.account)
    with in_scope(scope, reason=reason):
        counted = {name: hand(account, successor, by) for name, (_label, hand) in _hands.items()}
        done = {name: count for name, count in counted.items() if count}
        if successor is not None:
            trace = HandOver.objects.create(
                account=account, successor=successor, by_id=by.account, reason=reason.strip()[:200],
                giver=account.name, items=done,
            )  # fmt: skip
            followed(trace)
    return labelled(done)


def labelled(items: dict[str, int]) -> dict[str, int]:
    """Items of a hand-over by their labels in the language of who reads."""
    return {str(_hands[name][0]): count for name, count in items.items() if name in _hands}
