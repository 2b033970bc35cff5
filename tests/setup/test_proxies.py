"""A proxy is believed when it is named, and nobody else."""

from typing import Any

import pytest

from jinan.config.proxies import behind

PROXY = "127.0.0.1"


def seen(proxies: str, **environ: str) -> tuple[str, str]:
    """Reader and scheme as the application sees them."""
    found: dict[str, Any] = {"wsgi.url_scheme": "http", "REMOTE_ADDR": PROXY} | environ
    list(behind(lambda _environ, _start: [], proxies.split(","))(found, lambda *_: None))
    return found["REMOTE_ADDR"], found["wsgi.url_scheme"]


@pytest.mark.parametrize(
    ("proxies", "environ", "expected"),
    [
        ("", {"HTTP_X_FORWARDED_FOR": "10.0.0.9"}, (PROXY, "http")),
        (PROXY, {"HTTP_X_FORWARDED_FOR": "10.0.0.9"}, ("10.0.0.9", "http")),
        (PROXY, {"HTTP_X_FORWARDED_FOR": "1.1.1.1, 10.0.0.9"}, ("10.0.0.9", "http")),
        ("127.0.0.1, 10.0.0.2", {"HTTP_X_FORWARDED_FOR": "10.0.0.9, 10.0.0.2"}, ("10.0.0.9", "http")),
        (PROXY, {"HTTP_X_FORWARDED_PROTO": "https"}, (PROXY, "https")),
        (PROXY, {"HTTP_X_FORWARDED_PROTO": "gopher"}, (PROXY, "http")),
        (PROXY, {"REMOTE_ADDR": "10.0.0.5", "HTTP_X_FORWARDED_FOR": "1.1.1.1", "HTTP_X_FORWARDED_PROTO": "https"},
         ("10.0.0.5", "http")),
    ],
)  # fmt: skip
def test_reader_and_scheme(
    proxies: str, environ: dict[str, str], expected: tuple[str, str]
) -> None:
    assert seen(proxies, **environ) == expected
