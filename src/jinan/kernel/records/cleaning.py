"""What the desks leave behind is cleared away: keys of calls, sheets that were taken in, results that were fetched."""

import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from jinan.kernel.records.models import IdempotencyKey, ImportRun, Stage

KEYS_KEPT = timedelta(hours=48)
PREVIEWS_KEPT = timedelta(days=7)
SHEETS_KEPT = timedelta(days=90)
RESULTS_KEPT = timedelta(days=30)


def clean() -> dict[str, int]:
    """Clear away what is older than its time; returns how many of each."""
    now = timezone.now()
    runs = ImportRun.objects.filter(stage=Stage.PREVIEW, started_at__lt=now - PREVIEWS_KEPT)
    previews = runs.delete()[0]
    old = ImportRun.objects.filter(started_at__lt=now - SHEETS_KEPT).exclude(source="")
    sheets = old.exclude(stage__in=(Stage.PREVIEW, Stage.RUNNING)).update(source="")
    keys = IdempotencyKey.objects.filter(at__lt=now - KEYS_KEPT).delete()[0]
    return {"keys": keys, "previews": previews, "sheets": sheets, **clean_files(now.timestamp())}


def clean_files(now: float) -> dict[str, int]:
    """Uploaded files that no import names any more, and results of background work."""
    named = set(ImportRun.objects.exclude(source="").values_list("source", flat=True))
    media, orphans = Path(settings.MEDIA_ROOT), 0
    for path in (media / "imports").glob("*"):
        forgotten = str(path.relative_to(media)) not in named
        if forgotten and path.is_file() and now - path.stat().st_mtime > 86400:
            path.unlink()
            orphans += 1
    results = 0
    for folder in (Path(settings.HOME) / "runs").glob("*"):
        if now - folder.stat().st_mtime > RESULTS_KEPT.total_seconds():
            shutil.rmtree(folder, ignore_errors=True)
            results += 1
    return {"files": orphans, "results": results}
