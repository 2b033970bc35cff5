"""Importing a sheet: received, looked at, then merged batch by batch in the background; see `undoing`."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from jinan.kernel.identity.scope import Viewer, because
from jinan.kernel.jobs.api import Work, start, task
from jinan.kernel.records.actions import Refusal
from jinan.kernel.records.merging import Merger, Tally
from jinan.kernel.records.models import ImportFault, ImportRun, Stage
from jinan.kernel.records.sheets.faults import Unreadable
from jinan.kernel.records.sheets.plan import Plan, Raw, guessed
from jinan.kernel.records.sheets.reading import MOST_BYTES, Book, open_book
from jinan.kernel.records.sheets.returned import write_returned
from jinan.kernel.records.types import RecordType, record_type

BATCH = 2_000


def receive(kind: RecordType, upload: UploadedFile, *, by: Viewer) -> ImportRun:
    """Keep an uploaded sheet with a first plan. Raises Refusal when it cannot be imported at all."""
    if not kind.entered_by(by):
        raise Refusal(_("Your duties do not include entering records of this kind."))
    if not kind.natural_key:
        raise Refusal(_("Records of this kind have no key by which a sheet could name them."))
    if (upload.size or 0) > MOST_BYTES:
        raise Refusal(
            _("The file is larger than %(most)s MB; divide it.") % {"most": MOST_BYTES // 2**20}
        )
    run = ImportRun(account_id=by.account, kind=kind.kind, file_name=(upload.name or "")[:200])
    run.source.save(f"{run.pk}", upload, save=False)
    try:
        book = open_book(Path(run.source.path))
        plan = guessed(kind, book)
        plan.total = sum(1 for _line in plan.lines(book))
    except Unreadable as error:
        run.source.delete(save=False)
        raise Refusal(str(error)) from error
    plan.language = translation.get_language() or plan.language
    run.plan = plan.as_json()
    run.save()
    return run


def replan(run: ImportRun, plan: Plan, book: Book) -> Plan:
    """Keep what the user chose; the rows are counted again."""
    plan.total = sum(1 for _line in plan.lines(book))
    run.plan = plan.as_json()
    run.save(update_fields=["plan"])
    return plan


def begin(run: ImportRun, *, by: Viewer, dry_run: bool) -> ImportRun:
    """Start the import in the background. Raises Refusal when something stands in its way."""
    now = ImportRun.objects.select_for_update().get(pk=run.pk)
    if now.stage != Stage.PREVIEW:
        raise Refusal(_("This import has begun already."))
    if obstacles := Plan(**now.plan).obstacles(record_type(now.kind)):
        raise Refusal(" ".join(obstacles))
    now.stage, now.dry_run = Stage.RUNNING, dry_run
    now.reason = (_("Import of %(file)s") % {"file": now.file_name})[:200]
    now.job = start(import_sheet, by=by, about=now.file_name, run=str(now.pk)).pk
    now.save()
    return now


def once_more(run: ImportRun) -> ImportRun:
    """The same sheet with the same plan, to be looked at again or imported after a dry run."""
    return ImportRun.objects.create(
        account_id=run.account_id,
        kind=run.kind,
        file_name=run.file_name,
        source=run.source.name,
        plan=run.plan,
    )


@task("records.import", title=gettext_lazy("Import"))
def import_sheet(work: Work, run: str) -> dict[str, Any]:
    """Merge the rows of a sheet in batches; after a crash it goes on behind the last batch."""
    with work.step():
        now = ImportRun.objects.get(pk=run)
        plan, kind = Plan(**now.plan), record_type(now.kind)
    with translation.override(plan.language):
        book = open_book(Path(now.source.path))
        merge_in_steps(work, run, kind, plan, book)
        return finish(work, run, kind, plan, book)


def merge_in_steps(work: Work, run: str, kind: RecordType, plan: Plan, book: Book) -> None:
    """Merge what stands behind the last position, one step for a batch."""
    doubles, merger = doubled_rows(kind, plan, book), None
    for batch in batches(plan, book, work.position.get("row", 0)):
        with work.step() as viewer:
            now = ImportRun.objects.select_for_update().get(pk=run)
            because(now.reason)
            if merger is None or merger.viewer != viewer:
                merger = Merger(kind, viewer, now, plan.fields)
            merger.run = now
            keep(now, take(merger, batch, doubles, dry_run=now.dry_run))
            done = now.added + now.changed + now.same + now.refused
            work.save(done=done, total=plan.total, position={"row": batch[-1][0]})


def batches(plan: Plan, book: Book, after: int) -> Iterator[list[tuple[int, Raw]]]:
    lines = (line for line in plan.lines(book) if line[0] > after)
    while batch := list(islice(lines, BATCH)):
        yield batch


def doubled_rows(kind: RecordType, plan: Plan, book: Book) -> dict[int, int]:
    """Rows whose key, as given, stood in an earlier row: row and the first one."""
    seen: dict[tuple[str, ...], int] = {}
    found: dict[int, int] = {}
    for number, raw in plan.lines(book):
        key = tuple(str(raw[name]).strip() for name in kind.natural_key)
        if "" not in key and (first := seen.setdefault(key, number)) != number:
            found[number] = first
    return found


def take(
    merger: Merger, batch: list[tuple[int, Raw]], doubles: dict[int, int], *, dry_run: bool
) -> Tally:
    """Merge one batch; in a dry run everything is taken back but the tally."""
    with transaction.atomic():
        tally = merger.take([line for line in batch if line[0] not in doubles])
        if dry_run:
            transaction.set_rollback(True)
    for number, _raw in batch:
        if number in doubles:
            tally.faults[number] = merger.twice(doubles[number])
    return tally


def keep(run: ImportRun, tally: Tally) -> None:
    """Add a batch to the figures of the import, and keep its faults."""
    run.added += tally.added
    run.changed += tally.changed
    run.same += tally.same
    run.refused += len(tally.faults)
    run.save(update_fields=["added", "changed", "same", "refused"])
    ImportFault.objects.bulk_create(
        [
            ImportFault(run=run, number=number, errors=errors)
            for number, errors in tally.faults.items()
        ]
    )


def finish(work: Work, uid: str, kind: RecordType, plan: Plan, book: Book) -> dict[str, Any]:
    """Close the import; refused rows come back as a workbook."""
    with work.step():
        run = ImportRun.objects.get(pk=uid)
        result = {"href": f"/{kind.address}/import/{uid}/", "text": summary(run)}
        faults = dict(ImportFault.objects.filter(run=run).values_list("number", "errors"))
        if faults:
            result["file"] = f"{pgettext('rows', 'refused')}-{run.started_at:%Y%m%d-%H%M}.xlsx"
            write_returned(work.file(result["file"]), kind, plan, book, faults)
        ImportRun.objects.filter(pk=uid).update(stage=Stage.DONE)
    return result


def summary(run: ImportRun) -> str:
    """What an import came to, in one sentence."""
    figures = {"added": run.added, "changed": run.changed, "same": run.same, "refused": run.refused}
    if run.dry_run:
        return (
            _(
                "Dry run: would add %(added)s, change %(changed)s, leave %(same)s as they are; refused %(refused)s."
            )
            % figures
        )
    return (
        _("Added %(added)s, changed %(changed)s, unchanged %(same)s, refused %(refused)s.")
        % figures
    )
