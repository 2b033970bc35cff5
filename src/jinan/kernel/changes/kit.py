"""Sealing in tests: what other databases of the cluster have open holds seals back for a moment."""

import time

from django.db import connections

from jinan.kernel.changes import chain

WAITING = "SELECT (SELECT count(*) FROM changes_change) - (SELECT count(*) FROM changes_seal)"


def seal_all(*, but: int = 0, seconds: float = 90) -> int:
    """Seal until only `but` entries wait; returns how many were sealed. Raises TimeoutError."""
    done, end = 0, time.monotonic() + seconds
    while True:
        done += chain.seal()
        with connections["owner"].cursor() as cursor:
            cursor.execute(WAITING)
            if int(cursor.fetchone()[0]) <= but:
                return done
        if time.monotonic() > end:
            raise TimeoutError("entries wait for a seal all the time")
        time.sleep(0.05)
