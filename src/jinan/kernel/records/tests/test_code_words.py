"""A record keeps the words that its code had when it was last changed, though a later edition says otherwise."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from jinan.kernel.codes import api as codes
from jinan.kernel.codes.models import CodeEdition, CodeItem, CodeSet, Confidence
from jinan.kernel.identity.scope import in_scope, system
from jinan.kernel.records.listing import shown
from jinan.registers.enterprises.models import Enterprise

FIRST_DAY = date(2026, 1, 1)


@pytest.fixture
def later_edition(own_database: str) -> Iterator[None]:
    """From 2026 on, industry 0810 has other words."""
    made = CodeEdition.objects.using("owner").create(
        set=CodeSet.objects.using("owner").get(pk="industries"),
        label="of the test",
        valid_from=FIRST_DAY,
        digest="of the test",
    )
    CodeItem.objects.using("owner").create(
        edition=made, code="0810", zh="新名称", order=1, confidence=Confidence.SEEN
    )
    codes.forget()
    yield
    codes.forget()


@pytest.mark.usefixtures("later_edition")
def test_the_words_are_those_of_the_day_of_the_record() -> None:
    with in_scope(system("test")):
        for year, expected in ((2025, "0810 铁矿采选"), (2026, "0810 新名称")):
            record = Enterprise(industry="0810", changed_at=datetime(year, 6, 1, tzinfo=UTC))
            assert shown(record, "industry") == expected
