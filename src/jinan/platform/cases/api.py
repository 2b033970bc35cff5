"""Door of cases: the words of a course, the deeds on a case, what is told when a case moves."""

from jinan.platform.cases.asking import Asked
from jinan.platform.cases.engine import (
    CaseMoved,
    Offer,
    give_away,
    hand_over,
    offers,
    opened,
    refusal,
    take,
)
from jinan.platform.cases.models import Case, Outcome, state_field
from jinan.platform.cases.people import colleagues, leaders_of, names_of
from jinan.platform.cases.queries import lines_of, steps_of
from jinan.platform.cases.standing import acting_for
from jinan.platform.cases.tabs import COURSE
from jinan.platform.cases.types import (
    Ask,
    CaseType,
    Move,
    Pick,
    course_of,
    course_on,
    courses,
    offer_course,
)

__all__ = [
    "COURSE",
    "Ask",
    "Asked",
    "Case",
    "CaseMoved",
    "CaseType",
    "Move",
    "Offer",
    "Outcome",
    "Pick",
    "acting_for",
    "colleagues",
    "course_of",
    "course_on",
    "courses",
    "give_away",
    "hand_over",
    "leaders_of",
    "lines_of",
    "names_of",
    "offer_course",
    "offers",
    "opened",
    "refusal",
    "state_field",
    "steps_of",
    "take",
]
