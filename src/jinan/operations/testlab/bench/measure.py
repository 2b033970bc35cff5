"""Timing of one deed, many times, beside its baseline; and the table that is printed."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil


@dataclass
class Times:
    """Seconds of one deed, each time it was done."""

    seconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[ceil(0.95 * len(self.seconds)) - 1]


def timed(deed: Callable[[int], object], times: int, *, warm: int = 2) -> Times:
    """Do a deed `warm` times unseen, then `times` times by the clock; it is given its number."""
    for number in range(warm):
        deed(number)
    made = Times()
    for number in range(warm, warm + times):
        began = time.perf_counter()
        deed(number)
        made.seconds.append(time.perf_counter() - began)
    return made


@dataclass(frozen=True)
class Bar:
    """One bar: what was done, its times, the plain baseline of the same run, and the limit.

    `limit` is in seconds on the p95, or on the ratio of medians where `by_ratio`.
    """

    name: str
    times: Times
    baseline: str
    base: Times
    limit: float
    by_ratio: bool = False

    @property
    def ratio(self) -> float:
        return self.times.median / self.base.median if self.base.median else 0.0

    @property
    def met(self) -> bool:
        return (self.ratio if self.by_ratio else self.times.p95) <= self.limit

    def line(self) -> str:
        limit = f"≤ {self.limit:g} ×" if self.by_ratio else f"< {self.limit:g} s"
        return (
            f"| {self.name} | {shown(self.times.median)} | {shown(self.times.p95)} | {self.ratio:.2f} | "
            f"{self.baseline}: {shown(self.base.median)} | {limit} | {'met' if self.met else 'MISSED'} |"
        )


def shown(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


HEAD = "| bar | median | p95 | ratio | baseline of the same run | limit | |\n|---|---|---|---|---|---|---|"
