"""Door of terms: start, meet, drop, suspend, resume and extend a statutory term of a record."""

from jinan.platform.terms.actions import (
    NotRunning,
    drop,
    extend,
    meet,
    recompute_open,
    resume,
    start,
    suspend,
)
from jinan.platform.terms.calendars import present
from jinan.platform.terms.loading import load_notice
from jinan.platform.terms.models import RunningTerm, State
from jinan.platform.terms.queries import of

__all__ = [
    "NotRunning",
    "RunningTerm",
    "State",
    "drop",
    "extend",
    "load_notice",
    "meet",
    "of",
    "present",
    "recompute_open",
    "resume",
    "start",
    "suspend",
]
