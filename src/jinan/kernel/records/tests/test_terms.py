"""A day on which something ends: its state on each side of both limits."""

from datetime import date, timedelta

import pytest
from django.db.models import Q

from jinan.kernel.records.api import Term

TODAY = date(2026, 11, 25)
LICENCE = Term("valid_to", days=90)


@pytest.mark.parametrize(
    ("days", "state"),
    [(-400, "over"), (-1, "over"), (0, "near"), (90, "near"), (91, "running"), (1000, "running")],
)
def test_state_of_a_day(days: int, state: str) -> None:
    assert LICENCE.state(TODAY + timedelta(days=days), TODAY) == state


def test_filter_asks_what_the_badge_says() -> None:
    assert LICENCE.within("over", TODAY) == Q(valid_to__lt=TODAY)
    assert LICENCE.within("near", TODAY) == Q(valid_to__range=(TODAY, date(2027, 2, 23)))
    assert LICENCE.within("running", TODAY) == Q(valid_to__gt=date(2027, 2, 23))
    with pytest.raises(ValueError, match="soon"):
        LICENCE.within("soon", TODAY)
