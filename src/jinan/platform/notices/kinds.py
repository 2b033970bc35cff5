"""Kinds of notices, by which people choose what reaches them how; a room may offer further ones."""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice: its title, its icon, and the channels it takes when nobody has chosen."""

    name: str
    title: str | Promise
    icon: str = "bell"
    usual: tuple[str, ...] = ()


_kinds: dict[str, NoticeKind] = {}


def offer_kind(kind: NoticeKind) -> NoticeKind:
    if kind.name in _kinds:
        raise ImproperlyConfigured(f"notices of kind {kind.name} are offered twice")
    _kinds[kind.name] = kind
    return kind


def kind_of(name: str) -> NoticeKind:
    """The kind of a name; a plain one for a room that is not on this node any more."""
    return _kinds.get(name) or NoticeKind(name, name)


def kinds() -> list[NoticeKind]:
    return list(_kinds.values())


ORDER = offer_kind(
    NoticeKind("order", _("Orders and returns from above"), "alert", ("mail", "sms"))
)
ANSWER = offer_kind(NoticeKind("answer", _("Answers to my agency"), "check", ("mail",)))
APPLICATION = offer_kind(NoticeKind("application", _("Applications"), "users", ("mail", "sms")))
WORK = offer_kind(NoticeKind("work", _("Background work"), "jobs"))
HANDOVER = offer_kind(NoticeKind("handover", _("Hand-over"), "user", ("mail",)))
