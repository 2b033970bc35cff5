"""The one supervisor of a node: keeps web, jobs and sealer running, and the database under them."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from jinan.cli.cluster import Cluster
from jinan.cli.node import PYTHON, Node

MOST_LOG = 20 * 2**20  # bytes of a log file before it is turned over
LONGEST_WAIT = 30.0  # seconds between two starts of a child that keeps failing


@dataclass
class Child:
    """One process to be kept running."""

    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    wait: float = 0.5
    restarts: int = 0
    due: float = field(default=0.0)

    def start(self, node: Node) -> None:
        log = (node.logs / f"{self.name}.log").open("ab")
        self.process = subprocess.Popen(
            self.command,
            env=node.environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        self.started = time.monotonic()

    def tend(self, node: Node) -> bool:
        """Start again what ended, waiting longer each time; True when something changed."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is None:
            if now - self.started > 60:
                self.wait = 0.5
            return False
        if self.process is not None:
            self.process, self.restarts = None, self.restarts + 1
            self.due, self.wait = now + self.wait, min(self.wait * 2, LONGEST_WAIT)
            return True
        if now >= self.due:
            self.start(node)
            return True
        return False

    def stop(self, signal_number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal_number)


def web_command(node: Node) -> list[str]:
    chosen = node.choice
    command = [
        str(Path(PYTHON).with_name("granian")), "--interface", "wsgi",
        "--host", "0.0.0.0" if chosen.lan else "127.0.0.1", "--port", str(chosen.port),
        "--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "5",
        "--respawn-failed-workers", "--no-ws", "jinan.config.wsgi:application",
    ]  # fmt: skip
    if chosen.lan:
        keys = node.home / "lan"
        command += [
            "--ssl-certificate",
            str(keys / "node.crt"),
            "--ssl-keyfile",
            str(keys / "node.key"),
        ]
    return command


def children(node: Node) -> list[Child]:
    django = [PYTHON, "-m", "django"]
    return [
        Child("web", web_command(node)),
        Child("jobs", [*django, "work"]),
        Child("sealer", [*django, "seal"]),
    ]


class Supervisor:
    """Runs until it is told to end; then ends its children and, last, the database."""

    def __init__(self, node: Node) -> None:
        self.node, self.cluster, self.kept = node, Cluster(node), children(node)
        self.ending = False

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        checked = 0.0
        self.write()
        while not self.ending:
            changed = [child.tend(self.node) for child in self.kept]
            if any(changed):
                self.write()
            if time.monotonic() - checked > 3:
                checked = time.monotonic()
                self._keep_database()
                self._turn_logs()
            time.sleep(0.3)
        self._stop_all()

    def write(self) -> None:
        """Tell `status` and `down` what runs."""
        self.node.state.parent.mkdir(parents=True, exist_ok=True)
        told = {
            "pid": os.getpid(),
            "born": birth(os.getpid()),
            "port": self.node.choice.port,
            "children": {
                child.name: {
                    "pid": child.process.pid if child.process else None,
                    "restarts": child.restarts,
                }
                for child in self.kept
            },
        }
        waiting = self.node.state.with_suffix(".new")
        waiting.write_text(json.dumps(told))
        waiting.replace(self.node.state)

    def _keep_database(self) -> None:
        if not self.node.outside and not self.cluster.runs():
            print("the database was down; starting it", flush=True)
            self.cluster.start()

    def _turn_logs(self) -> None:
        for path in self.node.logs.glob("*.log"):
            if path.stat().st_size > MOST_LOG:
                path.with_suffix(".log.1").write_bytes(path.read_bytes())
                os.truncate(path, 0)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self.ending = True

    def _stop_all(self) -> None:
        for child in self.kept:
            child.stop(signal.SIGTERM)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and any(
            child.process and child.process.poll() is None for child in self.kept
        ):
            time.sleep(0.1)
        for child in self.kept:
            child.stop(signal.SIGKILL)
        if not self.node.outside:
            self.cluster.stop()
        self.node.state.unlink(missing_ok=True)


def birth(pid: int) -> str:
    """When a process began, as the kernel counts; guards against a number used again."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        return ""


def running(node: Node) -> dict[str, object] | None:
    """What the supervisor of this node told last, if it is alive."""
    if not node.state.exists():
        return None
    told = json.loads(node.state.read_text())
    return told if birth(told["pid"]) == told["born"] != "" else None


if __name__ == "__main__":
    Supervisor(Node()).run()
    sys.exit(0)
