"""SQL of the statement-level triggers that write the change log for one table."""

from collections.abc import Sequence
from dataclasses import dataclass

PLACE = ("version", "division_id", "also", "holder")
COLUMNS = (
    "epoch, actor, actor_name, origin, reason, verb, kind, record, version, division, also, holder, "
    "node, before, after"
)


@dataclass(frozen=True)
class Logged:
    """A table whose changes are logged: its kind, the columns kept, those that are personal."""

    table: str
    kind: str
    columns: Sequence[str]
    personal: frozenset[str] = frozenset()
    key: str = "id"
    placed: bool = True


def trigger_sql(logged: Logged) -> str:
    """Three functions and three triggers; safe to run again."""
    parts = [
        _event(logged, "add", "INSERT", "NEW TABLE AS new_rows", _whole(logged, "n", "after")),
        _event(
            logged,
            "change",
            "UPDATE",
            "OLD TABLE AS old_rows NEW TABLE AS new_rows",
            _differences(logged),
        ),
        _event(logged, "remove", "DELETE", "OLD TABLE AS old_rows", _whole(logged, "o", "before")),
        _personal(logged),
    ]
    return "\n".join(parts)


def _personal(logged: Logged) -> str:
    """Tell the log which columns an erasure has to empty."""
    if not logged.personal:
        return f"DELETE FROM changes.personal_table WHERE name = '{logged.table}';"
    columns = ", ".join(f"'{name}'" for name in sorted(logged.personal))
    return (
        f"INSERT INTO changes.personal_table VALUES ('{logged.table}', '{logged.kind}', ARRAY[{columns}]) "
        "ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, columns = excluded.columns;"
    )


def _event(logged: Logged, verb: str, when: str, tables: str, body: str) -> str:
    name = f"log_{logged.table}_{verb}"
    # The plan of the first call is kept: made for one row, loops in loops would meet thousands later.
    return f"""
CREATE OR REPLACE FUNCTION changes.{name}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET enable_nestloop = off AS $log$
BEGIN
{_keys(logged, "old_rows" if verb == "remove" else "new_rows")}  INSERT INTO changes_change ({COLUMNS})
{body};
  RETURN NULL;
END $log$;
DROP TRIGGER IF EXISTS {name} ON {logged.table};
CREATE TRIGGER {name} AFTER {when} ON {logged.table} REFERENCING {tables}
  FOR EACH STATEMENT EXECUTE FUNCTION changes.{name}();"""


def _keys(logged: Logged, table: str) -> str:
    """A key for each person whose data are written and who has none yet, all in one statement."""
    if not logged.personal:
        return ""
    given = " OR ".join(f"r.{name}::text <> ''" for name in sorted(logged.personal))
    return (
        f"  INSERT INTO changes.person (person, key) SELECT r.{logged.key}, public.gen_random_bytes(32)\n"
        f"  FROM {table} r WHERE {given} ON CONFLICT (person) DO NOTHING;\n"
    )


def _head(logged: Logged, row: str, verb: str) -> str:
    place = (
        ", ".join(f"{row}.{column}" for column in PLACE)
        if logged.placed
        else "NULL::integer, NULL::text, NULL::text[], NULL::uuid"
    )
    return (
        f"  SELECT a.epoch, a.who, a.name, a.origin, a.why, '{verb}', '{logged.kind}', "
        f"{row}.{logged.key}, {place}, a.node"
    )


def _value(logged: Logged, row: str, column: str) -> str:
    if column in logged.personal:
        key = f"(SELECT key FROM changes.person WHERE person = {row}.{logged.key})"
        return f"changes.hidden({row}.{column}::text, {key})"
    return f"to_jsonb({row}.{column})"


def _whole(logged: Logged, row: str, side: str) -> str:
    columns = ", ".join(
        f"{_value(logged, row, c)} AS {c}" if c in logged.personal else f"{row}.{c}"
        for c in logged.columns
    )
    kept = "jsonb_strip_nulls(to_jsonb(x))"
    sides = f"NULL, {kept}" if side == "after" else f"{kept}, NULL"
    table, verb = ("new_rows", "add") if row == "n" else ("old_rows", "remove")
    return (
        f"{_head(logged, row, verb)}, {sides}\n"
        f"  FROM {table} {row}, changes.actor() a, LATERAL (SELECT {columns}) x"
    )


def _differences(logged: Logged) -> str:
    before, after = (_changed(logged, row) for row in ("o", "n"))
    return (
        f"  SELECT * FROM (\n{_head(logged, 'n', 'change')},\n    {before} AS was,\n    {after} AS is_now\n"
        f"  FROM new_rows n JOIN old_rows o USING ({logged.key}), changes.actor() a) d\n"
        f"  WHERE d.was <> '{{}}' OR d.is_now <> '{{}}'"
    ).replace(f"n.{logged.key}, ", f"{logged.key}, ", 1)


def _changed(logged: Logged, row: str) -> str:
    """One jsonb object of the columns that differ, in pieces that PostgreSQL can take as arguments."""
    pieces = []
    for start in range(0, len(logged.columns), 40):
        pairs = ", ".join(
            f"'{c}', CASE WHEN o.{c} IS DISTINCT FROM n.{c} THEN {_value(logged, row, c)} END"
            for c in logged.columns[start : start + 40]
        )
        pieces.append(f"jsonb_strip_nulls(jsonb_build_object({pairs}))")
    return " || ".join(pieces)
