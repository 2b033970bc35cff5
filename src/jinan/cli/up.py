"""`up`, `down`, `status`: from a fresh checkout to a node that answers, and back."""

import argparse
import hashlib
import json
import os
import signal
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jinan.cli import Trouble
from jinan.cli.assets import build_assets, compile_translations
from jinan.cli.cluster import Cluster
from jinan.cli.lan import addresses, make_certificates
from jinan.cli.manage import run
from jinan.cli.node import PYTHON, ROOT, Node
from jinan.cli.supervisor import running

FIRST_PORT = 8000


@contextmanager
def step(text: str) -> Iterator[Callable[[str], None]]:
    """A line for a step: its name at once, its result and seconds when it is over."""
    began = time.monotonic()
    said: list[str] = []
    print(f"· {text} … ", end="", flush=True)
    yield said.append
    print(f"{' '.join(said) + ' ' if said else ''}{time.monotonic() - began:.1f} s", flush=True)


def options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="jinan up")
    parser.add_argument("--port", type=int, default=0, help="first port to try (8000)")
    parser.add_argument("--lan", action="store_true", help="serve the local network over HTTPS")
    parser.add_argument(
        "--no-demo", action="store_true", help="an empty node without demonstration"
    )
    parser.add_argument("--node", default=None, help="code of this node")
    parser.add_argument("--admins", type=Path, help="JSON file with the first three administrators")
    return parser.parse_args(arguments)


def up(arguments: list[str]) -> int:
    given, node = options(arguments), Node()
    began = time.monotonic()
    mode = "production" if given.no_demo else node.choice.mode
    node.choose(mode=mode, lan=given.lan or node.choice.lan, node=given.node or node.choice.node)
    node.logs.mkdir(parents=True, exist_ok=True)
    if running(node):
        return tell(node, "runs already", began)
    with step("front-end assets") as said:
        said(build_assets(node))
    with step("translations") as said:
        said(compile_translations(node))
    prepare_database(node)
    if mode == "demo":
        once(node, "demonstration", ["demo", "--quiet"], demo_sources())
    elif run("first_admins", *(["--file", str(given.admins)] if given.admins else []), node=node):
        raise Trouble("the first three administrators are needed; see the message above")
    start(node, given.port)
    return tell(node, "is ready", began)


def prepare_database(node: Node) -> None:
    if not node.outside:
        with step("database"):
            cluster = Cluster(node)
            cluster.start()
            cluster.prepare()
    once(
        node,
        "tables and locks",
        ["migrate", "--database", "owner", "-v", "0"],
        schema_sources(),
        ["guard"],
    )
    once(node, "divisions and boundaries", ["load_territory"], folder("kernel/territory"))
    once(node, "code sets", ["load_codes"], folder("kernel/codes"))


def once(
    node: Node, text: str, command: list[str], sources: Iterable[Path], *more: list[str]
) -> None:
    """Run management commands unless nothing they read has changed since they last went well."""
    digest = hashlib.sha256(node.mark.encode())
    for path in sorted(sources):
        digest.update(path.read_bytes())
    stamp = node.home / "stamps" / command[0]
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    with step(text):
        for one in (command, *more):
            if run(*one, node=node, quiet=True):
                raise Trouble(f"`./jinan manage {' '.join(one)}` failed; its message stands above")
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest())


def schema_sources() -> list[Path]:
    source = ROOT / "src" / "jinan"
    kinds = (
        "**/migrations/*.py",
        "**/models.py",
        "**/sql/*.sql",
        "**/room.py",
        "kernel/changes/triggers.py",
        "kernel/records/guard.py",
    )
    return [path for kind in kinds for path in source.glob(kind)]


def demo_sources() -> list[Path]:
    return list((ROOT / "src" / "jinan").glob("**/management/commands/demo.py"))


def folder(name: str) -> list[Path]:
    base = ROOT / "src" / "jinan" / name
    return [
        p
        for p in base.rglob("*")
        if p.suffix in (".py", ".csv", ".toml") and "tests" not in p.parts
    ]


def start(node: Node, first: int) -> None:
    port = free_port(first or node.choice.port or FIRST_PORT, lan=node.choice.lan)
    node.choose(port=port)
    if node.choice.lan:
        make_certificates(node.home / "lan")
    with step("web, jobs, sealer"):
        log = (node.logs / "supervisor.log").open("ab")
        subprocess.Popen(
            [PYTHON, "-m", "jinan.cli.supervisor"],
            env=node.environment(**web_environment(node)),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        wait_until_ready(node)


def web_environment(node: Node) -> dict[str, str]:
    chosen = node.choice
    names = ["localhost", "127.0.0.1", *(addresses() if chosen.lan else [])]
    scheme = "https" if chosen.lan else "http"
    made = {
        "JINAN_HOSTS": os.environ.get("JINAN_HOSTS", ",".join(names)),
        "JINAN_ORIGINS": os.environ.get(
            "JINAN_ORIGINS", ",".join(f"{scheme}://{name}:{chosen.port}" for name in names)
        ),
    }
    return made | ({"JINAN_HTTPS": "1"} if chosen.lan else {})


def free_port(first: int, *, lan: bool) -> int:
    for port in range(first, first + 200):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("0.0.0.0" if lan else "127.0.0.1", port))
            except OSError:
                continue
            return port
    raise Trouble(f"no free port from {first} on")


def address(node: Node) -> str:
    chosen = node.choice
    host = addresses()[0] if chosen.lan and addresses() else "localhost"
    return f"{'https' if chosen.lan else 'http'}://{host}:{chosen.port}"


def wait_until_ready(node: Node, seconds: float = 90) -> None:
    scheme = "https" if node.choice.lan else "http"
    trust = ssl._create_unverified_context() if node.choice.lan else None
    deadline = time.monotonic() + seconds
    problem = ""
    while time.monotonic() < deadline:
        try:
            url = f"{scheme}://127.0.0.1:{node.choice.port}/readyz"
            with urllib.request.urlopen(url, timeout=5, context=trust):
                return
        except urllib.error.HTTPError as error:
            problem = error.read().decode(errors="replace")[:300]
        except OSError as error:
            problem = str(error)
        time.sleep(0.2)
    raise Trouble(f"the node is not ready ({problem}); see {node.logs}/web.log")


def tell(node: Node, how: str, began: float) -> int:
    print(f"\nJin'an {how}: {address(node)}   ({time.monotonic() - began:.1f} s)")
    if node.choice.lan:
        print((node.home / "lan" / "trust.txt").read_text())
    if node.choice.mode == "demo":
        print("\nDemonstration accounts (second factors are shown on the sign-in page):")
        run("accounts", node=node)
    return 0


def down(arguments: list[str]) -> int:
    node = Node()
    told = running(node)
    if told:
        pid = int(str(told["pid"]))
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 40
        while running(node) and time.monotonic() < deadline:
            time.sleep(0.1)
        if running(node):
            raise Trouble(f"the supervisor (process {pid}) does not end")
    if not node.outside and (node.data / "PG_VERSION").exists():
        Cluster(node).stop()
    print("stopped" if told else "nothing was running")
    return 0


def status(arguments: list[str]) -> int:
    node = Node()
    told = running(node)
    if not told:
        print("stopped")
        return 3
    print(f"running at {address(node)}, mode {node.choice.mode}, node {node.choice.node}")
    for name, child in told["children"].items():  # type: ignore[attr-defined]
        print(f"  {name:<8} process {child['pid']}, restarted {child['restarts']} times")
    if "--json" in arguments:
        print(json.dumps(told))
    return 0
