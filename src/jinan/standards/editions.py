"""Editions 版本 of a rule: which text was in force on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Edition(Generic[T]):
    """One edition of a table: the clause it comes from, the first day in force, the table.

    `confident` is False where the source was not re-read; such figures are shown as 待核实.
    """

    source: str
    valid_from: date
    table: T
    confident: bool = True


def in_force(editions: Sequence[Edition[T]], on: date) -> Edition[T]:
    """The edition in force on a day.

    Raises ValueError when none was in force yet.
    """
    past = [edition for edition in editions if edition.valid_from <= on]
    if not past:
        raise ValueError(f"no edition in force on {on}")
    return max(past, key=lambda edition: edition.valid_from)
