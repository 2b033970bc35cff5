"""What other rooms do when something happened to an account: called in the same transaction.

Events cannot serve here, for their room stands on this one.
"""

from collections.abc import Callable
from typing import Any

Follower = Callable[[Any], None]
_followers: dict[type, list[Follower]] = {}


def follow(what: type) -> Callable[[Follower], Follower]:
    """Have a function called with each saved `SignUp` that was decided on, or each new `HandOver`."""

    def register(follower: Follower) -> Follower:
        _followers.setdefault(what, []).append(follower)
        return follower

    return register


def followed(thing: Any) -> None:
    """Tell the followers of this kind of thing."""
    for follower in _followers.get(type(thing), ()):
        follower(thing)
