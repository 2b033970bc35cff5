"""How long a thing has waited or may wait, as numbers; the words are put by the page."""

from datetime import date

NEAR = 7  # days before the term in which a thing is called near


def days_left(due: date, on: date) -> int:
    """Days until a term; 0 on its last day, negative when it has passed."""
    return (due - on).days


def tone(due: date | None, on: date) -> str:
    """`bad` when late, `warn` when the term is near, else nothing."""
    if due is None:
        return ""
    left = days_left(due, on)
    if left < 0:
        return "bad"
    return "warn" if left <= NEAR else ""
