"""Behind a proxy: who really asks, and over which scheme, as a proxy that is believed says it."""

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def behind(application: Application, proxies: Iterable[str]) -> Application:
    """Take reader and scheme from the headers of the proxies named, and of nobody else."""
    believed = frozenset(one.strip() for one in proxies if one.strip())
    if not believed:
        return application

    def asked(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("REMOTE_ADDR") in believed:
            readers = [
                one.strip()
                for one in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
                if one.strip()
            ]
            # From the right, past the proxies themselves: what stands further left anybody may have written.
            reader = next((one for one in reversed(readers) if one not in believed), "")
            if reader:
                environ["REMOTE_ADDR"] = reader
            if environ.get("HTTP_X_FORWARDED_PROTO") in ("http", "https"):
                environ["wsgi.url_scheme"] = environ["HTTP_X_FORWARDED_PROTO"]
        return application(environ, start)

    return asked
