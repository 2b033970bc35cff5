"""Statutory terms 法定期限: what the law allows for each step, and how its days are counted.

The rules and the calendar of holidays are dated tables (`data/`), each row with its source and how
sure it is. Counting follows the Civil Code arts. 200-204 and, for what a "day" is, the Penalty Law
(2021) art. 85, the Coercion Law (2011) art. 69 and the Permit Law (2019) art. 82.
"""

from jinan.standards.deadlines.calendar import CALENDAR, BeyondCalendar, Calendar, Notice
from jinan.standards.deadlines.counting import (
    SHANGHAI,
    Count,
    Day,
    NoSuchMoment,
    Pause,
    count,
    last_day,
    last_moment,
)
from jinan.standards.deadlines.rules import Deadline, NotInForce, deadline, deadlines, editions

__all__ = [
    "CALENDAR",
    "SHANGHAI",
    "BeyondCalendar",
    "Calendar",
    "Count",
    "Day",
    "Deadline",
    "NoSuchMoment",
    "NotInForce",
    "Notice",
    "Pause",
    "count",
    "deadline",
    "deadlines",
    "editions",
    "last_day",
    "last_moment",
]
