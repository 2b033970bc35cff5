"""What about somebody's reading of personal data is unusual. Limits stand in one table."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

MANY = 3.0  # times the median of all who read
MANY_LEAST = 30  # persons; fewer are never many
LATE_SHARE = 1 / 3  # of the readings at night or on days off
LATE_LEAST = 5
OFTEN = 8  # times the same person
AT_ONCE = 200  # persons shown by one export or answer


@dataclass(frozen=True)
class Reading:
    """What one account read in a span of time: readings, persons, and how."""

    readings: int
    persons: int
    late: int = 0  # before seven, after twenty, at weekends
    most_of_one: int = 0
    most_at_once: int = 0


def oddities(one: Reading, everybody: Sequence[Reading]) -> list[str]:
    """What is unusual in it: `many`, `late`, `often`, `at once`; the gravest first."""
    usual = median(other.persons for other in everybody) if everybody else 0
    found = []
    if one.most_at_once > AT_ONCE:
        found.append("at once")
    if one.persons >= MANY_LEAST and one.persons >= MANY * usual and len(everybody) > 2:
        found.append("many")
    if one.most_of_one >= OFTEN:
        found.append("often")
    if one.late >= LATE_LEAST and one.late >= LATE_SHARE * one.readings:
        found.append("late")
    return found
