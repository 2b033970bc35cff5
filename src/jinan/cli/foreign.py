"""A database server of somebody else: what must be there is looked at before anything is made."""

from typing import Any

import psycopg

from jinan.cli import Trouble
from jinan.cli.cluster import EXTENSIONS
from jinan.cli.node import Node

SLOWER = ("geometry_overlaps", "ts_match_vq", "arrayoverlap")


def prepare_foreign(node: Node) -> None:
    """Refuse with a reason what cannot work; say what will be slower."""
    environment = node.environment()
    if "JINAN_OWNER_URL" not in environment:
        raise Trouble(
            "DATABASE_URL is set, so JINAN_OWNER_URL must be too: the same database as its owner"
        )
    owner = _ask(environment["JINAN_OWNER_URL"], "JINAN_OWNER_URL")
    web = _ask(environment["DATABASE_URL"], "DATABASE_URL")
    faults = []
    if owner["version"] < 150000:
        faults.append("the server must be PostgreSQL 15 or newer")
    if owner["encoding"] != "UTF8":
        faults.append("the database must be in UTF8")
    missing = [name for name in EXTENSIONS if name not in owner["extensions"]]
    if missing:
        faults.append(f"extensions are missing: {', '.join(missing)}")
    if web["role"] != "jinan_web":
        faults.append("DATABASE_URL must name the role jinan_web, which row security speaks of")
    if web["privileged"]:
        faults.append("jinan_web passes row security by (superuser or BYPASSRLS)")
    if not owner["creates"]:
        faults.append(f"{owner['role']} may not create schemas; it must own the database")
    if web["role"] == owner["role"]:
        faults.append("owner and web role must be two roles")
    if (web["database"], web["start"]) != (owner["database"], owner["start"]):
        faults.append("the two addresses lead to different databases")
    if faults:
        raise Trouble(
            "\n  ".join(["the database server is not prepared (deploy/README.md):", *faults])
        )
    if owner["slow"]:
        print(
            f"(searches and maps will be slower: not leakproof: {', '.join(owner['slow'])}) ",
            end="",
        )


def _ask(url: str, name: str) -> dict[str, Any]:
    try:
        with psycopg.connect(
            url, connect_timeout=10, row_factory=psycopg.rows.dict_row
        ) as connection:
            found = connection.execute(QUESTION, [list(SLOWER)]).fetchone()
    except psycopg.Error as error:
        raise Trouble(f"{name}: the database does not answer: {str(error).strip()}") from error
    return found or {}


QUESTION = """
SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
  current_user::text AS role, current_database()::text AS database, pg_postmaster_start_time() AS start,
  (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user) AS privileged,
  has_database_privilege(current_database(), 'CREATE') AND has_schema_privilege('public', 'CREATE') AS creates,
  (SELECT coalesce(array_agg(extname::text), '{}') FROM pg_extension) AS extensions,
  (SELECT coalesce(array_agg(DISTINCT proname::text), '{}') FROM pg_proc
   WHERE proname = ANY(%s) AND NOT proleakproof) AS slow
"""
