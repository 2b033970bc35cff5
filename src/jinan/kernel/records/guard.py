"""The locks of every record table: row security, change log, version stamp, indexes, search words.

Runs as the owner after every migration and may run again at any time. It is made from the
declarations, so that a new register is locked from its first day.
"""

from importlib.resources import files

from django.conf import settings
from django.db import connections

from jinan.kernel.changes.api import Logged, trigger_sql
from jinan.kernel.records.models import Initials, Key, Measure, PointField, Several
from jinan.kernel.records.types import RecordType, record_types

STAMPS = {"id", "version", "created_at", "created_by", "changed_at", "changed_by", "node"}

# Tables below the records whose changes are logged too, with their columns and personal columns.
BELOW = (
    Logged(
        "identity_account",
        "identity.account",
        (
            "login",
            "name",
            "kind",
            "email",
            "phone",
            "agency_id",
            "holder",
            "is_active",
            "locked_until",
            "must_change_password",
            "must_enrol",
            "demonstration",
        ),
        personal=frozenset({"email", "phone"}),
        placed=False,
    ),
    Logged(
        "identity_assignment",
        "identity.assignment",
        (
            "account_id",
            "role",
            "division_id",
            "branch_id",
            "subject",
            "valid_from",
            "valid_to",
            "granted_by_id",
            "reason",
        ),
        placed=False,
    ),
    Logged(
        "identity_link",
        "identity.link",
        ("account_id", "purpose", "made_by", "expires_at", "used_at"),
        placed=False,
    ),
    Logged(
        "codes_finding",
        "codes.finding",
        ("set_id", "edition", "code", "verdict", "zh", "en", "note", "source", "reason"),
        placed=False,
    ),
    Logged(
        "identity_signup",
        "identity.signup",
        ("account_id", "credit_code", "enterprise", "accepted", "decided_by_id", "reason"),
        placed=False,
    ),
    Logged(
        "identity_handover",
        "identity.handover",
        ("account_id", "successor_id", "by_id", "reason", "items", "seen_at"),
        placed=False,
    ),
    Logged(
        "agencies_agency",
        "agencies.agency",
        ("code", "name", "division_id", "branch_id", "superior_id", "node_id", "duty_phone"),
        key="uid",
        placed=False,
    ),
    Logged(
        "agencies_post",
        "agencies.post",
        ("agency_id", "title", "phone", "order"),
        key="uid",
        placed=False,
    ),
)

# Rights and policies of the tables below the records, in this order.
AFTER = (
    "identity/sql/accounts.sql",
    "codes/sql/codes.sql",
    "jobs/sql/runs.sql",
    "events/sql/events.sql",
    "records/sql/desk.sql",
    "records/sql/decisions.sql",
)

DECISIONS = Logged(
    "records_decision",
    "records.decision",
    (
        "division_id", "also", "agency_id", "target_kind", "target", "topic", "verb", "measure", "text",
        "due",
        "receiver_id", "cause_id", "applied_at", "refused",
    ),
)  # fmt: skip


def guard(using: str = "owner") -> list[str]:
    """Put all locks in place; returns the tables guarded."""
    guarded = []
    with connections[using].cursor() as cursor:
        for name in ("identity/sql/scope.sql", "changes/sql/log.sql", "records/sql/records.sql"):
            cursor.execute(files("jinan.kernel").joinpath(name).read_text())
        cursor.execute(
            "INSERT INTO scope.secret (key) VALUES (%s) ON CONFLICT (one) DO UPDATE SET key = excluded.key",
            [settings.SCOPE_KEY],
        )
        cursor.execute(
            "INSERT INTO scope.node (code) VALUES (%s) ON CONFLICT (one) DO UPDATE SET code = excluded.code",
            [settings.NODE],
        )
        for logged in BELOW:
            cursor.execute(trigger_sql(logged))
        cursor.execute(trigger_sql(DECISIONS))
        cursor.execute(stamp("records_decision"))
        for name in AFTER:
            cursor.execute(files("jinan.kernel").joinpath(name).read_text())
        for room in settings.ROOMS:
            locks = files(room).joinpath("sql/locks.sql")
            if locks.is_file():
                cursor.execute(locks.read_text())
        for one in record_types():
            for statement in table_sql(one):
                cursor.execute(statement)
            guarded.append(one.model._meta.db_table)
    return guarded


def table_sql(kind: RecordType) -> list[str]:
    """Everything one record table needs, in order."""
    table = kind.model._meta.db_table
    columns = [
        str(f.column)
        for f in kind.model._meta.concrete_fields
        if f.column not in STAMPS and not isinstance(f, Initials | Key)
    ]
    logged = Logged(table, kind.kind, columns, personal=frozenset(kind.personal))
    return [
        f"INSERT INTO changes.record_table VALUES ('{table}', '{kind.kind}', '{kind.subject}') "
        "ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, subject = excluded.subject",
        policies(table, kind.subject, open_to_officers=kind.model.open_to_officers),
        trigger_sql(logged),
        stamp(table),
        *words(kind),
        *indexes(kind),
    ]


