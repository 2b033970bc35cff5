"""What people do with a paper: begin, fill, sign, issue, serve, withdraw, correct. The only writers."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinan.kernel.agencies import api as agencies
from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import Refusal, check_may_write
from jinan.kernel.records.models import Record
from jinan.platform.papers import filling, numbering, rules, sealing
from jinan.platform.papers.editions import DocField, Document, document
from jinan.platform.papers.models import Mark, Number, Paper, State, Use, Way
from jinan.platform.papers.queries import missing

FAULTS = {
    "date": gettext_lazy("Give a day, such as 2026-11-25."),
    "moment": gettext_lazy("Give day and time, such as 2026-11-25 14:30."),
    "order": gettext_lazy("The end lies before the beginning."),
    "number": gettext_lazy("Give a whole number."),
    "money": gettext_lazy("Give a sum in yuan, two decimals at most."),
    "long": gettext_lazy("This is too long for the paper."),
    "choice": gettext_lazy("Choose one of what the paper offers."),
    "signs": gettext_lazy("There are signs in it that no paper can hold."),
}
PICTURE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]{40,200000}")


@transaction.atomic
def draft(record: Record, code: str, *, by: Viewer, **values: Any) -> Paper:
    """Begin a paper of a record, filled with what is known. Raises Refusal."""
    check_may_write(record, by)
    if record.voided_at:
        raise Refusal(_("This record is void; restore it before you change it."))
    one = _document(code)
    agency = agencies.agency(record.agency_id or "")
    known = filling.known(record, one, by) | values
    kept = {n: value_of(one.field(n), v) for n, v in known.items() if v not in (None, "")}
    return Paper.objects.create(
        target_kind=record.kind(), target=record.pk, topic=record.subject(), shared=record.open_to_officers,
        division_id=record.division_id, also=record.also, holder=record.holder,
        agency_id=record.agency_id, created_by=by.account, changed_by=by.account, synthetic=record.synthetic,
        document=code, set=one.set, state=State.DRAFT, values=kept, heading=agency.name if agency else "",
    )  # fmt: skip


def value_of(field: DocField, given: Any) -> Any:
    """A value as the paper keeps it; of a field with choices, one of them. Raises ValueError with the kind of fault."""
    value = rules.plain(field.kind, given)
    if value and field.choices and value not in field.choices:
        raise ValueError("choice")
    return value


@transaction.atomic
def fill(paper: Paper, given: Mapping[str, Any], *, by: Viewer) -> Paper:
    """Put values into a draft. Raises Refusal with a sentence for each field that cannot be taken."""
    now = _draft(paper, by)
    one = document(now.document)
    faults: dict[str, str] = {}
    values, typed = dict(now.values), set(now.by_hand)
    for field in one.fields:
        if field.name not in given or field.kind in ("docno", "signature", "seal"):
            continue
        try:
            value = value_of(field, given[field.name])
        except ValueError as fault:
            faults[field.name] = str(FAULTS.get(str(fault), fault))
            continue
        if value != values.get(field.name, [] if isinstance(value, list) else ""):
            values[field.name] = value
            typed.add(field.name)
    if faults:
        raise Refusal(faults)
    now.values, now.by_hand = values, sorted(typed)
    return _keep(now, by, ["values", "by_hand"])


@transaction.atomic
def issue(paper: Paper, *, by: Viewer, number: Number | None = None) -> Paper:
    """Issue a paper 签发: give its number, freeze its content, sign it. Raises Refusal naming what is missing."""
    now = _draft(paper, by)
    one = document(now.document)
    if empty := missing(now):
        raise Refusal({f.name: _("%(what)s is missing.") % {"what": f.zh} for f in empty})
    moment = timezone.now()
    on = timezone.localdate(moment)
    if rules.regime_of(one.set, one.numbering) != "none":
        given = (
            numbering.use_reserved(number, paper=now.pk)
            if number
            else numbering.give(one, now.agency_id or "", on, paper=now.pk)
        )
        mark = rules.mark_taken(one.mark, now.values)
        now.number = numbering.text_of(one, given.agency, given.year, given.serial, mark=mark)
    now.state, now.issued_at, now.issued_by = State.ISSUED, moment, by.name
    now.digest = sealing.digest(content(now))
    now.signature, now.mark = sealing.sign(now.digest), sealing.mark_of(now.digest)
    frozen = ["state", "issued_at", "issued_by", "number", "digest", "signature", "mark"]
    return _keep(now, by, frozen)


def content(paper: Paper) -> dict[str, Any]:
    """What is frozen when a paper is issued: its document, number, agency, moment, values and marks."""
    marks = Mark.objects.filter(paper=paper.pk).order_by("pk")
    return {
        "document": paper.document,
        "set": paper.set,
        "number": paper.number,
        "heading": paper.heading,
        "issued_at": paper.issued_at.isoformat() if paper.issued_at else "",
        "values": paper.values,
        "marks": [
            [m.place, m.name, m.at.isoformat(), sealing.digest({"p": m.picture})] for m in marks
        ],
        "record": str(paper.target),
    }


@transaction.atomic
def sign(
    paper: Paper,
    place: str,
    *,
    by: Viewer,
    name: str,
    picture: str = "",
    device: str = "",
    at: Any = None,
) -> Mark:
    """Set a signature or a seal on a draft: whose, in which place, its picture as PNG. Raises Refusal."""
    now = _draft(paper, by)
    places = {
        f.name for f in document(now.document).fields if f.kind in rules.BY_HAND or f.kind == "text"
    }
    if place not in places:
        raise Refusal({"place": _("This paper has no such place for a signature.")})
    if not name.strip():
        raise Refusal({"name": _("Say who signs.")})
    if picture and not PICTURE.fullmatch(picture):
        raise Refusal({"picture": _("The picture of the signature is no PNG of up to 150 KB.")})
    return Mark.objects.create(
        target_kind=now.target_kind, target=now.target, topic=now.topic, shared=now.shared,
        division_id=now.division_id, also=now.also, holder=now.holder, agency_id=now.agency_id,
        created_by=by.account, changed_by=by.account, paper=now.pk, place=place, name=name.strip()[:60],
        at=at or timezone.now(), picture=picture, device=device,
    )  # fmt: skip


@transaction.atomic
def serve(paper: Paper, *, by: Viewer, way: str, on: date, to: str, note: str = "") -> Paper:
    """Enter the proof of service 送达. Raises Refusal."""
    now = _own(paper, by)
    faults = {}
    if now.state != State.ISSUED:
        raise Refusal(_("Only an issued paper is served, and once."))
    if way not in Way.values:
        faults["way"] = _("Choose how it was served.")
    if on > timezone.localdate() or (now.issued_at and on < timezone.localdate(now.issued_at)):
        faults["on"] = _("It is served between the day of its issue and today.")
    if not to.strip():
        faults["to"] = _("Say who received it.")
    if way in (Way.LEFT, Way.ELECTRONIC) and not note.strip():
        faults["note"] = _("Name the witness, or the signed consent to electronic service.")
    if faults:
        raise Refusal(faults)
    now.state, now.served_on, now.served_way = State.SERVED, on, way
    now.served_to, now.served_note = to.strip()[:120], note.strip()[:500]
    return _keep(now, by, ["state", "served_on", "served_way", "served_to", "served_note"])


@transaction.atomic
def void(paper: Paper, *, by: Viewer, reason: str) -> Paper:
    """Withdraw a paper 作废; its number stays void with the reason. Raises Refusal."""
    now = _own(paper, by)
    if not reason.strip():
        raise Refusal({"reason": _("Say why.")})
    if now.state == State.VOID:
        raise Refusal(_("This paper is void already."))
    Number.objects.filter(paper=now.pk).update(use=Use.VOID, reason=reason.strip()[:200])
    now.state, now.voided_at, now.void_reason = State.VOID, timezone.now(), reason.strip()[:200]
    return _keep(now, by, ["state", "voided_at", "void_reason"])


@transaction.atomic
def correct(paper: Paper, *, by: Viewer, reason: str, record: Record) -> Paper:
    """Withdraw an issued paper and begin another in its place with the same values; both stay 更正."""
    void(paper, by=by, reason=reason)
    made = draft(record, paper.document, by=by)
    made.values, made.corrects, made.by_hand = dict(paper.values), paper.pk, list(paper.by_hand)
    return _keep(made, by, ["values", "corrects", "by_hand"])


def _document(code: str) -> Document:
    try:
        return document(code)
    except KeyError:
        raise Refusal(_("There is no document “%(code)s”.") % {"code": code}) from None


def _own(paper: Paper, by: Viewer) -> Paper:
    now = Paper.objects.select_for_update().filter(pk=paper.pk).first()
    if now is None:
        raise Refusal(_("This record is not there for you."))
    written = by.divisions(now.topic, write=True)
    if written is not None and now.division_id not in written:
        raise Refusal(_("You may look at this record, but not change it."))
    return now


def _draft(paper: Paper, by: Viewer) -> Paper:
    now = _own(paper, by)
    if now.state != State.DRAFT:
        raise Refusal(
            _("An issued paper is never changed; withdraw it and make another in its place.")
        )
    return now


def _keep(paper: Paper, by: Viewer, fields: list[str]) -> Paper:
    paper.changed_by = by.account
    paper.save(update_fields=[*fields, "changed_by", "changed_at"])
    paper.refresh_from_db(fields=["version"])
    return paper
