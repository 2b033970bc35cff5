"""`backup` and `restore`: one file with database, files, keys and seals; checked before it is believed.

The file is a tar: first `manifest.json` (format, a digest of every part, rows and digest of every
table as of the same snapshot as the dump), then the parts. It holds the node's secret keys, so only
its owner may read it; with a passphrase it is sealed as a whole (`sealing.py`).
"""

import argparse
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import psycopg

from jinan.cli import Trouble
from jinan.cli.cluster import BINARIES, Cluster
from jinan.cli.digests import digests
from jinan.cli.node import Node
from jinan.cli.sealing import Sealer, Unsealable, read_passphrase

FORMAT = 2
FOLDERS = ("seals", "keys", "files")  # seals before the dump: no head may be newer than the log
KEPT = 14


def backup(arguments: list[str]) -> int:
    """Write the whole node into one file; the database is one consistent snapshot."""
    parser = argparse.ArgumentParser(
        prog="jinan backup", description="Write one file with database, files and keys."
    )
    parser.add_argument("file", type=Path, nargs="?", help="default: a new one in var/backups")
    parser.add_argument(
        "--passphrase-file", type=Path, help="seal it; first line is the passphrase"
    )
    parser.add_argument(
        "--keep", type=int, default=KEPT, help=f"how many to keep in var/backups ({KEPT})"
    )
    given, node = parser.parse_args(arguments), Node()
    passphrase = opened_passphrase(given.passphrase_file)
    with node.alone():
        target = given.file or new_name(node, "jinan", ".sealed" if passphrase else "")
        write_archive(node, target, passphrase)
        if not given.file:
            forget_old(node, given.keep)
    print(f"{target}  {target.stat().st_size / 2**20:.1f} MiB")
    return 0


def opened_passphrase(file: Path | None) -> bytes | None:
    try:
        return read_passphrase(file) if file else None
    except (Unsealable, FileNotFoundError) as error:
        raise Trouble(str(error)) from error


def new_name(node: Node, word: str, ending: str = "") -> Path:
    stamp = datetime.now().astimezone().strftime("%Y%m%dT%H%M%S")
    folder = node.home / "backups"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{word}-{node.choice.node}-{stamp}.tar{ending}"


def keep_before_upgrade(node: Node) -> Path:
    target = new_name(node, "before-upgrade")
    write_archive(node, target, None)
    return target


def forget_old(node: Node, keep: int) -> None:
    """Remove all but the newest of the backups made by name; those under a name of one's own stay."""
    found = sorted((node.home / "backups").glob("jinan-*.tar*"), key=lambda p: p.stat().st_mtime)
    for old in found[: -max(keep, 1)]:
        old.unlink()


def write_archive(node: Node, target: Path, passphrase: bytes | None) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    waiting = target.with_name(f"{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as folder:
            base = Path(folder)
            for name in ("seals", "keys"):
                if (node.home / name).exists():
                    shutil.copytree(node.home / name, base / name)
            with database_up(node):
                rows = dump(node, base / "database.dump")
            parts = {str(p.relative_to(base)): p for p in base.rglob("*") if p.is_file()}
            files = node.home / "files"
            parts |= {str(p.relative_to(node.home)): p for p in files.rglob("*") if p.is_file()}
            manifest = {
                "format": FORMAT,
                "made": time.time(),
                "choice": node.choice.__dict__,
                "parts": {name: sha256(path) for name, path in parts.items()},
                "rows": rows,
            }
            handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as out:
                os.fchmod(out.fileno(), 0o600)
                write_tar(out, manifest, parts, passphrase)
                out.flush()
                os.fsync(out.fileno())
        waiting.replace(target)
    finally:
        waiting.unlink(missing_ok=True)


def write_tar(
    out: BinaryIO, manifest: dict[str, Any], parts: dict[str, Path], passphrase: bytes | None
) -> None:
    sealer = Sealer(out, passphrase) if passphrase else None
    with tarfile.open(fileobj=sealer or out, mode="w|") as tar:  # type: ignore[call-overload]
        text = json.dumps(manifest, indent=1).encode()
        head = tarfile.TarInfo("manifest.json")
        head.size, head.mode, head.mtime = len(text), 0o600, int(manifest["made"])
        tar.addfile(head, io.BytesIO(text))
        for name, path in parts.items():
            tar.add(path, name, filter=_bare)
    if sealer:
        sealer.close()


def _bare(part: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the names of this machine's users."""
    part.uid = part.gid = 0
    part.uname = part.gname = ""
    return part


@contextmanager
def database_up(node: Node) -> Iterator[None]:
    """The private database, started for the while when the node is stopped."""
    cluster = Cluster(node)
    if node.outside or cluster.runs():
        yield
        return
    if not (node.data / "PG_VERSION").exists():
        raise Trouble("there is no node here yet: ./jinan up")
    cluster.start()
    try:
        yield
    finally:
        cluster.stop()


def dump(node: Node, target: Path) -> dict[str, list[Any]]:
    """Dump the database; returns rows and digests of the very same snapshot."""
    url = owner_url(node)
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        snapshot = str(row[0]) if row else ""
        command: list[str | Path] = [
            BINARIES / "pg_dump", "-Fc", "-Z", "1", "--snapshot", snapshot, "-f", target, url,
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Trouble(f"pg_dump: {done.stderr.strip()[-1000:]}")
        return digests(connection)


def owner_url(node: Node) -> str:
    url = node.environment().get("JINAN_OWNER_URL")
    if not url:
        raise Trouble("JINAN_OWNER_URL is needed: the database as its owner")
    return url


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
