import os
import platform
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from jinan.kernel.identity.api import in_scope, system, viewer_of
from jinan.kernel.identity.models import Account, Assignment, Role
from jinan.operations.testlab.bench import data
from jinan.operations.testlab.bench.cases import measured
from jinan.operations.testlab.bench.measure import HEAD, Bar
from jinan.operations.testlab.bench.pages import reading
from jinan.operations.testlab.bench.registers import ENTERPRISES, PONDS
from jinan.operations.testlab.bench.regulations import searching
from jinan.operations.testlab.bench.sheets import sheets
from jinan.operations.testlab.bench.writes import writing


class Command(BaseCommand):
    """Measure the bars on a large data set; the data set is made once and kept."""

    help = "Print the speed bars: median, p95, ratio to a baseline of the same run."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--rows", type=int, default=1_000_000)
        parser.add_argument(
            "--only", default="", help="reading, writing, sheets, enterprises, regulations or cases"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        only = options["only"]
        need = data.wanted(options["rows"], only)
        present = data.sizes()
        if any(present[table] < count for table, count in need.items()):
            began = time.monotonic()
            data.fill(need, lambda text: self.stdout.write(f"  {text}"))
            self.stdout.write(f"data set made in {time.monotonic() - began:.0f} s")
        self.stdout.write(
            f"\n{machine()}, {timezone.localdate()}, {options['rows']:,} rows\n\n{HEAD}"
        )
        missed = 0
        for bar in self.bars(only):
            self.stdout.write(bar.line())
            self.stdout.flush()
            missed += not bar.met
        if missed:
            self.stdout.write(f"\n{missed} bars missed")

    def bars(self, only: str) -> Iterator[Bar]:
        county, nation = account("bench-county", data.COUNTY), account("bench-nation", "000000")
        if only in ("", "reading"):
            with served() as port:
                yield from reading(port, county, nation, PONDS)
        if only in ("", "regulations"):
            with served() as port:
                yield from searching(port, county)
        with in_scope(system("bench")):
            viewer = viewer_of(county)
        if only in ("", "writing"):
            yield from writing(viewer)
        if only in ("", "sheets"):
            yield from sheets(viewer, PONDS)
        if only in ("", "cases"):
            with served() as port:
                yield from measured(port, county)
        if only in ("", "enterprises"):
            with served() as port:
                yield from reading(port, county, nation, ENTERPRISES)
            yield from sheets(viewer, ENTERPRISES)


def account(login: str, division: str) -> Account:
    with in_scope(system("bench")):
        made, new = Account.objects.get_or_create(login=login, defaults={"name": login})
        if new:
            Assignment.objects.create(
                account=made, role=Role.OFFICER, division_id=division, valid_from=date(2020, 1, 1)
            )
    return made


@contextmanager
def served() -> Iterator[int]:
    """The web processes as the node runs them, on a free port, for as long as the block lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "2", "--blocking-threads", "4",
        "--workers-kill-timeout", "5", "jinan.config.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd="/", env=os.environ)  # noqa: S603  # its own program
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5)
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def machine() -> str:
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores {model}, {memory:.0f} GiB"
