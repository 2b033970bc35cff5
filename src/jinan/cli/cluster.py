"""The private PostgreSQL + PostGIS cluster: on a socket only, for the node's user only."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from importlib.resources import files
from pathlib import Path

from jinan.cli import Trouble
from jinan.cli.node import Node
from jinan.cli.processes import VARIABLE

BINARIES = next(
    iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), Path("/usr/bin")
)

CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{socket}'
max_connections = 120
shared_buffers = {shared}MB
effective_cache_size = {cache}MB
work_mem = 24MB
maintenance_work_mem = 256MB
random_page_cost = 1.1
jit = off
max_wal_size = 4GB
checkpoint_timeout = 15min
wal_compression = on
log_line_prefix = '%m [%p] %u '
timezone = 'Asia/Shanghai'
"""
THROW_AWAY = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum = on\n"
EXTENSIONS = ("postgis", "pgcrypto")


class Cluster:
    """One private cluster; every deed may be repeated."""

    def __init__(self, node: Node, *, throw_away: bool = False) -> None:
        self.node, self.throw_away = node, throw_away

    def start(self) -> None:
        """Make the cluster if there is none, start it if it does not run."""
        if not (BINARIES / "initdb").exists():
            raise Trouble(
                "PostgreSQL is not installed; run ./jinan up as root or install deploy/apt.txt"
            )
        if not (self.node.data / "PG_VERSION").exists():
            self._make()
        if self.runs():
            return
        self._folder(self.node.socket)
        log = self.node.server / "server.log"
        deadline = time.monotonic() + 15
        while True:  # after a kill the old server may still be going down
            done = self._as_server(
                "pg_ctl", "start", "-w", "-t", "60", "-D", self.node.data, "-l", log, check=False
            )
            if done == 0 or self.runs():
                return
            if time.monotonic() > deadline:
                raise Trouble(f"the database does not start; see {log}")
            time.sleep(1)

    def stop(self) -> None:
        if self.runs():
            self._as_server("pg_ctl", "stop", "-w", "-m", "fast", "-D", self.node.data)

    def runs(self) -> bool:
        return self._as_server("pg_ctl", "status", "-D", self.node.data, check=False) == 0

    def alive(self) -> bool:
        """Whether the server's process lives; cheap, and not deceived by a number used again."""
        try:
            pid = int((self.node.data / "postmaster.pid").read_text().split("\n", 1)[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError):
            return False
        return str(self.node.data).encode() in command.split(b"\0")

    def psql(self, sql: str, database: str = "postgres", role: str = "postgres") -> str:
        """Run SQL as superuser; returns the bare rows."""
        done = subprocess.run(
            [
                BINARIES / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
                "-h", self.node.socket, "-U", role, "-d", database,
            ],
            input=sql, text=True, capture_output=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise Trouble(f"the database refuses: {done.stderr.strip()}")
        return done.stdout.strip()

    def prepare(self, database: str = "jinan") -> None:
        """Roles, database, extensions, and the functions the planner may push under row security."""
        for role in ("jinan_owner", "jinan_web"):
            if not self.psql(f"SELECT 1 FROM pg_roles WHERE rolname = '{role}'"):
                self.psql(f"CREATE ROLE {role} LOGIN")
        # Pages ask for few rows; starting parallel workers costs more than they bring.
        self.psql("ALTER ROLE jinan_web SET max_parallel_workers_per_gather = 0")
        if not self.psql(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"):
            self.psql(f"CREATE DATABASE {database} OWNER jinan_owner")
        self.psql(
            "".join(f"CREATE EXTENSION IF NOT EXISTS {name};" for name in EXTENSIONS)
            + "ALTER SCHEMA public OWNER TO jinan_owner;"
            + files("jinan.cli").joinpath("leakproof.sql").read_text(),
            database,
        )

    def _make(self) -> None:
        self._folder(self.node.server)
        making = self.node.server / "making"  # takes its name when it is whole
        shutil.rmtree(making, ignore_errors=True)
        sync = ["--no-sync"] if self.throw_away else []
        self._as_server(
            "initdb", "-D", making, "--locale=C.UTF-8", "-E", "UTF8", "-U", "postgres",
            "--auth-local=trust", "--auth-host=reject", *sync,
        )  # fmt: skip
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
        text = CONFIGURATION.format(
            socket=self.node.socket, shared=min(memory // 6, 2048), cache=memory // 2
        )
        with (making / "postgresql.conf").open("a") as file:
            file.write(text + (THROW_AWAY if self.throw_away else ""))
        making.rename(self.node.data)

    def _folder(self, path: Path) -> None:
        """A folder that only the server's user can enter."""
        if not path.parent.exists():
            path.parent.mkdir(parents=True)
            path.parent.chmod(0o755)
        path.mkdir(exist_ok=True)
        who = pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        if path.is_symlink() or path.stat().st_uid not in (os.geteuid(), who.pw_uid):
            raise Trouble(f"{path} belongs to somebody else; remove it first")
        if os.geteuid() == 0:
            os.chown(path, who.pw_uid, who.pw_gid)
        path.chmod(0o700)

    def _as_server(self, program: str, *arguments: object, check: bool = True) -> int:
        """Run a server program as the user that may; its output goes to a file (a pipe would hang)."""
        user = (
            {"user": "postgres", "group": "postgres", "extra_groups": []}
            if os.geteuid() == 0
            else {}
        )
        # The server is ended by its own program, never as one of the marked processes.
        bare = {name: value for name, value in os.environ.items() if name != VARIABLE}
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(
                [BINARIES / program, *map(str, arguments)],
                stdin=subprocess.DEVNULL, stdout=said,
                stderr=said, cwd="/", env=bare, check=False, **user,  # type: ignore[call-overload]
            )  # fmt: skip
            if check and done.returncode:
                said.seek(0)
                words = said.read().decode(errors="replace").strip()[-800:]
                raise Trouble(
                    f"{program} failed ({done.returncode}) in {self.node.server}\n{words}"
                )
        return int(done.returncode)
