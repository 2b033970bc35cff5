"""Terms: late, today, near, far."""

from datetime import date

import pytest

from jinan.platform.worklist.queries import term
from jinan.platform.worklist.rules import tone

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("due", "shade", "words"),
    [
        (date(2026, 11, 22), "bad", "超期 3 天"),
        (date(2026, 11, 24), "bad", "超期 1 天"),
        (date(2026, 11, 25), "warn", "今天"),
        (date(2026, 12, 2), "warn", "还有 7 天"),
        (date(2026, 12, 3), "", "还有 8 天"),
        (date(2026, 12, 9), "", "还有 14 天"),
        (date(2026, 12, 10), "", "2026-12-10"),
        (None, "", ""),
    ],
)
def test_a_term_is_said_in_words(due: date | None, shade: str, words: str) -> None:
    assert (tone(due, TODAY), term(due, TODAY)) == (shade, words)
