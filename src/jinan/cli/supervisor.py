"""The one supervisor of a node: keeps web, push, jobs and sealer running, and the database under them.

`python -m jinan.cli.supervisor` stays in the foreground and lets its children write to its own
output, as a service manager wants it; `up` starts it with `--logs`, and each child then has a file.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from jinan.cli import Trouble
from jinan.cli.cluster import Cluster
from jinan.cli.node import PYTHON, Node
from jinan.cli.processes import VARIABLE, Process, birth, end

MOST_LOG = 20 * 2**20  # bytes of a log file before it is turned over
LONGEST_WAIT = 30.0  # seconds between two starts of a child that keeps failing


@dataclass
class Child:
    """One process to be kept running, with whatever it starts itself."""

    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    wait: float = 0.5
    restarts: int = 0
    due: float = 0.0

    def start(self, node: Node, *, logs: bool) -> None:
        with contextlib.ExitStack() as stack:
            out = stack.enter_context((node.logs / f"{self.name}.log").open("ab")) if logs else None
            self.process = subprocess.Popen(
                self.command,
                env=node.environment(**{VARIABLE: f"{node.mark}:{self.name}"}),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        self.started = time.monotonic()

    @property
    def runs(self) -> bool:
        """Whether it lives; a child that died stays unburied, so that its number is not used again."""
        if self.process is None:
            return False
        asked = os.WEXITED | os.WNOHANG | os.WNOWAIT
        with contextlib.suppress(ChildProcessError):
            return os.waitid(os.P_PID, self.process.pid, asked) is None
        return False

    def tend(self, node: Node, *, logs: bool) -> bool:
        """Start again what ended, waiting longer each time; True when something changed."""
        now = time.monotonic()
        if self.runs:
            if now - self.started > 60:
                self.wait = 0.5
            return False
        if self.process is not None:
            self.bury()
            self.restarts += 1
            self.due, self.wait = now + self.wait, min(self.wait * 2, LONGEST_WAIT)
            return True
        if now >= self.due:
            self.start(node, logs=logs)
            return True
        return False

    def stop(self, number: int) -> None:
        """Signal the child and whatever it started; its number is surely still its own."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def bury(self) -> None:
        """End what the dead child left behind, then let go of its number."""
        if self.process is not None:
            self.stop(signal.SIGKILL)
            print(f"{self.name} ended ({self.process.wait()})", flush=True)
            self.process = None


def web_command(node: Node) -> list[str]:
    return served(
        node, node.choice.port,
        "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4",
        "jinan.config.wsgi:application",
    )  # fmt: skip


def push_command(node: Node) -> list[str]:
    """One small process holds all open pages; none of them takes a thread or a connection."""
    return served(
        node, node.choice.push,
        "--interface", "asginl", "--workers", "1", "--http", "1",
        "jinan.config.asgi:application",
    )  # fmt: skip


def served(node: Node, port: int, *rest: str) -> list[str]:
    chosen = node.choice
    command = [
        str(Path(PYTHON).with_name("granian")),
        "--host", "0.0.0.0" if chosen.lan else "127.0.0.1", "--port", str(port),
        "--workers-kill-timeout", "5", "--respawn-failed-workers", "--no-ws", *rest,
    ]  # fmt: skip
    if chosen.lan:
        keys = node.home / "lan"
        command += [
            "--ssl-certificate",
            str(keys / "node.crt"),
            "--ssl-keyfile",
            str(keys / "node.key"),
            "--ssl-protocol-min",
            "tls1.2",
        ]
    return command


def children(node: Node) -> list[Child]:
    django = [PYTHON, "-m", "django"]
    push = [Child("push", push_command(node))] if node.choice.push else []
    return [
        Child("web", web_command(node)),
        *push,
        Child("jobs", [*django, "work"]),
        Child("sealer", [*django, "seal"]),
    ]


class Supervisor:
    """Runs until it is told to end; then ends its children and, last, the database."""

    def __init__(self, node: Node, *, logs: bool) -> None:
        self.node, self.logs = node, logs
        self.cluster, self.kept = Cluster(node), children(node)
        self.ending, self.began = False, time.time()
        self.database_starts = 0

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        self.node.logs.mkdir(parents=True, exist_ok=True)
        checked = 0.0
        self.write()
        while not self.ending:
            if time.monotonic() - checked > 2:
                self._carefully(self._keep_database)
                self._carefully(self._turn_logs)
                checked = time.monotonic()
            changed = [child.tend(self.node, logs=self.logs) for child in self.kept]
            if any(changed):
                self._carefully(self.write)
            time.sleep(0.2)
        self._stop_all()

    def _carefully(self, deed: "object") -> None:
        """A full disk or a slow database must not end the supervisor: say it, try again later."""
        try:
            deed()  # type: ignore[operator]
        except (OSError, Trouble) as error:
            print(error, flush=True)

    def write(self) -> None:
        """Tell `status` and `down` what runs."""
        self.node.state.parent.mkdir(parents=True, exist_ok=True)
        told = {
            "pid": os.getpid(),
            "born": birth(os.getpid()),
            "since": self.began,
            "port": self.node.choice.port,
            "release": os.environ.get("JINAN_RELEASE", ""),
            "database_restarts": self.database_starts,
            "children": {
                child.name: {
                    "pid": child.process.pid if child.process else None,
                    "born": birth(child.process.pid) if child.process else "",
                    "restarts": child.restarts,
                }
                for child in self.kept
            },
        }
        waiting = self.node.state.with_suffix(".new")
        waiting.write_text(json.dumps(told))
        waiting.replace(self.node.state)

    def _keep_database(self) -> None:
        if not self.node.outside and not self.cluster.alive():
            print("the database was down; starting it", flush=True)
            self.cluster.start()
            self.database_starts += 1
            self.write()

    def _turn_logs(self) -> None:
        for path in [*self.node.logs.glob("*.log"), self.node.server / "server.log"]:
            if path.exists() and path.stat().st_size > MOST_LOG:
                path.with_suffix(".log.1").write_bytes(path.read_bytes())
                os.truncate(path, 0)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self.ending = True

    def _stop_all(self) -> None:
        for child in self.kept:
            child.stop(signal.SIGTERM)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and any(child.runs for child in self.kept):
            time.sleep(0.1)
        for child in self.kept:
            child.bury()
        if not self.node.outside:
            self._carefully(self.cluster.stop)
        self.node.state.unlink(missing_ok=True)


def running(node: Node) -> dict[str, object] | None:
    """What the supervisor of this node told last, if it is alive."""
    try:
        told = json.loads(node.state.read_text())
        return told if birth(told["pid"]) == told["born"] != "" else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def stop_supervisor(node: Node) -> bool:
    """Ask the supervisor to end, and wait; whether there was one."""
    told = running(node)
    if not told:
        return False
    one = Process(int(str(told["pid"])), str(told["born"]), "supervisor")
    end([one], patience=40)
    if one.lives:
        raise Trouble(f"the supervisor (process {one.pid}) does not end")
    return True


if __name__ == "__main__":
    Supervisor(Node(), logs="--logs" in sys.argv).run()
    sys.exit(0)
