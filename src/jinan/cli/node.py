"""Where this checkout keeps its node: folders, environment, and what the last `up` decided."""

import fcntl
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
MOST_SOCKET = 90  # bytes; a longer socket path cannot be opened


@dataclass(frozen=True)
class Choice:
    """What the last `up` decided; kept in var/choice.json so that the next one needs no words."""

    mode: str = "demo"
    node: str = "demo"
    port: int = 0
    push: int = 0  # port of the pushes
    lan: bool = False


class Node:
    """Paths and environment of the node that belongs to this checkout."""

    def __init__(self, home: Path | None = None, server: Path | None = None) -> None:
        self.home = home or Path(os.environ.get("JINAN_HOME", ROOT / "var"))
        named = os.environ.get("JINAN_SERVER")
        self._server = server or (Path(named) if named and home is None else None)

    @cached_property
    def mark(self) -> str:
        """A short mark of the home folder, so that several checkouts live side by side."""
        return hashlib.sha256(str(self.home.resolve()).encode()).hexdigest()[:8]

    @cached_property
    def server(self) -> Path:
        """Folder of the private PostgreSQL; below /var/lib when root, who may not run a server."""
        if self._server:
            return self._server
        return Path("/var/lib/jinan") / self.mark if os.geteuid() == 0 else self.home / "postgres"

    @property
    def data(self) -> Path:
        return self.server / "data"

    @cached_property
    def socket(self) -> Path:
        wanted = self.server / "socket"
        if len(str(wanted).encode()) <= MOST_SOCKET:
            return wanted
        return Path(f"/tmp/jinan-{os.geteuid()}-{self.mark}")

    @property
    def logs(self) -> Path:
        return self.home / "log"

    @property
    def state(self) -> Path:
        return self.home / "run" / "state.json"

    @property
    def outside(self) -> bool:
        """Whether a server database of somebody else is used instead of the private one."""
        return bool(os.environ.get("DATABASE_URL")) and os.environ.get("JINAN_CLUSTER") != "private"

    def url(self, role: str, database: str = "jinan") -> str:
        return f"postgresql://{role}@/{database}?host={self.socket}"

    @property
    def choice(self) -> Choice:
        path = self.home / "choice.json"
        return Choice(**json.loads(path.read_text())) if path.exists() else Choice()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One command at a time changes a node; the second waits and says so."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "turn").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("another command is at work on this node; waiting …", flush=True)
                fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def choose(self, **changes: object) -> Choice:
        chosen = replace(self.choice, **changes)  # type: ignore[arg-type]
        self.home.mkdir(parents=True, exist_ok=True)
        waiting = self.home / "choice.new"
        waiting.write_text(json.dumps(asdict(chosen)))
        waiting.replace(self.home / "choice.json")
        return chosen

    def environment(self, **more: str) -> dict[str, str]:
        """Environment of every process of the node."""
        chosen = self.choice
        proxied = os.environ.get("JINAN_PUSH", "")
        made = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        made |= {
            "DJANGO_SETTINGS_MODULE": "jinan.config.settings",
            "JINAN_HOME": str(self.home),
            "JINAN_MODE": os.environ.get("JINAN_MODE", chosen.mode),
            "JINAN_NODE": os.environ.get("JINAN_NODE", chosen.node),
            # A path is the operator's word; a port may be that of the node that started this command.
            "JINAN_PUSH": proxied if proxied.startswith("/") else str(chosen.push or ""),
            "NODE_EXTRA_CA_CERTS": "/etc/ssl/certs/ca-certificates.crt",
        }
        if not self.outside:
            made["JINAN_CLUSTER"] = "private"  # the supervisor, started with this, still keeps it
            made["DATABASE_URL"] = self.url("jinan_web")
            made["JINAN_OWNER_URL"] = self.url("jinan_owner")
        if "DATABASE_URL" in more:
            made.pop(
                "JINAN_CLUSTER", None
            )  # a database that the caller names is not the node's own
        return made | more


PYTHON = sys.executable
