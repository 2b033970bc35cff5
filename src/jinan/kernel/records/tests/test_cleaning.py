"""What the desks leave behind goes in its time, and nothing earlier."""

import os
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from jinan.kernel.identity import kit
from jinan.kernel.identity.scope import in_scope, system
from jinan.kernel.records.cleaning import clean
from jinan.kernel.records.models import IdempotencyKey, ImportRun, Stage

pytestmark = pytest.mark.django_db


def aged(path: Path, days: float) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    then = time.time() - days * 86400
    os.utime(path, (then, then))
    return path


def test_old_things_go_and_young_ones_stay(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT, settings.HOME = str(tmp_path / "files"), tmp_path
    account, now = kit.officer(), timezone.now()
    lost = aged(tmp_path / "files/imports/lost", 2)
    fresh = aged(tmp_path / "files/imports/fresh", 0.5)
    named = aged(tmp_path / "files/imports/named", 20)
    over = aged(tmp_path / "files/imports/over", 100)
    with in_scope(system("test")):
        for hours in (1, 49):
            one = IdempotencyKey.objects.create(
                account=uuid4(), key=str(hours), digest="d", status=200, answer={}
            )
            IdempotencyKey.objects.filter(pk=one.pk).update(at=now - timedelta(hours=hours))
        runs = {}
        for name, stage, days in (
            ("named", Stage.DONE, 20), ("over", Stage.DONE, 100), ("", Stage.PREVIEW, 8),
        ):  # fmt: skip
            run = ImportRun.objects.create(
                account=account, kind="k", stage=stage, source=f"imports/{name}" if name else ""
            )
            ImportRun.objects.filter(pk=run.pk).update(started_at=now - timedelta(days=days))
            runs[name] = run.pk
        done = clean()
        assert [one.key for one in IdempotencyKey.objects.all()] == ["1"]
        assert set(ImportRun.objects.values_list("pk", flat=True)) == {runs["named"], runs["over"]}
    assert (lost.exists(), fresh.exists(), named.exists(), over.exists()) == (
        False,
        True,
        True,
        False,
    )
    assert done["keys"] == 1 and done["files"] == 2
