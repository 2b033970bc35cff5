"""Changing many records together: chosen, looked at before and after, then written in one transaction."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jinan.kernel.identity.scope import Viewer, because
from jinan.kernel.jobs.api import Work, start, task
from jinan.kernel.records.actions import Refusal, Stale
from jinan.kernel.records.listing import Listing
from jinan.kernel.records.merging import Errors, Merger, Tally
from jinan.kernel.records.models import ImportRun, Record, Stage, Way
from jinan.kernel.records.types import RecordType, record_type
from jinan.kernel.records.values import Reader

MOST = 10_000
AT_ONCE = 500
SHOWN = 50


@dataclass
class Look:
    """What a change of many records would do: first records before and after, faults, figures."""

    pairs: list[tuple[Record, Record]] = field(default_factory=list)
    faults: list[tuple[Record, Errors]] = field(default_factory=list)
    changed: int = 0
    same: int = 0
    refused: int = 0


def choose(
    kind: RecordType, *, by: Viewer, ids: Sequence[UUID], query: Mapping[str, str] | None
) -> ImportRun:
    """Keep which records are meant, with their versions: those of `ids`, or all of a list's query."""
    rows: Any = kind.model.objects.visible_to(by).live().filter(pk__in=ids)
    if query is not None:
        rows = Listing(kind, by, query).filtered()
    found = [
        [str(pk), version]
        for pk, version in rows.order_by("id").values_list("pk", "version")[: MOST + 1]
    ]
    if not found:
        raise Refusal(_("No record was chosen."))
    if len(found) > MOST:
        raise Refusal(
            _("At most %(most)s records are changed together; narrow the list.")
            % {"most": f"{MOST:,}"}
        )
    plan = {"records": found, "values": {}, "language": translation.get_language()}
    return ImportRun.objects.create(
        account_id=by.account, kind=kind.kind, way=Way.TOGETHER, plan=plan
    )


def wanted(run: ImportRun, values: Mapping[str, str], reason: str, *, by: Viewer) -> None:
    """Keep the new values. Raises Refusal with a sentence for each that cannot be taken."""
    errors = dict(Reader(record_type(run.kind), by).read(values, partial=True).errors)
    if not values:
        errors[""] = _("Choose at least one field to change.")
    run.plan["values"], run.reason = dict(values), reason.strip()[:200]
    run.save(update_fields=["plan", "reason"])
    if errors:
        raise Refusal(errors)


def look(run: ImportRun, *, by: Viewer) -> Look:
    """Do it and take it back, so that what is shown is what will happen."""
    with transaction.atomic():
        seen = _carry_out(run, by)
        transaction.set_rollback(True)
    return seen


def refresh(run: ImportRun, *, by: Viewer) -> None:
    """Take the present versions of the chosen records, after somebody else changed some."""
    rows: Any = record_type(run.kind).model.objects.visible_to(by)
    ids = [UUID(uid) for uid, _version in run.plan["records"]]
    found = rows.live().filter(pk__in=ids).order_by("id").values_list("pk", "version")
    run.plan["records"] = [[str(pk), version] for pk, version in found]
    run.save(update_fields=["plan"])


def apply(run: ImportRun, *, by: Viewer) -> ImportRun:
    """Change the records: at once when few, in the background when many. Raises Refusal or Stale."""
    now = ImportRun.objects.select_for_update().get(pk=run.pk)
    if now.stage != Stage.PREVIEW or not now.plan["values"]:
        raise Refusal(_("This change was made already, or nothing was chosen."))
    if not now.reason:
        raise Refusal({"reason": _("Say why these records are changed.")})
    if len(now.plan["records"]) > AT_ONCE:
        now.stage = Stage.RUNNING
        now.job = start(change_together, by=by, about=now.reason, run=str(now.pk)).pk
        now.save(update_fields=["stage", "job"])
        return now
    return write(now, by)


def write(run: ImportRun, by: Viewer) -> ImportRun:
    """Carry it out in the present transaction."""
    because(run.reason)
    with transaction.atomic():
        done = _carry_out(run, by)
        run.stage, run.changed, run.same, run.refused = (
            Stage.DONE,
            done.changed,
            done.same,
            done.refused,
        )
        run.save(update_fields=["stage", "changed", "same", "refused"])
    return run


@task("records.together", title=gettext_lazy("Change together"))
def change_together(work: Work, run: str) -> dict[str, Any]:
    """Change many records in one step, wholly or not at all."""
    with work.step() as viewer:
        now = ImportRun.objects.select_for_update().get(pk=run)
        with translation.override(now.plan["language"]):
            href = f"/{record_type(now.kind).address}/bulk/{run}/"
            total = len(now.plan["records"])
            try:
                text = summary(now if now.stage == Stage.DONE else write(now, viewer))
            except Stale as stale:
                text, now.stage = str(stale), Stage.PREVIEW
                now.save(update_fields=["stage"])
            work.save(done=total, total=total)
            return {"href": href, "text": text}


def summary(run: ImportRun) -> str:
    figures = {"changed": run.changed, "same": run.same, "refused": run.refused}
    return _("Changed %(changed)s, unchanged %(same)s, refused %(refused)s.") % figures


def _carry_out(run: ImportRun, by: Viewer) -> Look:
    kind, values = record_type(run.kind), run.plan["values"]
    versions = {UUID(uid): version for uid, version in run.plan["records"]}
    rows: Any = kind.model.objects.visible_to(by).filter(pk__in=versions)
    records = list(rows.order_by("id").select_for_update())
    stale = len(versions) - sum(1 for one in records if versions[one.pk] == one.version)
    if stale:
        raise Stale(
            ngettext(
                "%(n)s of these records was changed by somebody meanwhile. Look again.",
                "%(n)s of these records were changed by somebody meanwhile. Look again.",
                stale,
            )
            % {"n": stale}
        )
    read = Reader(kind, by).read(values, partial=True).values
    merger, tally, seen, changes = Merger(kind, by, run, list(values)), Tally(), Look(), []
    former = {}
    for number, record in enumerate(records):
        former[number] = copy.copy(record)
        was, errors = merger.compare(record, read)
        if errors:
            tally.faults[number] = errors
        elif was:
            changes.append((number, record, was))
        seen.same += not errors and not was
    merger.change(changes, tally)
    good = [(former[n], record) for n, record, _was in changes if n not in tally.faults]
    seen.pairs, seen.changed, seen.refused = good[:SHOWN], tally.changed, len(tally.faults)
    seen.faults = [(former[n], tally.faults[n]) for n in sorted(tally.faults)[:SHOWN]]
    return seen
