"""Which light a measured value of the node gets: green, amber or red. Limits stand in one table."""

from dataclasses import dataclass
from enum import StrEnum


class Light(StrEnum):
    """A light as the pages colour it."""

    GREEN = "good"
    AMBER = "warn"
    RED = "bad"
    NONE = "bare"  # nothing to judge


@dataclass(frozen=True)
class Limit:
    """From where on a value is amber and red; a value that falls is dangerous when it is small."""

    amber: float
    red: float
    falls: bool = False

    def light(self, value: float | None) -> Light:
        if value is None:
            return Light.NONE
        for bound, light in ((self.red, Light.RED), (self.amber, Light.AMBER)):
            if (value < bound) if self.falls else (value > bound):
                return light
        return Light.GREEN


HOUR, DAY, GIB = 3600.0, 86400.0, 2.0**30
LIMITS = {
    "down": Limit(0, 0),  # processes of the supervisor that do not live
    "worker": Limit(20, 60),  # silence of the workers [s]
    "waiting": Limit(1_000, 20_000),  # calls that wait
    "oldest": Limit(120, 1_800),  # how long the oldest has been due [s]
    "failing": Limit(0, 20),  # calls that failed and are tried again, and failed runs
    "connections": Limit(0.7, 0.9),  # share of those the database allows
    "disk": Limit(5 * GIB, 0.5 * GIB, falls=True),  # free [B]
    "full": Limit(60, 14, falls=True),  # days until the disk is full at the present growth
    "drift": Limit(1, 5),  # clock of the program against the database [s]
    "ntp": Limit(1, 5),  # clock against the time server [s]
    "backup": Limit(26 * HOUR, 48 * HOUR),  # age of the newest [s]
    "certificate": Limit(21, 3, falls=True),  # days left
    "seal": Limit(30, 120),  # oldest entry without a seal [s]
    "partitions": Limit(2, 1, falls=True),  # months of the log made ahead
    "errors": Limit(0, 50),  # in the logs of the last hours
}


def light(name: str, value: float | None) -> Light:
    """The light of a value by its limit."""
    return LIMITS[name].light(value)


def worst(lights: "list[Light]") -> Light:
    """The light of the whole."""
    for one in (Light.RED, Light.AMBER, Light.GREEN):
        if one in lights:
            return one
    return Light.NONE


def days_until_full(samples: list[tuple[float, float]], free: float) -> float | None:
    """Days until the disk is full, by the line through the samples (moment [s], free [B]).

    None while the samples span less than six hours, or while the disk does not fill.
    """
    if len(samples) < 2 or samples[-1][0] - samples[0][0] < 6 * HOUR:
        return None
    middle_t = sum(t for t, _ in samples) / len(samples)
    middle_f = sum(f for _, f in samples) / len(samples)
    square = sum((t - middle_t) ** 2 for t, _ in samples)
    slope = sum((t - middle_t) * (f - middle_f) for t, f in samples) / square
    return free / -slope / DAY if slope < 0 else None
