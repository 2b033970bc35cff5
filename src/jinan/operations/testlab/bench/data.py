"""The data set of the bench: enterprises and ponds over all counties of the nation, made by the server itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

COUNTY = "340122"
BIG_SHARE = 10  # every tenth pond lies in the county measured: 100,000 of a million

TABLES = ("tailings_tailingspond", "enterprises_enterprise")

# A UUIDv7-like id that follows the row's number, so that the order of ids is the order of rows.
SETUP = """
CREATE OR REPLACE FUNCTION pg_temp.uid(kind integer, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex(1750000000000 + n), 12, '0') || '7' || lpad(to_hex(kind), 3, '0')
    || '8' || substr(md5(kind::text || n::text), 1, 15))::uuid $$;
CREATE TEMP TABLE county AS SELECT row_number() OVER (ORDER BY code) - 1 AS n, code,
    76 + (hashtext(code) & 1023) * 0.055 AS x, 20 + ((hashtext(code) >> 10) & 1023) * 0.03 AS y
  FROM territory_division WHERE level = 'county' AND valid_to IS NULL AND kind IN ('admin', 'direct_county');
UPDATE county SET x = 117.47, y = 31.88 WHERE code = '{county}';
"""
ENTERPRISES = """
INSERT INTO enterprises_enterprise (id, division_id, also, holder, node, version, synthetic, created_at, changed_at,
  void_reason, name, short_name, initials, name_key, credit_code, industry, section, ownership, scale, supervision,
  status, legal_person, phone, safety_officer, safety_phone, employees, address, address_key, position, distinct_from)
SELECT pg_temp.uid(1, i), c.code, '{{}}', pg_temp.uid(1, i), 'bench', 1, true, now(), now(), '',
  (ARRAY['金河','宏远','恒泰','永兴','长丰','新源','大通','天华'])[1 + i % 8] || '矿业有限公司' || i, '',
  (ARRAY['jh','hy','ht','yx','cf','xy','dt','th'])[1 + i % 8] || 'kyyxgs' || i,
  (ARRAY['金河','宏远','恒泰','永兴','长丰','新源','大通','天华'])[1 + i % 8] || '矿业有限公司' || i,
  '91' || c.code || lpad(i::text, 10, '0'), '0810', 'B', '', (ARRAY['large','medium','small','micro'])[1 + i % 4],
  CASE WHEN i % 3 = 0 THEN ARRAY['mine', 'trade'] ELSE ARRAY['mine'] END,
  (ARRAY['operating','operating','operating','suspended'])[1 + i % 4], '王伟', '', '', '', i % 300, '', '',
  ST_SetSRID(ST_MakePoint(c.x + (random() - 0.5) * 0.5, c.y + (random() - 0.5) * 0.4), 4490), '{{}}'
FROM (SELECT i, CASE WHEN i > {spread} AND i % {share} = 0 THEN (SELECT n FROM county WHERE code = '{county}')
        ELSE i % (SELECT count(*) FROM county) END AS n FROM generate_series({first}, {last}) AS i) here
JOIN county c USING (n)
"""
PONDS = """
INSERT INTO tailings_tailingspond (id, division_id, also, holder, node, version, synthetic, created_at, changed_at,
  void_reason, name, enterprise_id, dam, capacity, height, degree, grade, standing)
SELECT pg_temp.uid(2, i), c.code, '{{}}', e.id, 'bench', 1, true, now(), now(), '',
  (ARRAY['北沟','南沟','东山','西岭','石门','大冲','龙潭','杨树洼','老虎岗','青石坳','双河','白土坡'])[1 + (i * 7) % 12]
    || '尾矿库' || i,
  e.id, ST_SetSRID(ST_MakePoint(c.x + (random() - 0.5) * 0.5, c.y + (random() - 0.5) * 0.4), 4490),
  round((random() * 3000)::numeric, 1), round((8 + random() * 90)::numeric, 1),
  (ARRAY['1','1','1','1','1','1','1','2','2','3','4'])[1 + (i * 13) % 11], 1 + (i * 3) % 5, 'in_use'
FROM (SELECT i, CASE WHEN i % {share} = 0 THEN (SELECT n FROM county WHERE code = '{county}')
        ELSE i % (SELECT count(*) FROM county) END AS n FROM generate_series({first}, {last}) AS i) here
JOIN county c USING (n)
JOIN LATERAL (SELECT pg_temp.uid(1, n + {counties} * (1 + i % {each})) AS id) e ON true
"""
BATCH = 100_000


def sizes() -> dict[str, int]:
    """How many rows each table of the data set has now."""
    with connections["owner"].cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = int(cursor.fetchone()[0])
    return found


def wanted(rows: int, only: str) -> dict[str, int]:
    """How many ponds and enterprises a part needs; ponds need a tenth as many enterprises to belong to."""
    ponds = 0 if only in ("enterprises", "regulations", "cases") else rows
    enterprises = (
        rows if only in ("", "enterprises") else (rows if only == "cases" else ponds) // 10
    )
    return dict(zip(TABLES, (ponds, enterprises), strict=True))


def fill(need: dict[str, int], told: Callable[[str], None]) -> None:
    """Make the ponds and enterprises needed, without the log, and gather statistics."""
    rows, firms = need.values()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no log, no checks of keys
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        cursor.execute(SETUP.format(county=COUNTY))
        cursor.execute("SELECT count(*) FROM county")
        counties = cursor.fetchone()[0]
        each = max(rows // 10 // counties, 1)  # enterprises a county that own ponds
        spread = counties * (each + 1)
        words = {"share": BIG_SHARE, "county": COUNTY}
        with without_indexes(cursor, told):
            for first, last in batches(max(firms, spread)):
                cursor.execute(ENTERPRISES.format(first=first, last=last, spread=spread, **words))
                told(f"{last:,} enterprises")
            for first, last in batches(rows):
                numbers = {"first": first, "last": last, "counties": counties, "each": each}
                cursor.execute(PONDS.format(**numbers, **words))
                told(f"{last:,} ponds")
        cursor.execute("RESET session_replication_role")
        for table in (*TABLES, "territory_division"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def batches(rows: int) -> Iterator[tuple[int, int]]:
    """First and last number of each batch."""
    for first in range(1, rows + 1, BATCH):
        yield first, min(first + BATCH - 1, rows)


@contextmanager
def without_indexes(cursor: Any, told: Callable[[str], None]) -> Iterator[None]:
    """Indexes that no constraint needs are taken away for the filling and made again after it."""
    cursor.execute(
        "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.tablename = ANY(%s) "
        "AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)",
        [list(TABLES)],
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f'DROP INDEX "{name}"')
    try:
        yield
    finally:
        for name, definition in found:
            cursor.execute(definition)
            told(name)


def log_triggers(cursor: Any, *, on: bool) -> None:
    """Switch the change log of the measured tables on or off."""
    for table in TABLES:
        for verb in ("add", "change", "remove"):
            state = "ENABLE" if on else "DISABLE"
            cursor.execute(f"ALTER TABLE {table} {state} TRIGGER log_{table}_{verb}")
