"""What is asked with a move: read from a form or a package, refused at its field, kept as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import Refusal
from jinan.platform.cases.types import Ask, Move

LONGEST = 2000


@dataclass(frozen=True)
class Asked:
    """What a move was made with: who, when, on which day, and the particulars that were asked."""

    by: Viewer
    at: datetime
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""

    @property
    def on(self) -> date:
        return timezone.localdate(self.at)


def read(move: Move, given: Mapping[str, Any]) -> dict[str, Any]:
    """The particulars of a move as values. Raises Refusal with a sentence for each field."""
    values, faults = {}, {}
    for ask in move.asks:
        raw = given.get(ask.name)
        if raw in (None, "", []):
            if ask.needed:
                faults[ask.name] = _("%(what)s is missing.") % {"what": ask.title}
            continue
        try:
            values[ask.name] = READERS[ask.kind](raw, ask)
        except (ValueError, InvalidOperation):
            faults[ask.name] = _("“%(text)s” does not fit “%(what)s”.") % {
                "text": str(raw)[:60],
                "what": ask.title,
            }
    if faults:
        raise Refusal(faults)
    return values


def _text(raw: Any, ask: Ask) -> str:
    text = str(raw).strip()
    if "\x00" in text or len(text) > LONGEST:
        raise ValueError(text)
    return text


def _day(raw: Any, ask: Ask) -> date:
    found = raw if isinstance(raw, date) else parse_date(str(raw))
    if found is None:
        raise ValueError(raw)
    return found


def _moment(raw: Any, ask: Ask) -> datetime:
    found = raw if isinstance(raw, datetime) else parse_datetime(str(raw))
    if found is None:
        raise ValueError(raw)
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _number(raw: Any, ask: Ask) -> int:
    found = int(str(raw))
    if not 0 <= found < 10**9:
        raise ValueError(raw)
    return found


def _money(raw: Any, ask: Ask) -> Decimal:
    found = Decimal(str(raw).replace(",", ""))
    if not found.is_finite() or found < 0 or found >= 10**12 or found != round(found, 2):
        raise ValueError(raw)
    return found


def _choice(raw: Any, ask: Ask) -> str:
    if str(raw) not in dict(ask.choices):
        raise ValueError(raw)
    return str(raw)


def _accounts(raw: Any, ask: Ask) -> list[UUID]:
    return [UUID(str(one)) for one in (raw if isinstance(raw, list | tuple) else [raw])]


READERS: dict[str, Any] = {
    "text": _text,
    "line": _text,
    "pick": _text,
    "date": _day,
    "datetime": _moment,
    "number": _number,
    "money": _money,
    "choice": _choice,
    "accounts": _accounts,
    "bool": lambda raw, ask: str(raw).lower() in ("1", "on", "true", "yes"),
}


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as JSON keeps them."""

    def one(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [one(inner) for inner in value]
        if isinstance(value, bool | int | str) or value is None:
            return value
        return value.isoformat() if isinstance(value, date) else str(value)

    return {name: one(value) for name, value in values.items()}
