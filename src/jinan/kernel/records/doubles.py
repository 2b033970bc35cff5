"""Two records of one thing: merged with a trace, taken apart again as far as nothing has changed since.

The merged record is void and points at the survivor. What pointed at it points at the survivor: links of
every register, and accounts. Links move whoever owns the pointing record, in the name of the one who
merges, because a record that points at a void one helps nobody; a copy of another node is left alone
and stops the merging.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.changes.api import Change, history, reveal
from jinan.kernel.identity.api import change_holder
from jinan.kernel.identity.scope import Viewer, because, in_scope, system
from jinan.kernel.records.actions import Refusal, Stale, check_may_write, derive, store
from jinan.kernel.records.listing import shown
from jinan.kernel.records.models import Mergeable, this_node
from jinan.kernel.records.types import RecordType, record_types, type_of


@dataclass(frozen=True)
class Compared:
    """One field of two records side by side."""

    name: str
    label: str
    texts: tuple[str, str]
    may_choose: bool

    @property
    def differs(self) -> bool:
        return self.texts[0] != self.texts[1]


@dataclass
class Outcome:
    """What a merging moved, or what a taking back could not bring back, by name of the register."""

    numbers: dict[str, int] = field(default_factory=dict)

    def count(self, name: Any, number: int) -> None:
        if number:
            self.numbers[str(name)] = self.numbers.get(str(name), 0) + number

    def __str__(self) -> str:
        return "、".join(f"{name} {number}" for name, number in self.numbers.items())


def compared(one: Any, other: Any) -> list[Compared]:
    """The fields of the form, side by side; a key stays with its record."""
    kind = type_of(one)
    return [
        Compared(
            name,
            str(kind.field_of(name).verbose_name),
            (in_words(one, name), in_words(other, name)),
            may_be_taken(kind, name),
        )
        for name in kind.form_fields
    ]


def may_be_taken(kind: RecordType, name: str) -> bool:
    stays = (*kind.natural_key, *getattr(kind.model, "stays", ()))
    return name in kind.form_fields and name not in stays


def in_words(record: Any, name: str) -> str:
    value = getattr(record, name)
    return f"{value.x:.6f}, {value.y:.6f}" if isinstance(value, Point) else shown(record, name)


def links_to(kind: RecordType) -> Iterator[tuple[RecordType, Any]]:
    """Every link of every register that points at this one, but for the trace of mergings."""
    for other in record_types():
        for one in other.model._meta.concrete_fields:
            if (
                isinstance(one, models.ForeignKey)
                and one.related_model is kind.model
                and one.name != "merged_into"
            ):
                yield other, one


@transaction.atomic
def merge(
    survivor: Any,
    other: Any,
    *,
    taking: Iterable[str],
    by: Viewer,
    reason: str,
    versions: tuple[int, int] | None = None,
) -> Outcome:
    """Let one record stand for two; `taking` names the fields whose value comes from the other.

    Raises Refusal or Stale with the reason.
    """
    if not reason.strip():
        raise Refusal({"reason": _("Say why the two are the same.")})
    keep, lose = locked(survivor, other, by)
    if versions and versions != (keep.version, lose.version):
        raise Stale(_("Somebody changed one of the two meanwhile. Compare them again."))
    if keep.voided_at or lose.voided_at:
        raise Refusal(_("One of the two is void already."))
    because(reason.strip())
    kind, outcome = type_of(keep), Outcome()
    trace: dict[str, Any] = {"taken": take_values(kind, keep, lose, taking)}
    if trace["taken"]:
        store(keep, by, reason)
    with in_scope(in_the_name_of(by), reason=reason.strip()):
        trace["moved"] = move_links(kind, lose, keep, by, outcome)
        trace["accounts"] = [str(pk) for pk in change_holder(lose.pk, keep.pk)]
    outcome.count(_("accounts"), len(trace["accounts"]))
    trace["version"] = keep.version
    lose.merged_into, lose.merge_trace, lose.voided_at = keep, trace, timezone.now()
    lose.void_reason = (_("Merged into %(name)s: ") % {"name": keep} + reason.strip())[:200]
    store(lose, by, reason)
    return outcome


def locked(one: Any, other: Any, by: Viewer) -> tuple[Any, Any]:
    """Both records, locked, if the viewer may change both."""
    if one.pk == other.pk or type(one) is not type(other) or not isinstance(one, Mergeable):
        raise Refusal(_("These two cannot be merged."))
    model: Any = type(one)
    found = {
        row.pk: row
        for row in model.objects.visible_to(by)
        .filter(pk__in=(one.pk, other.pk))
        .order_by("id")
        .select_for_update()
    }
    if len(found) < 2:
        raise Refusal(_("This record is not there for you."))
    for row in found.values():
        check_may_write(row, by)
    return found[one.pk], found[other.pk]


def in_the_name_of(by: Viewer) -> Viewer:
    return replace(system(by.name), account=by.account)


def take_values(kind: RecordType, keep: Any, lose: Any, taking: Iterable[str]) -> dict[str, Any]:
    """Put the chosen values into the survivor; former and new ones by name, personal ones left to the log."""
    chosen = [name for name in taking if may_be_taken(kind, name)]
    taken: dict[str, Any] = {}
    for name in chosen:
        this = kind.field_of(name)
        was, now = text_of(this, keep), text_of(this, lose)
        if was != now:
            taken[name] = None if name in kind.personal else [was, now]
            setattr(keep, this.attname, getattr(lose, this.attname))
    errors: dict[str, str] = {}
    derive(keep, errors)
    if errors:
        raise Refusal(errors)
    return taken


def text_of(this: Any, record: Any) -> str | None:
    return None if getattr(record, this.attname) is None else str(this.value_to_string(record))


def move_links(
    kind: RecordType, source: Any, target: Any, by: Viewer, outcome: Outcome
) -> list[list[Any]]:
    """Let what points at one record point at the other; kind, field, record and version after, for each."""
    moved: list[list[Any]] = []
    for one, link in links_to(kind):
        manager: Any = one.model.objects
        rows = list(manager.filter(**{link.name: source}).order_by("id").select_for_update())
        if any(row.node != this_node() for row in rows):
            text = _("%(what)s of another node point at it; merging is for that node to do.")
            raise Refusal(text % {"what": one.title})
        changed = point(one, link, rows, target, by)
        moved += [[one.kind, link.name, str(pk), version] for pk, version in changed.items()]
        outcome.count(one.title, len(changed))
    return moved


def point(one: RecordType, link: Any, rows: list[Any], target: Any, by: Viewer) -> dict[UUID, int]:
    """Point rows at a record in one statement; their versions after it."""
    if not rows:
        return {}
    values: dict[str, Any] = {link.attname: target.pk, "changed_by": by.account}
    if one.holder == link.name:
        values["holder"] = target.pk
    chosen: Any = one.model.objects.filter(pk__in=[row.pk for row in rows])  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            chosen.update(**values)
    except IntegrityError as error:
        text = _("%(what)s: both have one of the same key; rename or void one of them first.")
        raise Refusal(text % {"what": one.title}) from error
    return dict(chosen.values_list("pk", "version"))


@transaction.atomic
def unmerge(other: Any, *, by: Viewer, reason: str = "") -> Outcome:
    """Take a merging back; what was changed since stays with the survivor and is told."""
    if not other.merged_into_id:
        raise Refusal(_("This record was not merged."))
    keep, lose = locked(other.merged_into, other, by)
    if not lose.merged_into_id:
        raise Refusal(_("This record was not merged."))
    if keep.voided_at:
        raise Refusal(_("The surviving record is void itself; restore it first."))
    said = reason.strip() or _("merging taken back")
    because(said)
    left, trace = Outcome(), lose.merge_trace or {}
    if give_back(keep, trace, left):
        store(keep, by, said)
    with in_scope(in_the_name_of(by), reason=said):
        move_back(trace.get("moved", ()), keep, lose, by, left)
        change_holder(keep.pk, lose.pk, only=[UUID(pk) for pk in trace.get("accounts", ())])
    lose.merged_into, lose.merge_trace, lose.voided_at, lose.void_reason = None, None, None, ""
    store(lose, by, said)
    return left


def give_back(keep: Any, trace: Mapping[str, Any], left: Outcome) -> bool:
    """Put the survivor's former values back where they stand as the merging left them."""
    kind, done = type_of(keep), False
    entry = entry_of(keep, trace.get("version", 0))
    for name, pair in trace.get("taken", {}).items():
        this = kind.field_of(name)
        was, written = pair or logged(entry, this)
        if written is None or text_of(this, keep) != written:
            left.count(this.verbose_name, 1)
            continue
        setattr(keep, this.attname, None if was is None else this.to_python(was))
        done = True
    if done:
        errors: dict[str, str] = {}
        derive(keep, errors)
        if errors:
            raise Refusal(errors)
    return done


