"""`up`: from a fresh checkout to a node that answers. Every step may be repeated, and is skipped when done."""

import argparse
import contextlib
import hashlib
import os
import shutil
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg

from jinan.cli import Trouble
from jinan.cli.assets import build_assets, compile_translations
from jinan.cli.cluster import Cluster
from jinan.cli.fonts import fetch_fonts
from jinan.cli.foreign import prepare_foreign
from jinan.cli.lan import addresses, make_certificates
from jinan.cli.manage import run
from jinan.cli.node import PYTHON, ROOT, Node
from jinan.cli.processes import VARIABLE, end, marked
from jinan.cli.supervisor import running, stop_supervisor

FIRST_PORT = 8000
LEAST_FREE = 1 * 2**30  # bytes on the disks of code and database
# What every node is given: a word for people, the management command, the rooms whose files it reads.
LOADED = (
    ("divisions and boundaries", "load_territory", ("kernel/territory",)),
    ("code sets", "load_codes", ("kernel/codes",)),
    ("hazardous substances", "load_substances", ("registers/substances", "kernel/codes")),
    ("laws and standards", "load_regulations", ("registers/regulations",)),
)
SUPERVISOR = [PYTHON, "-m", "jinan.cli.supervisor"]


@contextmanager
def step(text: str) -> Iterator[Callable[[str], None]]:
    """A line for a step: its name at once, its result and seconds when it is over."""
    began = time.monotonic()
    said: list[str] = []
    print(f"· {text} … ", end="", flush=True)
    try:
        yield said.append
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{' '.join(said) + ' ' if said else ''}{time.monotonic() - began:.1f} s", flush=True)


def options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="jinan up", description="Set everything up, start the node, wait until it is ready."
    )
    parser.add_argument("--port", type=int, default=0, help="first port to try (8000)")
    parser.add_argument("--lan", action="store_true", help="serve the local network over HTTPS")
    parser.add_argument("--local", action="store_true", help="serve this machine only, over HTTP")
    parser.add_argument(
        "--no-demo", action="store_true", help="an empty node without demonstration"
    )
    parser.add_argument("--node", default=None, help="code of this node")
    parser.add_argument("--admins", type=Path, help="JSON file with the first three administrators")
    parser.add_argument(
        "--foreground", action="store_true", help="stay, as a service manager wants it"
    )
    return parser.parse_args(arguments)


def up(arguments: list[str]) -> int:
    given, node = options(arguments), Node()
    began = time.monotonic()
    with node.alone():
        told = running(node)
        if told and told.get("release") != release():
            with step("the code has changed; stopping what runs"):
                stop_supervisor(node)
        elif told:
            if given.no_demo or given.lan or given.node or given.port not in (0, node.choice.port):
                print("the node runs; its choices change after ./jinan down")
            wait_until_ready(node)
            return tell(node, "runs already", began)
        leftovers(node)
        decide(node, given)
        with step("front-end assets") as said:
            said(build_assets(node))
        with step("types of papers") as said:
            said(fetch_fonts())
        with step("translations") as said:
            said(compile_translations(node))
        prepare_database(node)
        with place(node, given.port):
            fill(node, given.admins)
            if not given.foreground:
                start(node)
                return tell(node, "is ready", began)
            environment = node.environment(**web_environment(node))
    return os.execve(PYTHON, SUPERVISOR, environment)


def leftovers(node: Node) -> None:
    """End what a killed supervisor left running."""
    found = list(marked(node.mark))
    if found:
        with step(f"ending {len(found)} processes that a killed supervisor left"):
            end(found)


def decide(node: Node, given: argparse.Namespace) -> None:
    """Settle what kind of node this is, before anything is made."""
    filled = (node.home / "stamps" / "demo").exists()
    if given.no_demo and filled:
        raise Trouble(
            f"this node holds the demonstration, whose passwords everybody knows; give the real one "
            f"a folder of its own (JINAN_HOME=…), or remove {node.home} and {node.server}"
        )
    for path in {node.home, node.server}:
        there = next(p for p in (path, *path.parents) if p.exists())
        free = shutil.disk_usage(there).free
        if free < LEAST_FREE:
            raise Trouble(f"only {free // 2**20} MB are free at {there}; a node needs 1024")
    node.choose(
        mode="production" if given.no_demo else node.choice.mode,
        lan=(given.lan or node.choice.lan) and not given.local,
        node=given.node or node.choice.node,
    )
    node.logs.mkdir(parents=True, exist_ok=True)


