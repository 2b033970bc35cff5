"""A page whose line to the database broke under way is made again."""

import logging
import sys
from collections.abc import Callable

import psycopg
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error

log = logging.getLogger(__name__)
HARMLESS = ("GET", "HEAD")
CUT = ("08", "57P")  # SQLSTATE: connection exception, ended by operator


class AskedAgain:
    """Makes a page a second time, once, where the first failed because its line to the database was cut.

    Only what merely reads is asked again: of a write, nobody knows whether it reached the database.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in HARMLESS or not hasattr(request, "lost_line"):
            return response
        log.warning("the line to the database was cut; %s is made again", request.path)
        connection.close()
        return self.get_response(request)


def broken(request: HttpRequest) -> HttpResponse:
    """The page of a failure (`handler500`); it marks a request that failed for want of its line."""
    if is_cut(sys.exception()):
        request.lost_line = True  # type: ignore[attr-defined]
    return server_error(request)


def is_cut(error: BaseException | None) -> bool:
    """Whether the database went away, and did not merely refuse or take too long."""
    cause = error.__cause__ if isinstance(error, OperationalError | InterfaceError) else None
    if not isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    return cause.sqlstate is None or cause.sqlstate.startswith(CUT)
