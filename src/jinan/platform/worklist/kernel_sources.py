"""Sources of the kernel: decisions from above, imports in preview, failed work, drafts, what ends soon, hand-overs."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinan.kernel.identity.api import hand_overs_to, labelled
from jinan.kernel.jobs.api import Run, State, title_of
from jinan.kernel.records.api import (
    RecordType,
    Term,
    record_type,
    record_types,
    waiting_for,
    with_targets,
)
from jinan.kernel.records.models import Draft, ImportRun, Stage
from jinan.platform.worklist.sources import MOST, Item, Source, offer_source

LONG_OVER = 365  # days after which an end is no work any more
FORGOTTEN = 30  # days after which failed work leaves the list


def decisions(viewer: Any) -> Iterator[Item]:
    """Orders and returns that the viewer's agency has not answered and he may answer."""
    found = waiting_for(viewer.agency, most=MOST) if viewer.agency else []
    for one, record, kind in with_targets(found):
        if not may_answer(one.division_id, viewer.divisions(one.topic, write=True)):
            continue
        yield Item(
            title=f"{one.get_verb_display().capitalize()} · {record}",
            href=f"/{kind.address}/{record.pk}/decisions/",
            since=one.created_at,
            due=one.due,
            note=one.text,
            sender=one.agency.name if one.agency else "",
            room=kind.title,
        )


def counted_decisions(viewer: Any) -> int:
    """As many as the list shows: those of one's duties and places."""
    if not viewer.agency:
        return 0
    found = waiting_for(viewer.agency, most=MOST)
    places = {topic: viewer.divisions(topic, write=True) for topic in {one.topic for one in found}}
    mine = [one for one in found if may_answer(one.division_id, places[one.topic])]
    return len(mine) + (len(found) == MOST)


def may_answer(division: str | None, written: frozenset[str] | None) -> bool:
    return written is None or division in written


def previews(viewer: Any) -> "QuerySet[ImportRun]":
    found = ImportRun.objects.filter(account=viewer.account, stage=Stage.PREVIEW)
    return found.order_by("started_at")


def imports(viewer: Any) -> Iterator[Item]:
    """Imports that were looked at and neither begun nor thrown away."""
    for run in previews(viewer)[:MOST] if viewer.account else ():
        kind = kind_named(run.kind)
        if kind is not None:
            yield Item(
                title=_("Import in preview: %(file)s") % {"file": run.file_name},
                href=f"/{kind.address}/import/{run.pk}/",
                since=run.started_at,
                room=kind.title,
            )


def kind_named(name: str) -> RecordType | None:
    try:
        return record_type(name)
    except KeyError:
        return None


def failures(viewer: Any) -> "QuerySet[Run]":
    since = timezone.now() - timedelta(days=FORGOTTEN)
    found = Run.objects.filter(account=viewer.account, state=State.FAILED, asked_at__gt=since)
    return found.order_by("ended_at")


def failed_work(viewer: Any) -> Iterator[Item]:
    """Background work that failed, until it is started again or put aside."""
    for run in failures(viewer)[:MOST] if viewer.account else ():
        yield Item(
            title=_("Failed: %(work)s") % {"work": run.about or title_of(run.task)},
            href=f"/jobs/{run.pk}/",
            since=run.ended_at or run.asked_at,
            note=run.note,
            tone="warn",
        )


def own_drafts(viewer: Any) -> "QuerySet[Draft]":
    return Draft.objects.filter(account=viewer.account).order_by("saved_at")


def drafts(viewer: Any) -> Iterator[Item]:
    """Forms that were begun and not saved."""
    for draft in own_drafts(viewer)[:MOST] if viewer.account else ():
        kind = kind_named(draft.kind)
        if kind is None or not viewer.writes(kind.subject):
            continue
        what = str(draft.values.get("name") or kind.model._meta.verbose_name)
        yield Item(
            title=_("Draft: %(what)s") % {"what": what},
            href=f"/{kind.address}/{draft.record}/edit/"
            if draft.record
            else f"/{kind.address}/new/",
            since=draft.saved_at,
            room=kind.title,
        )