def prepare_database(node: Node) -> None:
    with step("database"):
        if node.outside:
            prepare_foreign(node)
        else:
            cluster = Cluster(node)
            cluster.start()
            cluster.prepare()
    if not fresh(node, "migrate", schema_sources()):
        migrate(node)
    for text, command, rooms in LOADED:
        once(node, text, [command], [path for room in rooms for path in folder(room)])


def migrate(node: Node) -> None:
    """Bring tables and locks to this release; in production a copy is kept first."""
    kept = None
    if node.choice.mode == "production" and (node.home / "stamps" / "migrate").exists():
        from jinan.cli.archive import keep_before_upgrade

        with step("safety copy before the upgrade") as said:
            kept = keep_before_upgrade(node)
            said(kept.name)
    with step("tables and locks"):
        for one in (["migrate", "--database", "owner", "-v", "0"], ["guard"]):
            if run(*one, node=node, quiet=True):
                raise Trouble(
                    f"`./jinan manage {' '.join(one)}` failed; its message stands above. What failed was "
                    "taken back whole: the data are as before, and the release before still starts with "
                    f"them.{f' A copy from before is {kept}.' if kept else ''}"
                )
    stamp(node, "migrate", schema_sources())


def fill(node: Node, admins: Path | None) -> None:
    """The demonstration, or the first three administrators."""
    if node.choice.mode == "demo":
        once(node, "demonstration", ["demo", "--quiet"], folder("operations/testlab"))
        return
    named = ["--file", str(admins.resolve())] if admins else []
    if run("first_admins", "--address", address(node), *named, node=node):
        raise Trouble("the first three administrators are needed; see the message above")


def digest_of(node: Node, sources: Iterable[Path]) -> str:
    """What a step depends on: its sources, and the very database it was done in."""
    digest = hashlib.sha256(which_database(node.environment()["JINAN_OWNER_URL"]).encode())
    for path in sorted(sources):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def which_database(url: str) -> str:
    """The address of a database with its number, which another made in its place does not have."""
    asked = "SELECT system_identifier, oid FROM pg_control_system(), pg_database WHERE datname = current_database()"
    with psycopg.connect(url, connect_timeout=10) as connection:
        return f"{url} {connection.execute(asked).fetchone()}"


def fresh(node: Node, name: str, sources: Iterable[Path]) -> bool:
    """Whether nothing that this step reads has changed since it last went well."""
    path = node.home / "stamps" / name
    return path.exists() and path.read_text() == digest_of(node, sources)


def stamp(node: Node, name: str, sources: Iterable[Path]) -> None:
    path = node.home / "stamps" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(digest_of(node, sources))


def once(node: Node, text: str, command: list[str], sources: list[Path]) -> None:
    """Run a management command unless its step is fresh."""
    if fresh(node, command[0], sources):
        return
    with step(text):
        if run(*command, node=node, quiet=True):
            raise Trouble(f"`./jinan manage {' '.join(command)}` failed; its message stands above")
    stamp(node, command[0], sources)


def release() -> str:
    """A mark of the code and the locked packages; what runs under another is restarted."""
    source = ROOT / "src" / "jinan"
    kinds = (".py", ".html", ".sql", ".ts", ".css", ".po", ".csv", ".toml", ".typ")
    digest = hashlib.sha256()
    for path in [*sorted(source.rglob("*")), ROOT / "locks" / "run.txt"]:
        if (path.suffix in kinds and "tests" not in path.parts) or path.name == "run.txt":
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def schema_sources() -> list[Path]:
    source = ROOT / "src" / "jinan"
    kinds = (
        "**/migrations/*.py",
        "**/models.py",
        "**/models/*.py",
        "**/sql/*.sql",
        "**/room.py",
        "kernel/changes/triggers.py",
        "kernel/records/guard.py",
    )
    return [path for kind in kinds for path in source.glob(kind)]


