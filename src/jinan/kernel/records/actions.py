"""What people do with a record, whatever the register: add, change, void, restore. The only writers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.identity.scope import Viewer, because
from jinan.kernel.records.forms import as_text
from jinan.kernel.records.models import Record, spell
from jinan.kernel.records.ownership import Ownership
from jinan.kernel.records.types import RecordType, type_of
from jinan.kernel.records.values import Reader


class Refusal(Exception):
    """An expected refusal; `errors` holds a sentence for each field, `""` for the whole."""

    def __init__(self, errors: Mapping[str, str] | str) -> None:
        self.errors = {"": errors} if isinstance(errors, str) else dict(errors)
        super().__init__(" ".join(self.errors.values()))


class Stale(Refusal):
    """Somebody else changed the record since it was opened."""


def check_may_write(record: Record, by: Viewer) -> None:
    """Raise Refusal with the reason when this viewer may not change the record."""
    if problem := Ownership(by).refusal(record):
        raise Refusal(problem)


def may_write(record: Record, by: Viewer) -> bool:
    return Ownership(by).refusal(record) is None


@transaction.atomic
def add(kind: RecordType, raw: Mapping[str, Any], *, by: Viewer, reason: str = "") -> Record:
    """Enter a new record. Raises Refusal with a sentence for each field that cannot be taken."""
    reading = Reader(kind, by).read(raw)
    record = kind.model()
    fill(record, kind, reading.values)
    if not by.writes(kind.subject):
        raise Refusal(_("Your duties do not include entering records of this kind."))
    derive(record, reading.errors)
    check_place(record, kind, by, reading.errors)
    if reading.errors:
        raise Refusal(reading.errors)
    record.agency_id = record.agency_id or by.agency
    record.created_by = record.changed_by = by.account
    if reason:
        because(reason)
    _unique(record)
    _save(record, force_insert=True)
    if kind.on_add is not None:
        kind.on_add(record, by)
    return record


@transaction.atomic
def change(
    record: Record,
    raw: Mapping[str, Any],
    *,
    by: Viewer,
    version: int | None = None,
    reason: str = "",
) -> Record:
    """Change the fields given; what stands there already is not read again. Raises Stale when `version` is no longer the present one."""
    kind = type_of(record)
    now = kind.model.objects.visible_to(by).select_for_update().filter(pk=record.pk).first()
    if now is None:
        raise Refusal(_("This record is not there for you."))
    check_may_write(now, by)
    if now.voided_at:
        raise Refusal(_("This record is void; restore it before you change it."))
    if version is not None and version != now.version:
        raise Stale(
            _("Somebody changed this record while you had it open. Compare, then save again.")
        )
    raw = {name: given for name, given in raw.items() if given != as_text(now, kind, name)}
    reading = Reader(kind, by).read(raw, partial=True)
    fill(now, kind, reading.values)
    derive(now, reading.errors)
    check_place(now, kind, by, reading.errors)
    if reading.errors:
        raise Refusal(reading.errors)
    return store(now, by, reason)


@transaction.atomic
def void(record: Record, *, by: Viewer, reason: str) -> Record:
    """Make a record void, with a reason; nothing is deleted."""
    if not reason.strip():
        raise Refusal({"reason": _("Say why the record is void.")})
    check_may_write(record, by)
    record.voided_at, record.void_reason = timezone.now(), reason.strip()
    return store(record, by, reason)


@transaction.atomic
def restore(record: Record, *, by: Viewer, reason: str = "") -> Record:
    """Take a voiding back."""
    check_may_write(record, by)
    if getattr(record, "merged_into_id", None):
        raise Refusal(_("This record was merged into another; take the merging back instead."))
    record.voided_at, record.void_reason = None, ""
    return store(record, by, reason or _("voiding taken back"))


@transaction.atomic
def move(record: Record, *, by: Viewer, reason: str, **values: Any) -> Record:
    """Set fields that no form has: what an accepted decision or a rule of the room makes of a record."""
    now = type_of(record).model.objects.select_for_update().get(pk=record.pk)
    check_may_write(now, by)
    for name, value in values.items():
        setattr(now, name, value)
    return store(now, by, reason)


def store(record: Record, by: Viewer, reason: str) -> Record:
    """Save a changed record in somebody's name, with its reason."""
    record.changed_by = by.account
    if reason:
        because(reason)
    _unique(record)
    _save(record, force_update=True)
    record.refresh_from_db(fields=["version", "changed_at"])
    return record


def fill(record: Record, kind: RecordType, values: Mapping[str, Any]) -> None:
    """Put read values into a record that is not saved yet."""
    for name, value in values.items():
        setattr(record, name, value)
    if kind.holder and kind.holder in values:
        linked = values[kind.holder]
        record.holder = linked.pk if linked else None


def check_place(record: Record, kind: RecordType, by: Viewer, errors: dict[str, str]) -> None:
    """A record lies where its writer may write, also when its place follows from other fields."""
    allowed = by.divisions(kind.subject, write=True)
    if errors or allowed is None or record.division_id in allowed:
        return
    errors["division"] = (
        _("This division lies outside your territory.")
        if record.division_id
        else _("Give a division; records of the whole country are entered nationally.")
    )


def derive(record: Record, errors: dict[str, str], on: date | None = None) -> None:
    """Compute what follows from the fields on a day; what cannot be computed is put into `errors`."""
    if errors:
        return
    try:
        record.derive(on or timezone.localdate())
        spell(record)
    except ValidationError as error:
        found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        errors.update({name: " ".join(texts) for name, texts in found.items()})
    except ValueError as error:
        errors[""] = str(error)


def _unique(record: Record) -> None:
    """A natural key taken by another record in sight is refused at its field."""
    try:
        record.validate_constraints()
        record.validate_unique()
    except ValidationError as error:
        raise Refusal(
            {name: " ".join(texts) for name, texts in error.message_dict.items()}
        ) from error


def _save(record: Record, **how: bool) -> None:
    """Save; a key taken by a record out of sight is refused without saying more of it."""
    try:
        with transaction.atomic():
            record.save(**how)  # type: ignore[arg-type]
    except IntegrityError as error:
        broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        fields = unique_fields(record, broken)
        if not fields:
            raise
        taken = _("This is taken by a record outside your territory; ask the agency above.")
        raise Refusal(dict.fromkeys(fields, taken)) from error


def unique_fields(record: Record, constraint: str) -> list[str]:
    """The last field of a unique constraint, or the unique field that an index stands for."""
    for one in record._meta.constraints:
        if isinstance(one, UniqueConstraint) and one.name == constraint:
            return [one.fields[-1]]
    table = record._meta.db_table
    return [
        f.name
        for f in record._meta.concrete_fields
        if f.unique and not f.primary_key and constraint.startswith(f"{table}_{f.column}")
    ]