def counted_drafts(viewer: Any) -> int:
    if not viewer.account:
        return 0
    kinds = [k.kind for k in record_types() if viewer.writes(k.subject)]
    return own_drafts(viewer).filter(kind__in=kinds)[: MOST + 1].count()


def ending(viewer: Any, kind: RecordType, term: Term) -> Any:
    """Records of one's own agency (or enterprise) whose licence or certificate ends soon or has ended."""
    today = timezone.localdate()
    within = {
        f"{term.field}__lte": today + timedelta(days=term.days),
        f"{term.field}__gte": today - timedelta(days=LONG_OVER),
    }
    found = kind.model.objects.visible_to(viewer).live().filter(**within)  # type: ignore[attr-defined]
    own = {"holder": viewer.holder} if viewer.holder else {"agency": viewer.agency}
    return found.filter(**own).order_by(term.field)


def watched(viewer: Any) -> Iterator[tuple[RecordType, Term]]:
    """The terms of the registers that the viewer keeps, or that hold records of his enterprise."""
    for kind in record_types():
        if viewer.holder or (viewer.agency and viewer.writes(kind.subject)):
            for term in kind.terms:
                yield kind, term


def ends(viewer: Any) -> Iterator[Item]:
    """What ends soon: of all registers together the most urgent."""
    found = [
        (getattr(record, term.field), record, kind, term)
        for kind, term in watched(viewer)
        for record in ending(viewer, kind, term)[:MOST]
    ]
    for due, record, kind, term in sorted(found, key=lambda line: line[0])[:MOST]:
        yield Item(
            title=str(record),
            href=f"/{kind.address}/{record.pk}/",
            since=record.changed_at,
            due=due,
            note=str(kind.field_of(term.field).verbose_name),
            room=kind.title,
        )


def counted_ends(viewer: Any) -> int:
    """Counted in one question to the database, however many registers there are."""
    parts = [
        ending(viewer, kind, term).order_by().values_list("pk")[: MOST + 1]
        for kind, term in watched(viewer)
    ]
    return int(parts[0].union(*parts[1:], all=True).count()) if parts else 0


def hand_overs(viewer: Any) -> Iterator[Item]:
    """What a colleague who left has handed over, until one has taken note."""
    for one in hand_overs_to(viewer.account)[:MOST] if viewer.account else ():
        items = "，".join(f"{label} {count}" for label, count in labelled(one.items).items())
        yield Item(
            title=_("Taken over from %(person)s") % {"person": one.giver},
            href="/worklist/?kind=handover",
            since=one.at,
            note="；".join(filter(None, (items, one.reason))),
            done=f"/worklist/hand-overs/{one.pk}/",
        )


for source in (
    Source(
        "decision", gettext_lazy("Orders and returns"), decisions, counted_decisions, "alert", 10
    ),
    Source("ends", gettext_lazy("Ends soon"), ends, counted_ends, "clock", 20),
    Source(
        "handover",
        gettext_lazy("Hand-overs"),
        hand_overs,
        lambda viewer: hand_overs_to(viewer.account)[: MOST + 1].count() if viewer.account else 0,
        "user",
        30,
    ),
    Source(
        "import",
        gettext_lazy("Imports in preview"),
        imports,
        lambda viewer: previews(viewer)[: MOST + 1].count() if viewer.account else 0,
        "upload",
        40,
    ),
    Source(
        "work",
        gettext_lazy("Failed work"),
        failed_work,
        lambda viewer: failures(viewer)[: MOST + 1].count() if viewer.account else 0,
        "jobs",
        50,
    ),
    Source("draft", gettext_lazy("Drafts"), drafts, counted_drafts, "edit", 60),
):
    offer_source(source)
