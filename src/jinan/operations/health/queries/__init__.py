"""How the node is: asked of database, disk, clock and the supervisor's own notes. Cheap enough for every second."""

import ctypes
import json
import shutil
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.records.api import record_types
from jinan.operations.health.rules import Facts

LOCKS = """
SELECT to_regprocedure('scope.claims()') IS NOT NULL,
  ARRAY(SELECT relname::text FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r' AND NOT relrowsecurity)
"""
# The oldest entry after the last seal, by the index of the order; and whether the log is ahead of the clock.
LOG = """
SELECT extract(epoch FROM now() - first.at), extract(epoch FROM last.sealed_at - now())
FROM (SELECT 1) one
LEFT JOIN LATERAL (SELECT epoch, tx, seq, sealed_at FROM changes_seal ORDER BY number DESC LIMIT 1) last ON true
LEFT JOIN LATERAL (SELECT at FROM changes_change c
  WHERE (c.epoch, c.tx, c.seq) > (coalesce(last.epoch, 0), coalesce(last.tx, 0), coalesce(last.seq, 0))
  ORDER BY c.epoch, c.tx, c.seq LIMIT 1) first ON true
"""
WORKER = "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
COUNTS = """
SELECT 'jinan_queue_jobs{status="' || s || '"}', count(j.id) FROM unnest(ARRAY['todo', 'doing', 'failed']) s
  LEFT JOIN procrastinate_jobs j ON j.status::text = s GROUP BY s
UNION ALL SELECT 'jinan_queue_oldest_seconds', coalesce(max(extract(epoch FROM now() - e.at)), 0)
  FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
  WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now()
UNION ALL SELECT 'jinan_seals_total', coalesce(max(number), 0) FROM changes_seal
UNION ALL SELECT 'jinan_database_bytes', pg_database_size(current_database())
UNION ALL SELECT 'jinan_database_connections', count(*) FROM pg_stat_activity WHERE datname = current_database()
"""
NOT_SYNCHRONISED = 5  # TIME_ERROR of adjtimex(2)


@dataclass
class Migrated:
    """Asked of the files once; a process that has seen all migrations applied need not look again."""

    seen: bool = False
    asked: float = 0.0

    def now(self) -> bool:
        if not self.seen and time.monotonic() - self.asked > 2:
            executor = MigrationExecutor(connection)
            self.seen = not executor.migration_plan(executor.loader.graph.leaf_nodes())
            self.asked = time.monotonic()
        return self.seen


MIGRATED = Migrated()


def facts() -> Facts:
    """All that decides about health; raises an error of the database when it is away."""
    tables = [one.model._meta.db_table for one in record_types()]
    migrated = MIGRATED.now()
    with in_scope(system("health")), connection.cursor() as cursor:
        cursor.execute(LOCKS, [tables])
        locked, unguarded = cursor.fetchone()
        cursor.execute(LOG)
        lag, ahead = cursor.fetchone()
        cursor.execute(WORKER)
        silence = cursor.fetchone()[0]
    return Facts(
        migrated=migrated,
        locked=locked,
        unguarded=tuple(unguarded),
        seal_lag=float(lag) if lag is not None else None,
        log_ahead=float(ahead or 0),
        worker_silence=float(silence) if silence is not None else None,
        disk_free=shutil.disk_usage(there(settings.HOME)).free,
        clock_synchronised=clock_synchronised(),
        backup_age=backup_age(settings.HOME),
        certificate_days=certificate_days(settings.HOME),
        demonstration=settings.MODE != "production",
    )


def counts() -> list[tuple[str, float]]:
    """Counts of the database, by name."""
    with in_scope(system("health")), connection.cursor() as cursor:
        cursor.execute(COUNTS)
        return [(name, float(value)) for name, value in cursor.fetchall()]


def parts(home: Path) -> dict[str, dict[str, Any]]:
    """What the supervisor told last of its children, with whether each lives now."""
    try:
        told = json.loads((home / "run" / "state.json").read_text())["children"]
    except (OSError, ValueError, KeyError):
        return {}
    return {
        name: {"up": bool(one["pid"]) and Path(f"/proc/{one['pid']}").exists(), **one}
        for name, one in told.items()
    }


def backup_age(home: Path) -> float | None:
    """Age of the newest backup made by name [s]."""
    made = [p.stat().st_mtime for p in (home / "backups").glob("jinan-*.tar*")]
    return time.time() - max(made) if made else None


def certificate_days(home: Path) -> float | None:
    """Days left of the certificate of the local network; None when there is none."""
    path = home / "lan" / "node.crt"
    if not path.exists():
        return None
    return (_ends(path, path.stat().st_mtime) - time.time()) / 86400


@lru_cache(maxsize=4)
def _ends(path: Path, changed: float) -> float:
    """End of a certificate, by the note of its maker beside it."""
    note = path.with_name("ends.txt")
    return float(note.read_text()) if note.exists() else timezone.now().timestamp()


def clock_synchronised() -> bool | None:
    """Whether a time service keeps this machine's clock; None where the kernel does not say."""
    buffer = ctypes.create_string_buffer(512)
    try:
        state = ctypes.CDLL(None).adjtimex(buffer)
    except (OSError, AttributeError):
        return None
    return None if state < 0 else state != NOT_SYNCHRONISED


def there(path: Path) -> Path:
    """The nearest folder that exists."""
    return next(p for p in (path, *path.parents) if p.exists())
