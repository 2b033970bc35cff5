"""Which failures count as a line that was cut."""

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError

from jinan.kernel.ui.lost_line import is_cut

CASES = [
    (OperationalError, psycopg.errors.AdminShutdown, True),
    (OperationalError, psycopg.errors.ConnectionFailure, True),
    (OperationalError, psycopg.OperationalError, True),
    (InterfaceError, psycopg.InterfaceError, True),
    (OperationalError, psycopg.errors.QueryCanceled, False),
    (OperationalError, psycopg.errors.LockNotAvailable, False),
    (OperationalError, psycopg.errors.DiskFull, False),
    (ProgrammingError, psycopg.errors.UndefinedTable, False),
]


@pytest.mark.parametrize(("raised", "because", "expected"), CASES)
def test_a_cut_line_is_told_from_other_trouble(
    raised: type[Exception], because: type[Exception], expected: bool
) -> None:
    error = raised("trouble")
    error.__cause__ = because("trouble")
    assert is_cut(error) is expected


def test_an_error_of_our_own_is_no_cut_line() -> None:
    assert not is_cut(ValueError("trouble"))
    assert not is_cut(None)
