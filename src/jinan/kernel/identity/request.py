"""The request as pages know it: with its viewer, and an account where one is signed in."""

from django.http import HttpRequest

from jinan.kernel.identity.models import Account
from jinan.kernel.identity.scope import Viewer


class Request(HttpRequest):
    """A request behind the `Scoped` middleware."""

    viewer: Viewer
    user: Account  # type: ignore[assignment]  # pages that need one sit behind `login_required`
