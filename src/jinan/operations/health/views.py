"""Answers for machines that watch the node: /livez, /readyz, /metrics."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

METRICS = """
SELECT 'jinan_queue_waiting', count(*) FROM procrastinate_jobs WHERE status = 'todo'
UNION ALL SELECT 'jinan_queue_failed', count(*) FROM procrastinate_jobs WHERE status = 'failed'
UNION ALL SELECT 'jinan_seals', coalesce(max(number), 0) FROM changes_seal
UNION ALL SELECT 'jinan_seal_age_seconds', coalesce(extract(epoch FROM now() - max(sealed_at))::bigint, 0)
  FROM changes_seal
UNION ALL SELECT 'jinan_database_bytes', pg_database_size(current_database())
UNION ALL SELECT 'jinan_connections', count(*) FROM pg_stat_activity WHERE datname = current_database()
"""


def livez(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("alive\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers, every migration is applied, and the locks are in place."""
    faults = []
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        faults.append("migrations are waiting: ./jinan manage migrate --database owner")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regprocedure('scope.claims()') IS NOT NULL")
        if not cursor.fetchone()[0]:
            faults.append("the locks are missing: ./jinan manage guard")
    return JsonResponse({"ready": not faults, "faults": faults}, status=503 if faults else 200)


def metrics(request: HttpRequest) -> HttpResponse:
    """Counts in the text format of Prometheus; to this machine only."""
    if request.META.get("REMOTE_ADDR") not in ("127.0.0.1", "::1"):
        return HttpResponse("metrics are given to this machine only\n", status=403)
    with connection.cursor() as cursor:
        cursor.execute(METRICS)
        lines = [f"{name} {int(value)}" for name, value in cursor.fetchall()]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")
