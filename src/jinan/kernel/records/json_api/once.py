"""Writing once: the same key with the same call gives the same answer again, and nothing twice."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.identity.request import Request
from jinan.kernel.records.json_api.problems import Problem
from jinan.kernel.records.models import IdempotencyKey

KEPT = timedelta(hours=48)
LONGEST = 100


def once(request: Request, write: Callable[[], HttpResponse]) -> HttpResponse:
    """Run a write, or give the answer kept under its Idempotency-Key.

    Raises Problem 422 when the key was used for another call, 409 while the first is running.
    """
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key:
        return write()
    if len(key) > LONGEST or not key.isprintable():
        raise Problem(400, _("An idempotency key has at most 100 signs."))
    alone(f"{request.user.pk} {key}")
    kept = IdempotencyKey.objects.filter(account=request.user.pk)
    kept.filter(at__lt=timezone.now() - KEPT).delete()
    before = kept.filter(key=key).first()
    if before is not None:
        if before.digest != digest(request):
            raise Problem(422, _("This idempotency key was used for another call."))
        return again(before)
    answer = write()
    if answer.status_code < 300:
        IdempotencyKey.objects.create(
            account=request.user.pk,
            key=key,
            digest=digest(request),
            status=answer.status_code,
            answer={"body": json.loads(answer.content), "headers": headers(answer)},
        )
    return answer


def alone(words: str) -> None:
    """One call under a key at a time, across all processes, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number_of(words)])
        if not cursor.fetchone()[0]:
            raise Problem(409, _("The first call with this idempotency key is still running."))


def number_of(words: str) -> int:
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], signed=True)


def digest(request: Request) -> str:
    parts = (request.method or "", request.get_full_path(), request.headers.get("If-Match", ""))
    return hashlib.sha256("\n".join(parts).encode() + b"\n" + request.body).hexdigest()


def headers(answer: HttpResponse) -> dict[str, str]:
    return {name: answer[name] for name in ("ETag", "Location") if name in answer}


def again(before: IdempotencyKey) -> HttpResponse:
    made = JsonResponse(
        before.answer["body"], status=before.status, json_dumps_params={"ensure_ascii": False}
    )
    for name, value in (before.answer["headers"] | {"Idempotency-Replayed": "true"}).items():
        made[name] = value
    return made
