"""Which edition of the major-hazard standard GB 18218 gives the threshold of a substance on a day."""

from dataclasses import dataclass
from datetime import date, timedelta

KELVIN = 273.15


@dataclass(frozen=True)
class EditionOfThresholds:
    """An edition of GB 18218: its days in force and the field that holds its quantity."""

    label: str
    valid_from: date
    field: str


EDITIONS = (
    EditionOfThresholds("GB 18218-2009", date(2009, 12, 1), "threshold_2009"),
    EditionOfThresholds("GB 18218-2018", date(2019, 3, 1), "threshold"),
)


def edition_on(day: date) -> EditionOfThresholds | None:
    """The edition in force on a day; None before 1 December 2009. Source: the forewords of both."""
    begun = [edition for edition in EDITIONS if edition.valid_from <= day]
    return begun[-1] if begun else None


def last_day(edition: EditionOfThresholds) -> date | None:
    """The last day of an edition; None for the one still in force."""
    later = [one.valid_from for one in EDITIONS if one.valid_from > edition.valid_from]
    return min(later) - timedelta(days=1) if later else None


def celsius(kelvin: float) -> float:
    return round(kelvin - KELVIN, 2)
