"""The first page of each administrator: his numbers, and what waits for him."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jinan.kernel.changes.api import Verb, chain
from jinan.kernel.identity.api import (
    sessions_of_all,
    waiting_password_requests,
    waiting_sign_ups,
)
from jinan.kernel.identity.models import THREE
from jinan.kernel.identity.request import Request
from jinan.operations.security.queries import accounts, log
from jinan.operations.security.views.gate import for_duty

WATCHED = (Verb.READ, Verb.EXPORT, Verb.SIGN_IN, Verb.REFUSED)


@for_duty(*THREE)
def home(request: Request) -> HttpResponse:
    context: dict[str, Any] = {}
    if request.viewer.has("auditor"):
        context |= of_the_auditor()
    if request.viewer.has("sysadmin"):
        context |= {
            "counts": accounts.counts(),
            "passwords": waiting_password_requests().count(),
            "sign_ups": waiting_sign_ups().count(),
            "sessions": len(sessions_of_all()),
            "locked": accounts.accounts({"state": "locked"})[:8],
        }
    if request.viewer.has("secadmin"):
        context |= {
            "counts": accounts.counts(),
            "sessions": len(sessions_of_all()),
            "without": accounts.accounts({"state": "without"})[:8],
            "latest": accounts.latest_assignments()[:8],
        }
    return render(request, "security/home.html", context)


def of_the_auditor() -> dict[str, Any]:
    today = log.midnight(timezone.localdate())
    counted = log.counted_since(today)
    changed = sum(counted.get(verb, 0) for verb in (Verb.ADD, Verb.CHANGE, Verb.REMOVE))
    refused = log.Search({"view": "refusals"}).page().lines[:8]
    return {
        "standing": chain.standing(),
        "today": {str(verb).replace("-", "_"): counted.get(verb, 0) for verb in WATCHED},
        "changed": changed,
        "refused": refused,
        "proofs": log.proofs(3),
    }


@for_duty("sysadmin")
def node(request: Request) -> HttpResponse:
    """Facts of the node that its administrator is asked for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), pg_database_size(current_database()), "
            "pg_postmaster_start_time(), (SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database()), (SELECT extversion FROM pg_extension WHERE extname = 'postgis')"
        )
        version, size, started, connections, postgis = cursor.fetchone()
        cursor.execute(
            "SELECT status, count(*) FROM procrastinate_jobs GROUP BY status ORDER BY status"
        )
        jobs = dict(cursor.fetchall())
        cursor.execute(
            "SELECT c.relname, c.reltuples::bigint, pg_total_relation_size(c.oid) FROM pg_class c "
            "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace "
            "ORDER BY pg_total_relation_size(c.oid) DESC LIMIT 12"
        )
        tables = [{"name": n, "rows": max(r, 0), "size": s} for n, r, s in cursor.fetchall()]
    context = {
        "mode": settings.MODE,
        "hosts": settings.ALLOWED_HOSTS,
        "version": version,
        "postgis": postgis,
        "size": size,
        "started": started,
        "connections": connections,
        "jobs": jobs,
        "tables": tables,
        "rooms": len(settings.INSTALLED_APPS),
        "https": settings.SESSION_COOKIE_SECURE,
    }
    return render(request, "security/node.html", context)