def policies(table: str, subject: str, *, open_to_officers: bool = False) -> str:
    """Row security for the web role: read within the scope, write within the writing scope."""

    def allowed(writing: str) -> str:
        return (
            f"(SELECT scope.everywhere('{subject}', {writing})) "
            f"OR division_id = ANY((SELECT scope.divisions('{subject}', {writing}))::text[])"
        )

    shared = "" if open_to_officers else "division_id IS NULL AND "
    read = (
        f"{allowed('false')} OR also::text[] && (SELECT scope.divisions('{subject}', false))::text[] "
        f"OR ({shared}(SELECT scope.is_officer())) OR holder = (SELECT scope.holder())"
    )
    write = allowed("true")
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON {table} FROM jinan_web;
GRANT SELECT, INSERT, UPDATE ON {table} TO jinan_web;
DROP POLICY IF EXISTS seen ON {table};
DROP POLICY IF EXISTS entered ON {table};
DROP POLICY IF EXISTS changed ON {table};
CREATE POLICY seen ON {table} FOR SELECT TO jinan_web USING ({read});
CREATE POLICY entered ON {table} FOR INSERT TO jinan_web
  WITH CHECK (({write}) AND (node = (SELECT scope.this_node()) OR (SELECT scope.is_system())));
CREATE POLICY changed ON {table} FOR UPDATE TO jinan_web USING ({write}) WITH CHECK ({write});"""


def stamp(table: str) -> str:
    return f"""
DROP TRIGGER IF EXISTS stamp ON {table};
CREATE TRIGGER stamp BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION changes.stamp();"""


def words(kind: RecordType) -> list[str]:
    """The generated column of search words over the record's own text fields."""
    own = [name for name in kind.search if "__" not in name]
    table = kind.model._meta.db_table
    if not own:
        return []
    joined = " || ' ' || ".join(f"coalesce({kind.field_of(name).column}::text, '')" for name in own)
    mark = f"words of {joined}"
    return [
        f"""
DO $do$ BEGIN
  IF coalesce((SELECT col_description('{table}'::regclass, attnum) FROM pg_attribute
      WHERE attrelid = '{table}'::regclass AND attname = 'words' AND NOT attisdropped), '') <> $mark${mark}$mark$ THEN
    ALTER TABLE {table} DROP COLUMN IF EXISTS words;
    ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS (changes.words({joined})) STORED;
    COMMENT ON COLUMN {table}.words IS $mark${mark}$mark$;
    ALTER TABLE {table} ALTER COLUMN words SET STATISTICS 1000;
  END IF;
END $do$;""",
        f"CREATE INDEX IF NOT EXISTS {table}_words ON {table} USING gin (words) WITH (fastupdate = off)",
    ]


def indexes(kind: RecordType) -> list[str]:
    """Indexes for territory, each own sortable column, the holder, the geometry."""
    table, model = kind.model._meta.db_table, kind.model
    made = [
        f"CREATE INDEX IF NOT EXISTS {table}_place ON {table} (division_id, id)",
        f"CREATE INDEX IF NOT EXISTS {table}_also ON {table} USING gin (also) WHERE also <> '{{}}'",
        f"CREATE INDEX IF NOT EXISTS {table}_holder ON {table} (holder) WHERE holder IS NOT NULL",
    ]
    own = [c for c in kind.columns if isinstance(c, str)]
    for name in dict.fromkeys((*own, *kind.filters, *(term.field for term in kind.terms))):
        hidden = name in kind.personal and name not in kind.filters  # never put in order
        if "__" in name or name == "division" or hidden:
            continue
        column = kind.field_of(name).column
        if isinstance(kind.field_of(name), Several):
            made.append(
                f"CREATE INDEX IF NOT EXISTS {table}_with_{column} ON {table} USING gin ({column})"
            )
            continue
        made.append(f"CREATE INDEX IF NOT EXISTS {table}_by_{column} ON {table} ({column}, id)")
        if name in kind.filters:
            made.append(
                f"CREATE INDEX IF NOT EXISTS {table}_place_{column} ON {table} (division_id, {column})"
            )
    for ends in (kind.field_of(term.field).column for term in kind.terms):
        made.append(
            f"CREATE INDEX IF NOT EXISTS {table}_ends_{ends} ON {table} (agency_id, {ends}) WHERE voided_at IS NULL"
        )
    for this in model._meta.concrete_fields:
        if isinstance(this, PointField):
            made.append(
                f"CREATE INDEX IF NOT EXISTS {table}_at_{this.column} ON {table} USING gist ({this.column})"
            )
        if isinstance(this, Measure) and this.least is not None:
            made.append(
                f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table}_{this.column}_least; "
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_{this.column}_least CHECK ({this.column} >= {this.least})"
            )
    return made