def folder(name: str) -> list[Path]:
    base = ROOT / "src" / "jinan" / name
    return [
        p
        for p in base.rglob("*")
        if p.suffix in (".py", ".csv", ".toml") and "tests" not in p.parts
    ]


def start(node: Node) -> None:
    with step("web, push, jobs, sealer"):
        with (node.logs / "supervisor.log").open("ab") as log:
            process = subprocess.Popen(
                [*SUPERVISOR, "--logs"],
                env=node.environment(**web_environment(node)),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until_ready(node, process)


def web_environment(node: Node) -> dict[str, str]:
    chosen = node.choice
    names = ["localhost", "127.0.0.1", *(addresses() if chosen.lan else [])]
    scheme = "https" if chosen.lan else "http"
    made = {
        VARIABLE: f"{node.mark}:supervisor",
        "JINAN_RELEASE": release(),
        "JINAN_HOSTS": os.environ.get("JINAN_HOSTS", ",".join(names)),
        "JINAN_ORIGINS": os.environ.get(
            "JINAN_ORIGINS", ",".join(f"{scheme}://{name}:{chosen.port}" for name in names)
        ),
    }
    return made | ({"JINAN_HTTPS": "1"} if chosen.lan else {})


@contextmanager
def place(node: Node, first: int) -> Iterator[None]:
    """Choose free ports for pages and pushes and hold them against other nodes that start at this moment."""
    lan = node.choice.lan
    begin = first or node.choice.port or FIRST_PORT
    with contextlib.ExitStack() as stack:
        port = hold(begin, lan=lan, until=stack)
        node.choose(port=port, push=hold(port + 1, lan=lan, until=stack))
        if lan:
            make_certificates(node.home / "lan")
        yield


def hold(begin: int, *, lan: bool, until: contextlib.ExitStack) -> int:
    """The first free port from `begin` on, held against other nodes until the stack closes."""
    for port in range(begin, min(begin + 200, 65536)):
        held, probe = socket.socket(socket.AF_UNIX), socket.socket()
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            held.bind(f"\0jinan-port-{port}")
            probe.bind(("0.0.0.0" if lan else "127.0.0.1", port))
        except OSError:
            held.close()
            continue
        finally:
            probe.close()
        until.enter_context(held)
        return port
    raise Trouble(f"no free port from {begin} on")


def address(node: Node) -> str:
    chosen = node.choice
    if os.environ.get("JINAN_ORIGINS"):
        return os.environ["JINAN_ORIGINS"].split(",")[0]
    host = addresses()[0] if chosen.lan and addresses() else "localhost"
    return f"{'https' if chosen.lan else 'http'}://{host}:{chosen.port}"


def wait_until_ready(
    node: Node, process: "subprocess.Popen[bytes] | None" = None, seconds: float = 180
) -> None:
    lan = node.choice.lan
    trust = ssl.create_default_context(cafile=node.home / "lan" / "ca.crt") if lan else None
    deadline = time.monotonic() + seconds
    problem = ""
    while time.monotonic() < deadline:
        try:
            url = f"{'https' if lan else 'http'}://127.0.0.1:{node.choice.port}/readyz"
            with urllib.request.urlopen(url, timeout=5, context=trust):
                return
        except urllib.error.HTTPError as error:
            problem = error.read().decode(errors="replace")[:300]
        except OSError as error:
            problem = str(error)
        if process and process.poll() is not None:
            raise Trouble(f"the supervisor ended; see {node.logs}/supervisor.log")
        time.sleep(0.2)
    raise Trouble(f"the node is not ready ({problem}); see {node.logs}/web.log")


def tell(node: Node, how: str, began: float) -> int:
    print(f"\nJin'an {how}: {address(node)}   ({time.monotonic() - began:.1f} s)", flush=True)
    if node.choice.lan:
        print((node.home / "lan" / "trust.txt").read_text(), flush=True)
    if node.choice.mode == "demo":
        print(
            "\nDemonstration accounts (second factors are shown on the sign-in page):", flush=True
        )
        run("accounts", node=node)
    return 0
