"""Undoing a whole import or a change of many records: back to what was, unless changed by somebody since."""

from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinan.kernel.identity.scope import Viewer, because
from jinan.kernel.jobs.api import Work, start, task
from jinan.kernel.records.actions import Refusal, may_write
from jinan.kernel.records.models import ImportRow, ImportRun, Outcome, Record, Stage, Way
from jinan.kernel.records.storing import Values, update, whole, written
from jinan.kernel.records.types import RecordType, record_type

BATCH = 2_000


def begin_undo(run: ImportRun, *, by: Viewer) -> ImportRun:
    """Start undoing in the background. Raises Refusal when there is nothing to undo (any more)."""
    now = ImportRun.objects.select_for_update().get(pk=run.pk)
    if now.dry_run or now.undone_at or not now.rows.exists():
        raise Refusal(_("There is nothing to undo."))
    now.undone_at = timezone.now()
    language = translation.get_language() or "zh-hans"
    now.job = start(undo_import, by=by, about=now.reason, run=str(now.pk), language=language).pk
    now.save(update_fields=["undone_at", "job"])
    return now


@task("records.undo", title=gettext_lazy("Undo of an import"))
def undo_import(work: Work, run: str, language: str) -> dict[str, Any]:
    """Take rows back in batches, the last first; safe to go on after a crash."""
    with translation.override(language):
        while take_back_some(work, run):
            pass
        with work.step():
            now = ImportRun.objects.get(pk=run)
            ImportRun.objects.filter(pk=run).update(stage=Stage.UNDONE)
        part = "bulk" if now.way == Way.TOGETHER else "import"
        address = record_type(now.kind).address
        return {"href": f"/{address}/{part}/{now.pk}/", "text": told(now)}


def take_back_some(work: Work, run: str) -> bool:
    """One step; False when nothing is left to take back."""
    with work.step() as viewer:
        now = ImportRun.objects.select_for_update().get(pk=run)
        rows = list(now.rows.filter(outcome=Outcome.STANDS).order_by("-id")[:BATCH])
        if not rows:
            return False
        reason = (_("Undone: %(what)s") % {"what": now.reason})[:200]
        because(reason)
        take_back(record_type(now.kind), viewer, rows, reason)
        for outcome in (Outcome.UNDONE, Outcome.LEFT):
            keys = [row.pk for row in rows if row.outcome == outcome]
            ImportRow.objects.filter(pk__in=keys).update(outcome=outcome)
            now.left += len(keys) * (outcome == Outcome.LEFT)
        now.save(update_fields=["left"])
        work.save(done=work.run.done + len(rows), total=now.added + now.changed)
        return True


def told(run: ImportRun) -> str:
    """What undoing came to, in one sentence."""
    if not run.left:
        return _("Everything this import did was taken back.")
    text = _("Taken back, except %(n)s records that were changed since; they are listed.")
    return text % {"n": run.left}


def take_back(kind: RecordType, viewer: Viewer, rows: list[ImportRow], reason: str) -> None:
    """Take back a batch; each row is marked with what became of it."""
    model: Any = kind.model
    seen = model.objects.visible_to(viewer).filter(pk__in=[row.record for row in rows])
    records: dict[UUID, Record] = {one.pk: one for one in seen.order_by("id").select_for_update()}
    backwards: dict[UUID, Values] = {}
    for row in rows:
        record = records.get(row.record)
        same = record is not None and record.version == row.version
        if record is None or not same or not may_write(record, viewer):
            row.outcome = Outcome.LEFT
        else:
            row.outcome = Outcome.UNDONE
            backwards[row.record] = row.before if row.before is not None else voiding(reason)
    update(kind, whole(backwards, records, kind), viewer.account)


def voiding(reason: str) -> Values:
    return {"voided_at": written(timezone.now()), "void_reason": reason[:200]}
