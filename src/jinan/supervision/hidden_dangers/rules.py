"""What a move of a hidden danger must keep: conditions that are no matter of role, paper or term."""

from datetime import date

LONGEST = 365  # days that a term of correction may have


def due_fault(due: date, on: date) -> str:
    """`past` or `far` when a term of correction does not do; empty when it does."""
    if due < on:
        return "past"
    return "far" if (due - on).days > LONGEST else ""
