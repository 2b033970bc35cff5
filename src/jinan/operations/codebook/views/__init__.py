"""Pages of the codebook, and what they share: who may look, a day that was asked for, pages of rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse

from jinan.kernel.identity.request import Request

PAGE = 100
View = Callable[..., HttpResponse]


def for_officers(view: View) -> View:
    """Any officer may look up, whatever his duties; enterprises and the public have their own pages."""

    @wraps(view)
    @login_required
    def checked(request: Request, *args: Any, **rest: Any) -> HttpResponse:
        if request.viewer.kind != "officer":
            raise PermissionDenied
        return view(request, *args, **rest)

    return checked


def day_asked(request: Request) -> date | None:
    """The day of `?on=`; None when none was asked or it is no day."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None


@dataclass(frozen=True)
class Part:
    """A page of rows: which, how many in all, and the numbers of its neighbours."""

    rows: list[Any]
    count: int
    first: int
    before: int | None
    after: int | None

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def part(request: Request, rows: "Sequence[Any] | QuerySet[Any]") -> Part:
    """The page of rows that `?page=` asks for, from 1."""
    asked = request.GET.get("page", "1")
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    most = max(1, -(-count // PAGE))
    number = min(max(1, int(asked) if asked.isdigit() and len(asked) < 7 else 1), most)
    begin = (number - 1) * PAGE
    return Part(
        list(rows[begin : begin + PAGE]),
        count,
        begin + 1 if count else 0,
        number - 1 if number > 1 else None,
        number + 1 if number < most else None,
    )
