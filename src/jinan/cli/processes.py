"""Processes of a node: told apart by number and birth, found by the mark they carry, ended surely.

Every process that the supervisor starts carries `JINAN_PART=<mark of the node>:<part>` in its
environment, and so do its own children. What is left after a supervisor was killed is found by
that mark, never by a number alone, for numbers are used again.
"""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "JINAN_PART"


@dataclass(frozen=True)
class Process:
    """A process as it was seen: its number, when it was born, which part of the node it is."""

    pid: int
    born: str
    part: str

    @property
    def lives(self) -> bool:
        return birth(self.pid) == self.born != ""

    def tell(self, number: int) -> None:
        """Send a signal to this process; nothing happens when the number is another's by now."""
        with contextlib.suppress(ProcessLookupError):
            handle = os.pidfd_open(self.pid)
            try:
                if self.lives:
                    signal.pidfd_send_signal(handle, number)
            finally:
                os.close(handle)


def birth(pid: int) -> str:
    """When a process began, as the kernel counts; empty when it is gone or only waits to be buried."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return ""
    return "" if fields[0] in "ZX" else fields[19]


def marked(mark: str) -> Iterator[Process]:
    """Living processes of this user that carry the mark of the node; this one left out."""
    wanted = f"{VARIABLE}={mark}:".encode()
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        born = birth(int(folder.name))
        try:
            if not born or folder.stat().st_uid != os.geteuid():
                continue
            variables = (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        for one in variables:
            if one.startswith(wanted):
                yield Process(int(folder.name), born, one[len(wanted) :].decode(errors="replace"))


def end(found: list[Process], *, patience: float = 10) -> None:
    """Ask the processes to end, and make them when they do not."""
    for number, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 5.0)):
        for one in found:
            one.tell(number)
        deadline = time.monotonic() + seconds
        while any(one.lives for one in found):
            if time.monotonic() > deadline:
                break
            time.sleep(0.05)
        else:
            return