def entry_of(record: Any, version: int) -> Change | None:
    entries = history(record._meta.db_table, record.pk)
    return next((one for one in entries if one.version == version), None)


def logged(entry: Change | None, this: Any) -> tuple[str | None, str | None]:
    """A personal value before and after an entry of the log; nothing once it was erased."""
    if entry is None:
        return None, None
    sides = [(side or {}).get(this.column) for side in (entry.before, entry.after)]
    was, now = (reveal(entry, side) if isinstance(side, dict) else side for side in sides)
    return (was or ""), now


def move_back(moved: Iterable[list[Any]], keep: Any, lose: Any, by: Viewer, left: Outcome) -> None:
    """Point the moved links back, unless their records were changed since."""
    groups: dict[tuple[str, str], dict[UUID, int]] = {}
    for name, link, pk, version in moved:
        groups.setdefault((name, link), {})[UUID(pk)] = version
    for one, link in links_to(type_of(keep)):
        versions = groups.get((one.kind, link.name), {})
        manager: Any = one.model.objects
        rows = manager.filter(pk__in=versions, **{link.name: keep}).order_by("id")
        same = [row for row in rows.select_for_update() if row.version == versions[row.pk]]
        point(one, link, same, lose, by)
        left.count(one.title, len(versions) - len(same))


@transaction.atomic
def keep_apart(one: Any, other: Any, *, by: Viewer, reason: str) -> None:
    """Say that two records are not the same, so that they are not shown as duplicates again."""
    first, second = locked(one, other, by)
    for row, far in ((first, second), (second, first)):
        if not row.is_apart_from(far.pk):
            row.distinct_from = [*row.distinct_from, far.pk]
            store(row, by, reason.strip() or _("not the same"))
