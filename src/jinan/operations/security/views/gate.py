"""Who may open a page of the administrators, and how a deed is answered."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from jinan.kernel.identity.api import Refused
from jinan.kernel.identity.request import Request

View = Callable[..., HttpResponse]


def for_duty(*duties: str) -> Callable[[View], View]:
    """Open a page to these administrators alone; what it refuses is noted in the log."""

    def gate(view: View) -> View:
        @wraps(view)
        def opened(request: Request, **rest: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect(f"/sign-in/?next={request.path}")
            if not request.viewer.has(*duties):
                raise PermissionDenied
            return view(request, **rest)

        return opened

    return gate


def done(request: Request, deed: Callable[[], str], back: str) -> HttpResponse:
    """Do a deed, say what came of it on the next page; `deed` returns the sentence."""
    try:
        messages.success(request, deed())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(back)


def given(request: Request, *names: str) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip() for name in names}


def asked(request: Request) -> dict[str, str]:
    return {key: str(value) for key, value in request.GET.items() if value}
