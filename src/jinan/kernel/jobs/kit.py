"""Workers in tests: real processes on the test's own database, and waiting for what they do."""

import subprocess
import sys
import time
from collections.abc import Callable


def worker(environment: dict[str, str], *arguments: str) -> "subprocess.Popen[bytes]":
    """A worker process, as the node runs it."""
    command = [sys.executable, "-m", "django", "work", *arguments]
    return subprocess.Popen(command, env=environment)  # noqa: S603  # its own program


def until(condition: Callable[[], bool], seconds: float = 120) -> None:
    """Wait for a condition; a failure of the test when it does not come true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
