"""`restore`: make a node from a backup. All is checked and loaded beside the old before anything is replaced."""

import argparse
import json
import shutil
import subprocess
import tarfile
import tempfile
import time
from pathlib import Path, PurePosixPath
from typing import Any

import psycopg

from jinan.cli import Trouble
from jinan.cli.archive import FOLDERS, FORMAT, opened_passphrase, sha256
from jinan.cli.cluster import BINARIES, Cluster
from jinan.cli.digests import differences, digests
from jinan.cli.manage import run
from jinan.cli.node import Node
from jinan.cli.processes import marked
from jinan.cli.sealing import MAGIC, Opener
from jinan.cli.supervisor import running

NEW = "jinan_restoring"
# The copy begins an epoch of its own, and nobody is signed in on it.
BEGIN = """
UPDATE scope.node SET epoch = epoch + 1;
DO $$ DECLARE name text; BEGIN
  FOREACH name IN ARRAY ARRAY['django_session', 'usersessions_usersession', 'shared_cache'] LOOP
    IF to_regclass(name) IS NOT NULL THEN EXECUTE format('DELETE FROM %I', name); END IF;
  END LOOP;
END $$;
"""


def restore(arguments: list[str]) -> int:
    """Make this node from a backup; refuses a damaged file, a running node, and one that has data."""
    parser = argparse.ArgumentParser(
        prog="jinan restore", description="Make this node from a backup; nothing else is needed."
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--replace", action="store_true", help="throw away the data that is here")
    parser.add_argument("--passphrase-file", type=Path, help="of a sealed backup")
    given, node = parser.parse_args(arguments), Node()
    passphrase = opened_passphrase(given.passphrase_file)
    if node.outside:
        raise Trouble("a foreign database is restored by hand: deploy/README.md")
    with node.alone():
        if running(node) or any(marked(node.mark)):
            raise Trouble("the node runs; stop it first: ./jinan down")
        with tempfile.TemporaryDirectory(dir=node.home, prefix="restoring-") as folder:
            base = Path(folder)
            manifest = unpack(given.file, base, passphrase)
            cluster = Cluster(node)
            was_up = (node.data / "PG_VERSION").exists() and cluster.runs()
            cluster.start()
            try:
                load(node, cluster, base, manifest, replace=given.replace)
                take_over(node, cluster, base, manifest)
                (node.home / "backups").mkdir(exist_ok=True)
                (node.home / "backups" / "proved").touch()
            finally:
                cluster.psql(f"DROP DATABASE IF EXISTS {NEW} WITH (FORCE)")
                if not was_up:
                    cluster.stop()
    print(
        f"restored: {len(manifest['rows'])} tables and sequences are the same; ./jinan up starts it"
    )
    return 0


def unpack(file: Path, folder: Path, passphrase: bytes | None) -> dict[str, Any]:
    """Unpack and check every part against the manifest; nothing of the node is touched yet."""
    try:
        with file.open("rb") as source:
            sealed = source.read(len(MAGIC)) == MAGIC
            source.seek(0)
            if sealed and not passphrase:
                raise Trouble(f"{file} is sealed; give --passphrase-file")
            opener = Opener(source, passphrase) if sealed and passphrase else None
            with tarfile.open(fileobj=opener or source, mode="r|") as tar:  # type: ignore[call-overload]
                extract(tar, folder)
            if opener:
                opener.drain()
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
        made_by, parts = int(manifest["format"]), dict(manifest["parts"])
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise Trouble(f"{file} is not a whole backup ({error}); nothing was changed") from error
    if made_by > FORMAT:
        raise Trouble(f"{file} was made by a newer release (format {made_by}); nothing was changed")
    found = {str(p.relative_to(folder)) for p in folder.rglob("*") if not p.is_dir()}
    for name in sorted(found - {"manifest.json"} | set(parts)):
        kind = name.split("/", 1)[0]
        if kind not in FOLDERS and name != "database.dump":
            raise Trouble(f"{file} holds something strange: {name}; nothing was changed")
        path = folder / name
        if path.is_symlink() or not path.is_file() or sha256(path) != parts.get(name):
            raise Trouble(f"{file} is damaged: {name} is missing or altered; nothing was changed")
    if "database.dump" not in parts:
        raise Trouble(f"{file} holds no database; nothing was changed")
    return {"rows": {}, **manifest}


def extract(tar: tarfile.TarFile, folder: Path) -> None:
    """Write plain files below the folder; anything else in the tar is refused."""
    for part in tar:
        name = PurePosixPath(part.name)
        content = tar.extractfile(part) if part.isreg() else None
        if content is None or name.is_absolute() or ".." in name.parts:
            raise ValueError(f"it holds something strange: {part.name}")
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            shutil.copyfileobj(content, file, 2**20)


def load(
    node: Node, cluster: Cluster, base: Path, manifest: dict[str, Any], *, replace: bool
) -> None:
    """Load the dump into a database beside the present one, and compare every table."""
    has_data = (
        cluster.psql("SELECT 1 FROM pg_database WHERE datname = 'jinan'")
        and cluster.psql("SELECT to_regclass('django_migrations')", "jinan")
    ) or (node.home / "keys").exists()
    if has_data and not replace:
        raise Trouble("this node has data; add --replace to throw it away")
    cluster.psql(f"DROP DATABASE IF EXISTS {NEW} WITH (FORCE)")
    cluster.prepare(NEW)
    load_dump(node, NEW, base / "database.dump")
    with psycopg.connect(node.url("postgres", NEW)) as connection:
        faults = differences(manifest["rows"], digests(connection)) if manifest["rows"] else []
    if faults:
        raise Trouble("\n  ".join(["the loaded data differ; nothing was changed", *faults[:20]]))


def load_dump(node: Node, database: str, dump: Path) -> None:
    """Load a dump into a prepared database; its extensions and schema are there already."""
    reader: list[str | Path] = [BINARIES / "pg_restore"]
    listed = subprocess.run([*reader, "--list", dump], capture_output=True, text=True, check=False)
    made = ("EXTENSION", "COMMENT - EXTENSION", "SCHEMA - public", "ACL - SCHEMA public")
    lines = [
        line for line in listed.stdout.splitlines() if not any(f" {word}" in line for word in made)
    ]
    wanted = dump.with_suffix(".list")
    wanted.write_text("\n".join(lines))
    done = subprocess.run(
        [
            *reader, "-h", node.socket, "-U", "postgres", "-d", database, "--no-comments",
            "--exit-on-error", "--use-list", wanted, dump,
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    wanted.unlink()
    if listed.returncode or done.returncode:
        said = (listed.stderr + done.stderr).strip()[-2000:]
        raise Trouble(f"the dump cannot be loaded; nothing was changed\n{said}")


def take_over(node: Node, cluster: Cluster, base: Path, manifest: dict[str, Any]) -> None:
    """Put the loaded database and the folders in the place of the old ones."""
    cluster.psql(BEGIN, NEW)
    cluster.psql("DROP DATABASE IF EXISTS jinan WITH (FORCE)")
    cluster.psql(f"ALTER DATABASE {NEW} RENAME TO jinan")
    old_heads = node.home / "seals" / "heads.jsonl"
    if old_heads.exists():  # an auditor may ask what stood in the chain that was thrown away
        kept = base / "seals" / f"replaced-{time.strftime('%Y%m%dT%H%M%S')}.jsonl"
        kept.parent.mkdir(exist_ok=True)
        shutil.copy(old_heads, kept)
    for name in FOLDERS:
        shutil.rmtree(node.home / name, ignore_errors=True)
        if (base / name).exists():
            shutil.copytree(base / name, node.home / name)
    if (node.home / "keys").exists():
        (node.home / "keys").chmod(0o700)
        for path in (node.home / "keys").rglob("*"):
            path.chmod(0o700 if path.is_dir() else 0o600)
    shutil.rmtree(node.home / "stamps", ignore_errors=True)
    chosen = {k: v for k, v in manifest["choice"].items() if k in node.choice.__dict__}
    node.choose(**{**chosen, "port": 0, "lan": node.choice.lan})
    for command in (["migrate", "--database", "owner", "-v", "0"], ["guard"]):
        if run(*command, node=node, quiet=True):
            raise Trouble(f"the data are restored, but `manage {command[0]}` failed; see above")
