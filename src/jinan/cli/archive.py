"""`backup` and `restore`: one file with database, files, keys and seals; checked before it is believed."""

import argparse
import hashlib
import io
import json
import shutil
import subprocess
import tarfile
import tempfile
import time
from datetime import datetime
from pathlib import Path

from jinan.cli import Trouble
from jinan.cli.cluster import BINARIES, Cluster
from jinan.cli.manage import run
from jinan.cli.node import Node
from jinan.cli.supervisor import running

FOLDERS = ("keys", "files", "seals")


def backup(arguments: list[str]) -> int:
    """Write the whole node into one file; the database is one consistent snapshot."""
    parser = argparse.ArgumentParser(prog="jinan backup")
    parser.add_argument("file", type=Path, nargs="?")
    node = Node()
    name = f"jinan-{node.choice.node}-{datetime.now():%Y%m%dT%H%M%S}.tar"  # noqa: DTZ005  # a file name
    target = parser.parse_args(arguments).file or node.home / "backups" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    write_archive(node, target)
    print(f"{target}  {target.stat().st_size / 2**20:.1f} MiB")
    return 0


def write_archive(node: Node, target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        dump = Path(folder) / "database.dump"
        command: list[str | Path] = [
            BINARIES / "pg_dump",
            "-Fc",
            "-Z",
            "1",
            "-f",
            dump,
            owner_url(node),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Trouble(f"pg_dump: {done.stderr.strip()}")
        parts = {"database.dump": dump}
        for name in FOLDERS:
            base = node.home / name
            parts |= {str(p.relative_to(node.home)): p for p in base.rglob("*") if p.is_file()}
        manifest = {
            "format": 1,
            "made": time.time(),
            "choice": node.choice.__dict__,
            "parts": {name: sha256(path) for name, path in parts.items()},
        }
        waiting = target.with_suffix(".part")
        with tarfile.open(waiting, "w") as tar:
            text = json.dumps(manifest, indent=1).encode()
            info = tarfile.TarInfo("manifest.json")
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text))
            for name, path in parts.items():
                tar.add(path, name)
        waiting.chmod(0o600)
        waiting.replace(target)


def owner_url(node: Node) -> str:
    return node.environment()["JINAN_OWNER_URL"]


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore(arguments: list[str]) -> int:
    """Make this node from a backup; refuses a damaged file, a running node, and one that has data."""
    parser = argparse.ArgumentParser(prog="jinan restore")
    parser.add_argument("file", type=Path)
    parser.add_argument("--replace", action="store_true", help="throw away the data that is here")
    given, node = parser.parse_args(arguments), Node()
    if running(node):
        raise Trouble("the node runs; stop it first: ./jinan down")
    with tempfile.TemporaryDirectory() as folder:
        manifest = unpack(given.file, Path(folder))
        read_archive(node, Path(folder), manifest, replace=given.replace)
    print("restored; start it with ./jinan up")
    return 0


def unpack(file: Path, folder: Path) -> dict[str, object]:
    """Unpack and check every part against the manifest; nothing of the node is touched yet."""
    try:
        with tarfile.open(file) as tar:
            tar.extractall(folder, filter="data")
        manifest = json.loads((folder / "manifest.json").read_text())
    except (OSError, tarfile.TarError, ValueError, KeyError) as error:
        raise Trouble(f"{file} is not a whole backup: {error}") from error
    for name, mark in manifest["parts"].items():
        path = folder / name
        if not path.is_file() or sha256(path) != mark:
            raise Trouble(f"{file} is damaged: {name} is missing or altered; nothing was changed")
    return manifest


def read_archive(node: Node, folder: Path, manifest: dict[str, object], *, replace: bool) -> None:
    cluster = Cluster(node)
    cluster.start()
    exists = cluster.psql("SELECT 1 FROM pg_database WHERE datname = 'jinan'")
    if exists and cluster.psql("SELECT to_regclass('django_migrations')", "jinan"):
        if not replace:
            raise Trouble("this node has data; add --replace to throw it away")
        cluster.psql("DROP DATABASE jinan WITH (FORCE)")
    node.choose(**{**manifest["choice"], "port": 0})  # type: ignore[dict-item]
    for name in FOLDERS:
        shutil.rmtree(node.home / name, ignore_errors=True)
        if (folder / name).exists():
            shutil.copytree(folder / name, node.home / name)
    cluster.prepare()
    done = subprocess.run(
        [
            BINARIES / "pg_restore", "-h", node.socket, "-U", "postgres", "-d", "jinan",
            "--no-comments", "--exit-on-error", "--if-exists", "--clean", folder / "database.dump",
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Trouble(f"pg_restore: {done.stderr.strip()[-2000:]}")
    for command in (["new_epoch"], ["migrate", "--database", "owner", "-v", "0"], ["guard"]):
        if run(*command, node=node, quiet=True):
            raise Trouble(f"`manage {command[0]}` failed after the restore")
    shutil.rmtree(node.home / "stamps", ignore_errors=True)
