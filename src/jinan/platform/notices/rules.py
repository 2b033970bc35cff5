"""Quiet hours and ways of a notice. Times are those of the office's own clock."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta


def is_quiet(now: time, begin: time | None, end: time | None) -> bool:
    """Whether a time of the day lies in the quiet hours; they may reach over midnight."""
    if begin is None or end is None or begin == end:
        return False
    if begin < end:
        return begin <= now < end
    return now >= begin or now < end


def goes_out(now: datetime, begin: time | None, end: time | None, *, emergency: bool) -> datetime:
    """The moment from which a notice may go out: at once, or at the end of the quiet hours."""
    if emergency or end is None or not is_quiet(now.time(), begin, end):
        return now
    opening = now.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return opening if opening > now else opening + timedelta(days=1)


def ways(
    kind: str,
    usual: Sequence[str],
    wished: Mapping[str, Sequence[str]],
    every: Sequence[str],
    *,
    emergency: bool,
) -> list[str]:
    """Channels of a notice of a kind: those wished, else the usual ones; an emergency takes every one."""
    if emergency:
        return list(every)
    chosen = wished.get(kind, usual)
    return [one for one in every if one in chosen]
