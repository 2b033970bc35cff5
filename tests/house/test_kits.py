"""Every register has its kit."""

import pytest

from jinan.kernel.records.api import RecordType, record_types
from jinan.kernel.records.kit import kit_of


@pytest.mark.parametrize("kind", list(record_types()), ids=lambda kind: kind.kind)
def test_register_has_its_kit(kind: RecordType) -> None:
    assert kit_of(kind.model).good
