"""Reads of personal data 个人信息查阅: who read whose, how often, what is unusual."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from jinan.kernel.identity.models import Account
from jinan.operations.security.queries.accounts import agency_name
from jinan.operations.security.queries.log import kind_name, midnight
from jinan.operations.security.rules import Reading, oddities

MOST = 200
READERS = """
WITH reads AS (
  SELECT actor, actor_name, record, at, coalesce((after->>'count')::int, 1) AS persons, kind,
    extract(hour FROM at AT TIME ZONE 'Asia/Shanghai') AS hour, extract(isodow FROM at AT TIME ZONE 'Asia/Shanghai') AS day
  FROM changes_change WHERE verb = 'read' AND at >= %s AND at < %s AND (%s = '' OR kind = %s)),
each AS (SELECT actor, actor_name, record, count(*) AS times FROM reads WHERE record IS NOT NULL GROUP BY 1, 2, 3)
SELECT r.actor, r.actor_name, count(*), 
  count(DISTINCT r.record) + coalesce(sum(r.persons) FILTER (WHERE r.record IS NULL), 0),
  count(*) FILTER (WHERE r.hour < 7 OR r.hour >= 20 OR r.day > 5),
  coalesce((SELECT max(e.times) FROM each e WHERE e.actor IS NOT DISTINCT FROM r.actor AND e.actor_name = r.actor_name), 0),
  max(r.persons), max(r.at), array_agg(DISTINCT r.kind)
FROM reads r GROUP BY r.actor, r.actor_name
"""
READ = """
SELECT record, kind, count(*), count(DISTINCT actor), max(at), max(division)
FROM changes_change WHERE verb = 'read' AND at >= %s AND at < %s AND (%s = '' OR kind = %s) AND record IS NOT NULL
GROUP BY record, kind ORDER BY count(DISTINCT actor) DESC, count(*) DESC LIMIT %s
"""


@dataclass(frozen=True)
class Reader:
    """One account with what it read."""

    name: str
    login: str
    agency: str
    reading: Reading
    last: datetime
    kinds: str
    odd: list[str]


@dataclass(frozen=True)
class Read:
    """One person or record that was read, by how many accounts and how often."""

    record: UUID
    kind: str
    times: int
    readers: int
    last: datetime
    division: str | None


def words_of(odd: str) -> str:
    return {
        "at once": _("a great many at once"),
        "many": _("far more than others"),
        "often": _("the same person again and again"),
        "late": _("at night or on days off"),
    }[odd]


def readers(since: date, until: date, kind: str = "") -> list[Reader]:
    """Everybody who read personal data in the days, the unusual first, then by persons read."""
    with connection.cursor() as cursor:
        cursor.execute(READERS, [midnight(since), midnight(until + timedelta(days=1)), kind, kind])
        rows = cursor.fetchall()
    readings = {row[:2]: Reading(row[2], int(row[3]), row[4], row[5], row[6]) for row in rows}
    known = {
        one.pk: one for one in Account.objects.filter(pk__in=[row[0] for row in rows if row[0]])
    }
    found = [reader(row, readings, known.get(row[0])) for row in rows]
    return sorted(found, key=lambda one: (-len(one.odd), -one.reading.persons))


def reader(row: Any, readings: dict[Any, Reading], account: Account | None) -> Reader:
    mine = readings[row[:2]]
    return Reader(
        name=row[1] or "—",
        login=account.login if account else "",
        agency=agency_name(account.agency_id) if account else "",
        reading=mine,
        last=row[7],
        kinds="、".join(kind_name(kind) for kind in row[8]),
        odd=[words_of(one) for one in oddities(mine, list(readings.values()))],
    )


def most_read(since: date, until: date, kind: str = "", most: int = 20) -> list[Read]:
    """Whose data were read by the most accounts."""
    with connection.cursor() as cursor:
        cursor.execute(
            READ, [midnight(since), midnight(until + timedelta(days=1)), kind, kind, most]
        )
        return [Read(row[0], kind_name(row[1]), *row[2:]) for row in cursor.fetchall()]
