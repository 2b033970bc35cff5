"""Tables that belong to records of every register, such as their files: placed, locked and logged like them.

A companion has the columns of a record and `target_kind`, `target`, `topic`, `shared`. The database
itself copies the place of the record to it, when it is added and whenever the record moves.
"""

from dataclasses import dataclass

from jinan.kernel.changes.api import Logged, trigger_sql

STAMPED = ("version", "changed_at", "changed_by")


@dataclass(frozen=True)
class Companion:
    """A table of what belongs to records; only the columns `changed_at_will` are ever changed by people."""

    table: str
    kind: str
    columns: tuple[str, ...]
    changed_at_will: tuple[str, ...] = ()


_companions: list[Companion] = []


def offer_companion(companion: Companion) -> Companion:
    """Make such a table known; called when its room is ready."""
    _companions.append(companion)
    return companion


def companions_sql() -> list[str]:
    """Locks and triggers of every such table."""
    return [text for one in _companions for text in (trigger_sql(_logged(one)), locks(one))]


def _logged(one: Companion) -> Logged:
    return Logged(one.table, one.kind, one.columns)


def locks(one: Companion) -> str:
    changed = ", ".join((*one.changed_at_will, *STAMPED))
    table = one.table
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON {table} FROM jinan_web;
GRANT SELECT, INSERT, UPDATE ({changed}) ON {table} TO jinan_web;
DROP TRIGGER IF EXISTS a_place ON {table};
CREATE TRIGGER a_place BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION changes.place_of_target();
DROP TRIGGER IF EXISTS stamp ON {table};
CREATE TRIGGER stamp BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION changes.stamp();
DROP POLICY IF EXISTS seen ON {table};
DROP POLICY IF EXISTS entered ON {table};
DROP POLICY IF EXISTS changed ON {table};
CREATE POLICY seen ON {table} FOR SELECT TO jinan_web
  USING (scope.sees(topic, division_id, also, holder) OR (shared AND (SELECT scope.is_officer())));
CREATE POLICY entered ON {table} FOR INSERT TO jinan_web
  WITH CHECK (scope.sees(topic, division_id, '{{}}', NULL, true));
CREATE POLICY changed ON {table} FOR UPDATE TO jinan_web
  USING (scope.sees(topic, division_id, '{{}}', NULL, true))
  WITH CHECK (scope.sees(topic, division_id, '{{}}', NULL, true));"""


def follow_sql(table: str) -> str:
    """What makes the companions of a record move with it."""
    moves = "\n".join(
        f"  UPDATE {one.table} SET division_id = NEW.division_id, also = NEW.also, holder = NEW.holder "
        "WHERE target = NEW.id AND node = scope.this_node();"
        for one in _companions
    )
    return f"""
CREATE OR REPLACE FUNCTION changes.move_companions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
{moves}
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS companions ON {table};
CREATE TRIGGER companions AFTER UPDATE ON {table} FOR EACH ROW
  WHEN ((OLD.division_id, OLD.also, OLD.holder) IS DISTINCT FROM (NEW.division_id, NEW.also, NEW.holder))
  EXECUTE FUNCTION changes.move_companions();"""
