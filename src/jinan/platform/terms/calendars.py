"""The calendar of this node: the carried table, with the holiday notices that were loaded since."""

from collections import defaultdict

from jinan.platform.terms.models import HolidayDay
from jinan.standards.deadlines import CALENDAR, Calendar, Notice


def present() -> Calendar:
    """The calendar as it is known now; a loaded year takes the place of the carried one."""
    loaded = [
        Notice(one.day, one.kind, one.name, one.year, one.name, one.source)
        for one in HolidayDay.objects.all()
    ]
    years = {one.year for one in loaded}
    carried = [one for one in CALENDAR.days.values() if one.year not in years]
    return Calendar.of((*carried, *loaded))


def by_year(calendar: Calendar) -> dict[int, list[Notice]]:
    """The notices of a calendar, the newest year first."""
    found: dict[int, list[Notice]] = defaultdict(list)
    for one in sorted(calendar.days.values(), key=lambda one: one.day):
        found[one.year].append(one)
    return dict(sorted(found.items(), reverse=True))
