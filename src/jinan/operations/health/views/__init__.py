"""Answers for machines that watch the node (/livez, /readyz, /metrics) and the board for the duty staff (/health/)."""

import hmac
import time
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jinan.kernel.identity.api import Viewer
from jinan.kernel.identity.request import Request
from jinan.operations.health import queries, rules
from jinan.operations.health.queries.measures import measured
from jinan.operations.health.views import sentences

PLAIN = "text/plain; version=0.0.4; charset=utf-8"


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether requests may be sent here; the reasons are told to this machine or a known watcher."""
    try:
        facts = queries.facts()
        faults, warnings = rules.faults(facts), rules.warnings(facts)
    except Error:
        faults, warnings = ["the database does not answer"], []
    told: dict[str, object] = {"ready": not faults}
    if may_look(request):
        told |= {"faults": faults, "warnings": warnings}
    return JsonResponse(told, status=503 if faults else 200)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in the text format of Prometheus; for this machine, or with the watcher's token."""
    if not may_look(request):
        return HttpResponse("figures are given to this machine or with a token\n", status=403)
    try:
        lines = [f"{name} {number(value)}" for name, value in figures()]
    except Error:
        lines = ["jinan_ready 0", "jinan_database_up 0"]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


def may_look(request: HttpRequest) -> bool:
    """A request from this machine itself, or one with `Authorization: Bearer <JINAN_METRICS_TOKEN>`."""
    said = request.headers.get("Authorization", "")
    wanted = settings.METRICS_TOKEN
    if wanted and hmac.compare_digest(said.encode(), f"Bearer {wanted}".encode()):
        return True
    return rules.came_from_here(request.META)


def number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.3f}"


def figures() -> list[tuple[str, float]]:
    """Every figure by name; one that cannot be measured is left out."""
    facts = queries.facts()
    found: list[tuple[str, float | None]] = [
        ("jinan_ready", not rules.faults(facts)),
        ("jinan_warnings", len(rules.warnings(facts))),
        ("jinan_database_up", 1),
        ("jinan_seal_lag_seconds", facts.seal_lag or 0),
        ("jinan_worker_silence_seconds", facts.worker_silence),
        ("jinan_disk_free_bytes", facts.disk_free),
        ("jinan_clock_synchronised", facts.clock_synchronised),
        ("jinan_clock_seconds", time.time()),
        ("jinan_backup_age_seconds", facts.backup_age),
        ("jinan_certificate_days", facts.certificate_days),
    ]
    for name, part in queries.parts(settings.HOME).items():
        found.append((f'jinan_part_up{{part="{name}"}}', part["up"]))
        found.append((f'jinan_part_restarts_total{{part="{name}"}}', part["restarts"]))
    return [
        (name, float(value)) for name, value in (*found, *queries.counts()) if value is not None
    ]


SUBJECT = "operations"


def may_open(viewer: Viewer) -> bool:
    """The system administrator, and whoever was given a duty of operation."""
    given = any(SUBJECT in grant.subjects for grant in viewer.grants)
    return viewer.has("sysadmin") or given


@never_cache
@require_safe
def board(request: Request) -> HttpResponse:
    """The state of the node for the duty staff; asks for its moving part every few seconds."""
    if not request.user.is_authenticated:
        return redirect(f"/sign-in/?next={request.path}")
    if not may_open(request.viewer):
        raise PermissionDenied
    try:
        found = sentences.lines(measured())
        context: dict[str, Any] = {"lines": found, "verdict": sentences.verdict(found)}
    except Error:
        context = {"lines": [], "away": True}
    context["at"] = timezone.localtime()
    part = request.headers.get("HX-Request")
    return render(request, "health/part.html" if part else "health/board.html", context)
