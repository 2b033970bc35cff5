"""Tables of the administrators for a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils import timezone


def table_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A csv with a mark of its encoding, whose cells no spreadsheet takes for formulas."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    file = f"{name}-{timezone.localtime():%Y%m%d-%H%M}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    writer = csv.writer(answer)
    writer.writerow(head)
    writer.writerows([plain(cell) for cell in row] for row in rows)
    return answer


def plain(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text
