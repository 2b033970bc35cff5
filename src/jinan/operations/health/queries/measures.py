"""What the board measures beyond the facts of /readyz: queue, database, growth, time server, logs."""

import json
import re
import shutil
import socket
import struct
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from jinan.kernel.identity.api import in_scope, system
from jinan.operations.health import queries

ERROR_HOURS = 6
TAIL = 2 * 2**20  # bytes of a log that are looked through
SAMPLES = 31 * 24
QUEUE = """
SELECT count(*) FILTER (WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now()), count(*) FILTER (WHERE j.status = 'doing'),
  count(*) FILTER (WHERE j.status = 'failed' OR (j.status = 'todo' AND j.attempts > 0)),
  coalesce(max(extract(epoch FROM now() - coalesce(j.scheduled_at, e.at)))
    FILTER (WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now()), 0)
FROM procrastinate_jobs j LEFT JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
"""
DATABASE = """
SELECT pg_database_size(current_database()), (SELECT count(*) FROM pg_stat_activity),
  current_setting('max_connections')::int, extract(epoch FROM clock_timestamp()),
  (SELECT count(*) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
   WHERE i.inhparent = 'changes_change'::regclass
     AND c.relname ~ '[0-9]{4}_?[0-9]{2}$'
     AND right(regexp_replace(c.relname, '[^0-9]', '', 'g'), 6) > to_char(now(), 'YYYYMM')),
  (SELECT max(number) FROM changes_seal), (SELECT max(sealed_at) FROM changes_seal)
"""
STAMP = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d+ (?:ERROR|CRITICAL) ")


@dataclass(frozen=True)
class Measured:
    """Everything on the board; None where there is nothing to measure."""

    facts: Any
    parts: dict[str, dict[str, Any]]
    waiting: int
    doing: int
    failing: int
    oldest: float
    size: int
    connections: int
    most_connections: int
    drift: float
    partitions: int
    seals: int | None
    sealed_at: datetime | None
    disk: int
    free: int
    samples: list[tuple[float, float]] = field(default_factory=list)
    ntp: float | None = None
    errors: int = 0
    last_error: str = ""
    proved: float | None = None


def measured() -> Measured:
    """Measure now; raises an error of the database when it is away."""
    facts = queries.facts()
    with in_scope(system("health")), connection.cursor() as cursor:
        cursor.execute(QUEUE)
        waiting, doing, failing, oldest = cursor.fetchone()
        cursor.execute(DATABASE)
        size, used, most, clock, ahead, seals, sealed_at = cursor.fetchone()
        drift = abs(float(clock) - time.time())
    errors, last = errors_of(settings.HOME / "log")
    whole = shutil.disk_usage(queries.there(settings.HOME))
    return Measured(
        facts=facts, parts=queries.parts(settings.HOME), waiting=waiting, doing=doing, failing=failing,
        oldest=float(oldest), size=size, connections=used, most_connections=most, drift=drift,
        partitions=ahead, seals=seals, sealed_at=sealed_at, disk=whole.total, free=whole.free,
        samples=samples(settings.HOME), ntp=ntp_offset(), errors=errors, last_error=last,
        proved=proof_age(settings.HOME),
    )  # fmt: skip


def samples_file(home: Path) -> Path:
    return home / "run" / "growth.jsonl"


def samples(home: Path) -> list[tuple[float, float]]:
    """Kept samples of the free disk, the oldest first."""
    try:
        lines = samples_file(home).read_text().splitlines()[-SAMPLES:]
        return [(float(one["at"]), float(one["free"])) for one in map(json.loads, lines)]
    except (OSError, ValueError, KeyError):
        return []


def keep_sample(home: Path) -> None:
    """Add a sample of the free disk; the file keeps a month."""
    path = samples_file(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(queries.there(home)).free
    old = path.read_text().splitlines()[-SAMPLES + 1 :] if path.exists() else []
    fresh = path.with_suffix(".new")
    fresh.write_text("\n".join([*old, json.dumps({"at": round(time.time()), "free": free})]) + "\n")
    fresh.replace(path)


def errors_of(folder: Path) -> tuple[int, str]:
    """How many errors the logs of the last hours hold, and the last of them."""
    since = f"{timezone.localtime() - timedelta(hours=ERROR_HOURS):%Y-%m-%d %H:%M:%S}"
    found: list[str] = []
    for path in sorted(folder.glob("*.log")):
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - TAIL))
            lines = file.read().decode(errors="replace").splitlines()
        found += [one for one in lines if (m := STAMP.match(one)) and m.group(1) >= since]
    return len(found), max(found, default="")[:160]


def proof_age(home: Path) -> float | None:
    """How long ago a backup of this node was last loaded and compared [s]; None when never."""
    try:
        return time.time() - (home / "backups" / "proved").stat().st_mtime
    except OSError:
        return None


def ntp_offset() -> float | None:
    """The clock against the time server of `JINAN_NTP` [s], asked once a minute; None without one."""
    if not settings.NTP:
        return None
    kept: float | None = cache.get("health.ntp")
    if kept is None:
        kept = asked_offset(settings.NTP)
        cache.set("health.ntp", kept, 60)
    return kept


def asked_offset(server: str, port: int = 123) -> float:
    """Offset of this clock by one question to a time server (SNTP, RFC 4330) [s]; infinite without answer."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.settimeout(1)
        sent = time.time()
        try:
            wire.sendto(b"\x1b" + 47 * b"\0", (server, port))
            answer = wire.recvfrom(48)[0]
        except OSError:
            return float("inf")
    received = time.time()
    arrived, left = (
        seconds - 2_208_988_800 + part / 2**32
        for seconds, part in (struct.unpack("!II", answer[n : n + 8]) for n in (32, 40))
    )
    return abs((arrived - sent + left - received) / 2)
