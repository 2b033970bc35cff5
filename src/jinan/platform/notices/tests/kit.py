"""Delivering durable calls in a test, as the worker does; those of a later moment stay."""

import json

from django.db import connection

from jinan.kernel.jobs import tasks


def deliver(*, held: bool = False) -> int:
    """Make every durable call that is due (or all, when `held`); returns how many were made."""
    made = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE id = (SELECT min(id) FROM procrastinate_jobs "
                "WHERE task_name = 'jobs.call' AND (%s OR coalesce(scheduled_at, now()) <= now())) "
                "RETURNING args",
                [held],
            )
            row = cursor.fetchone()
        if row is None or made > 50:
            return made
        tasks.call(**(json.loads(row[0]) if isinstance(row[0], str) else row[0]))
        made += 1
