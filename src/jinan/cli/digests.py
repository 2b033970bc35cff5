"""A count and a digest of every table and sequence: whether two databases hold the same."""

from typing import Any

TABLES = """
SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), c.relkind::text
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'S') AND n.nspname NOT LIKE 'pg\\_%%' AND n.nspname <> 'information_schema'
  AND c.relpersistence = 'p'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1
"""
# Independent of the order of rows; the text of a row is the same on every server of one release.
ROWS = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 7)::numeric), 0)::text FROM {} t"
SETTINGS = (
    "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL bytea_output = 'hex'"
)


def digests(connection: Any) -> dict[str, list[Any]]:
    """By table: rows and their digest; by sequence: its last value. Runs in the transaction given."""
    found: dict[str, list[Any]] = {}
    connection.execute(SETTINGS)
    for name, kind in connection.execute(TABLES).fetchall():
        what = ROWS if kind == "r" else "SELECT last_value, is_called::text FROM {}"
        found[name] = list(connection.execute(what.format(name)).fetchone())
    return found


def differences(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> list[str]:
    """Names of what is not the same on both sides, with both values."""
    return [
        f"{name}: {one.get(name)} there, {other.get(name)} here"
        for name in sorted(one.keys() | other.keys())
        if one.get(name) != other.get(name)
    ]
