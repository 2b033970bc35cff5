"""A node of its own for a test: home and server in a throw-away folder, driven as an officer would."""

import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jinan.cli.cluster import BINARIES, Cluster
from jinan.cli.node import PYTHON, ROOT, Node
from jinan.cli.processes import Process, birth, marked
from jinan.cli.restoring import load_dump
from jinan.cli.up import LOADED as GIVEN
from jinan.cli.up import folder, schema_sources, stamp
from jinan.config.keys import node_keys

# Set by the tests for themselves; a node that is set up must not see them.
OURS = ("DATABASE_URL", "JINAN_OWNER_URL", "JINAN_MODE", "JINAN_NODE", "DJANGO_SETTINGS_MODULE")
PATIENCE = 400  # seconds; a machine that does ten things at once takes minutes for what takes ten
LOADED = tuple(
    (command, [path for room in rooms for path in folder(room)]) for _text, command, rooms in GIVEN
)
MIGRATED = ("migrate", schema_sources())


@dataclass
class Place:
    """Where one node lives, and its commands."""

    base: Path

    @classmethod
    def make(cls) -> "Place":
        base = Path(tempfile.mkdtemp(prefix="jinan-"))
        base.chmod(0o755)  # the server's own user must get through
        return cls(base)

    @property
    def node(self) -> Node:
        return Node(self.base / "home", self.base / "server")

    def environment(self, **more: str) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key not in OURS}
        return kept | {
            "JINAN_HOME": str(self.base / "home"),
            "JINAN_SERVER": str(self.base / "server"),
            "PYTHONPATH": str(ROOT / "src"),
        } | more  # fmt: skip

    def start(self, *arguments: str, **more: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [PYTHON, "-m", "jinan", *arguments],
            env=self.environment(**more), cwd="/", text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def run(self, *arguments: str, code: int = 0, **more: str) -> str:
        """Run a command to its end; returns what it said."""
        process = self.start(*arguments, **more)
        try:
            said, _none = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
        assert process.returncode == code, said
        return said

    def status(self) -> dict[str, Any]:
        process = self.start("status", "--json")
        found: dict[str, Any] = json.loads(process.communicate(timeout=20)[0])
        return found

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.node.state.read_text())
        return found

    def ready(self) -> dict[str, Any] | None:
        url = f"http://127.0.0.1:{self.node.choice.port}/readyz"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except OSError:
            return None

    def processes(self) -> list[Process]:
        return list(marked(self.node.mark))

    def remove(self) -> None:
        self.run("down")
        shutil.rmtree(self.base, ignore_errors=True)


def as_done(place: Place, *steps: tuple[str, list[Path]]) -> None:
    """Mark steps of `up` as done for this node, seen from outside the tests' own environment."""
    kept = {name: os.environ.pop(name) for name in OURS if name in os.environ}
    try:
        Cluster(place.node).start()
        for name, sources in steps:
            stamp(place.node, name, sources)
    finally:
        os.environ.update(kept)


def fill_from_template(place: Place, template: Cluster, database: str) -> None:
    """Give a new node the tables, divisions and codes that the tests' template holds already."""
    cluster = Cluster(place.node)
    cluster.start()
    cluster.prepare()
    dump = place.base / "template.dump"
    subprocess.run(
        [
            BINARIES / "pg_dump", "-Fc", "-Z", "0", "-h", template.node.socket, "-U", "postgres",
            "-f", dump, database,
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    load_dump(place.node, "jinan", dump)
    dump.unlink()
    keys = place.node.home / "keys"
    keys.mkdir(parents=True)
    (keys / "node.json").write_text(json.dumps(asdict(node_keys(keys, ephemeral=True))))
    (keys / "node.json").chmod(0o600)


def wait_for(what: Any, seconds: float = 200) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.2)


def lives(pid: int, born: str) -> bool:
    return birth(pid) == born
