"""Writing: what the change log costs, for one write and in bulk, as the web role under both locks."""

from collections.abc import Iterator
from uuid import UUID

from django.db import connection, connections

from jinan.kernel.identity.api import Viewer, in_scope
from jinan.operations.testlab.bench.data import COUNTY, log_triggers
from jinan.operations.testlab.bench.measure import Bar, Times, timed
from jinan.operations.testlab.bench.pages import some_ids

ONE = 300
ROUNDS = 9
BULK = 5_000


def writing(viewer: Viewer) -> Iterator[Bar]:
    ids = some_ids(ONE + 20)

    def one(number: int) -> None:
        with in_scope(viewer, reason="bench"), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE tailings_tailingspond SET height = height + 0.1 WHERE id = %s",
                [UUID(ids[number % len(ids)])],
            )

    def many(number: int) -> None:
        with in_scope(viewer, reason="bench"), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE tailings_tailingspond SET height = height + 0.1 WHERE id IN "
                "(SELECT id FROM tailings_tailingspond WHERE division_id = %s ORDER BY id LIMIT %s)",
                [COUNTY, BULK],
            )

    logged, bare = by_turns(one, rounds=10, each=ONE // 10)
    yield Bar("one write with the log", logged, "without the log", bare, 1.5, by_ratio=True)
    logged, bare = by_turns(many, rounds=ROUNDS, each=1)
    yield Bar(f"{BULK:,} rows with the log", logged, "without the log", bare, 4, by_ratio=True)


def by_turns(deed: object, *, rounds: int, each: int) -> tuple[Times, Times]:
    """The same deed with and without the log, in turns, so that both meet the same machine."""
    logged, bare = Times(), Times()
    for number in range(rounds):
        for on, times in ((True, logged), (False, bare)):
            with connections["owner"].cursor() as cursor:
                log_triggers(cursor, on=on)
            warm = 2 if number == 0 else 1 if each > 1 else 0
            times.seconds += timed(deed, each, warm=warm).seconds  # type: ignore[arg-type]
    with connections["owner"].cursor() as cursor:
        log_triggers(cursor, on=True)
    return logged, bare
