"""When a node may take requests, when something about it should be looked at, and who may read how it is."""

from collections.abc import Mapping
from dataclasses import dataclass

MEBIBYTE = 2**20
LEAST_DISK = 256 * MEBIBYTE  # below it nothing is taken any more: a half-written file helps nobody
LOW_DISK = 2048 * MEBIBYTE
SEALER_LATE = 120.0  # [s] an entry is sealed within seconds
WORKER_SILENT = 60.0  # [s] a worker gives a sign every five seconds
CLOCK_AHEAD = 5.0  # [s] the log may not be ahead of the clock
BACKUP_OLD = 48 * 3600.0  # [s]
CERTIFICATE_DAYS = 21.0

# Any of them says that the request came through a proxy, so the near address proves nothing.
FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_VIA",
)
NEAR = ("127.0.0.1", "::1")
NEAR_HOSTS = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class Facts:
    """What was measured; None where there is nothing to measure."""

    migrated: bool
    locked: bool
    unguarded: tuple[str, ...] = ()
    seal_lag: float | None = None
    log_ahead: float = 0.0
    worker_silence: float | None = None
    disk_free: int = 0
    clock_synchronised: bool | None = None
    backup_age: float | None = None
    certificate_days: float | None = None
    demonstration: bool = False


def faults(facts: Facts) -> list[str]:
    """Reasons why the node must not take requests."""
    found = []
    if not facts.migrated:
        found.append("migrations are waiting: ./jinan up")
    if not facts.locked:
        found.append("the locks are missing: ./jinan manage guard")
    if facts.unguarded:
        found.append(f"without row security: {', '.join(facts.unguarded)}: ./jinan manage guard")
    if facts.disk_free < LEAST_DISK:
        found.append(f"the disk is full: {facts.disk_free // MEBIBYTE} MiB are free")
    return found


def warnings(facts: Facts) -> list[str]:
    """What should be looked at while the node goes on working."""
    found = []
    if (facts.seal_lag or 0) > SEALER_LATE:
        found.append(f"the change log is unsealed for {facts.seal_lag:.0f} s")
    if facts.worker_silence is None or facts.worker_silence > WORKER_SILENT:
        found.append("no worker for background work gives a sign")
    if LEAST_DISK <= facts.disk_free < LOW_DISK:
        found.append(f"the disk is nearly full: {facts.disk_free // MEBIBYTE} MiB are free")
    if facts.log_ahead > CLOCK_AHEAD:
        found.append(f"the clock went back: the log is {facts.log_ahead:.0f} s ahead of it")
    if facts.clock_synchronised is False:
        found.append("the clock is not synchronised")
    if not facts.demonstration and (facts.backup_age is None or facts.backup_age > BACKUP_OLD):
        found.append("there is no backup of the last two days")
    if facts.certificate_days is not None and facts.certificate_days < CERTIFICATE_DAYS:
        found.append(f"the certificate ends in {facts.certificate_days:.0f} days")
    return found


def came_from_here(meta: Mapping[str, object]) -> bool:
    """Whether a request was surely made on this machine, and not handed on by a proxy."""
    host = str(meta.get("HTTP_HOST", "")).rsplit(":", 1)[0]
    return (
        meta.get("REMOTE_ADDR") in NEAR
        and host in NEAR_HOSTS
        and not any(meta.get(header) for header in FORWARDED)
    )
