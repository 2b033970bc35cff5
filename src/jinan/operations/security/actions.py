"""Deeds of the security room itself: proving the log, exporting it, erasing persons, accepting sign-ups."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jinan.kernel.changes.api import Verb, Whereabouts, chain, erase, note, whereabouts
from jinan.kernel.identity.api import (
    Refused,
    Viewer,
    accept_sign_up,
    because,
    in_scope,
    refuse_sign_up,
    system,
    waiting_sign_ups,
)
from jinan.kernel.identity.models import Account, Role, SignUp
from jinan.kernel.records.api import may_write, record_type
from jinan.kernel.records.models import AccessToken, Draft
from jinan.registers.enterprises.api import like_it
from jinan.registers.enterprises.models import Enterprise, Status
from jinan.standards import gb32100

PART = 20_000  # seals recomputed in one request


def go_on_verifying(part: chain.Part, *, by: Viewer) -> chain.Part:
    """Recompute the next seals in the auditor's own scope; the end of it is noted in the log."""
    if not by.has(Role.AUDITOR):
        raise Refused(_("This is the work of another administrator."))
    heads = chain.read_heads(settings.HOME)
    done = chain.verify_part(part, heads, most=PART)
    if done.over:
        result = done.broken.fault if done.broken else "whole"
        entry = done.broken.seq if done.broken else None
        note(Verb.OTHER, "changes.seal", None, checked=done.checked, result=result, entries=entry)
    return done


def erase_person(record: UUID, *, by: Viewer, reason: str) -> int:
    """Erase the personal data of a record or an account: in the row, in the log, in drafts and imports.

    Returns how many entries of the log can no longer be read. Copies in backups go with their age.
    """
    if not by.has(Role.SECADMIN):
        raise Refused(_("This is the work of another administrator."))
    if not reason.strip():
        raise Refused(_("Give a reason."))
    place = whereabouts(record)
    if place is None and not Account.objects.filter(pk=record).exists():
        raise Refused(_("There is no record or account with this id on this node."))
    _may_be_erased(place)
    with transaction.atomic():
        if place is None:
            return erase("identity_account", record, reason.strip())
        personal = list(record_type(place.kind).personal)
        everybodys = replace(
            system(by.name), account=by.account
        )  # others' desks are out of his sight
        with in_scope(everybodys, reason=reason.strip()), connection.cursor() as cursor:
            Draft.objects.filter(record=record).delete()
            cursor.execute(
                "UPDATE records_importrow SET before = before - %s::text[] "
                "WHERE record = %s AND jsonb_typeof(before) = 'object'",
                [personal, record],
            )
        return erase(place.table, record, reason.strip())


def _may_be_erased(place: Whereabouts | None) -> None:
    if place is None:
        return
    if not record_type(place.kind).personal:
        raise Refused(_("Records of this kind hold no personal data."))
    if place.node != settings.NODE:
        text = _("The record belongs to node %(node)s and is only a copy here.")
        raise Refused(text % {"node": place.node})
    if place.erased:
        raise Refused(_("The personal data of this record were erased already."))


def revoke_token(token: UUID, *, by: Viewer, reason: str) -> None:
    """Revoke an access token of any account. Raises Refused when it is not there, or without a reason."""
    if not by.has(Role.SECADMIN):
        raise Refused(_("This is the work of another administrator."))
    if not reason.strip():
        raise Refused(_("Give a reason."))
    found = AccessToken.objects.filter(pk=token, revoked_at=None)
    name = found.values_list("name", flat=True).first()
    because(reason.strip())
    if name is None or not found.update(revoked_at=timezone.now()):
        raise Refused(_("This token is no longer in force."))
    note(Verb.OTHER, "records.accesstoken", token, deed="revoked", name=name)


@contextmanager
def lent(by: Viewer) -> Iterator[Viewer]:
    """The officer himself, with the duty that opens accounts lent to him for one deed."""
    doing = replace(by, duties=by.duties | {Role.SYSADMIN})
    with in_scope(doing):
        yield doing


@dataclass(frozen=True)
class Check:
    """What was found out of a sign-up: good or doubtful, in words, and where to look."""

    good: bool
    text: str | Promise
    enterprise: Enterprise | None = None


def checks(asked: SignUp, known: Enterprise | None, *, by: Viewer) -> list[Check]:
    """What the officer need not look up himself before he decides on a sign-up."""
    made = [Check(True, _("check sign of the code is right"))]
    if fault := gb32100.fault(asked.credit_code):
        made = [Check(False, _("the code is wrong (%(fault)s)") % {"fault": fault})]
    if known is not None:
        same = tidy(known.name) == tidy(asked.enterprise)
        text = _("name as in the register") if same else _("the register has another name")
        made.append(Check(same, text, None if same else known))
        if known.status in (Status.CLOSED, Status.CANCELLED):
            made.append(Check(False, known.get_status_display(), known))
        with lent(by):
            held = Account.objects.filter(holder=known.pk, is_active=True).exists()
        if held:
            made.append(Check(False, _("has an account already")))
    place = known.division_id if known else asked.credit_code[2:8]
    for one in like_it(by, asked.enterprise, division=place or "", but=asked.credit_code):
        made.append(Check(False, _("same name, other code: possible duplicate"), one))
    return made


def tidy(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def sign_ups_for(by: Viewer) -> list[tuple[SignUp, Enterprise | None]]:
    """Sign-ups an officer may decide on: those of his enterprises, and unknown ones of his divisions."""
    with lent(by):
        waiting = list(waiting_sign_ups())
    allowed = by.divisions("enterprises", write=True)
    found: list[tuple[SignUp, Enterprise | None]] = []
    for one in waiting:
        known = Enterprise.objects.visible_to(by).live().filter(credit_code=one.credit_code).first()
        if known is not None and may_write(known, by):
            found.append((one, known))
        elif known is None and (allowed is None or one.credit_code[2:8] in allowed):
            found.append((one, None))
    return found


def decide(sign_up: UUID, *, accepted: bool, by: Viewer, reason: str) -> Account:
    """Accept or refuse the sign-up of an enterprise in the officer's own territory."""
    found = next(((s, e) for s, e in sign_ups_for(by) if s.pk == sign_up), None)
    if found is None:
        raise Refused(_("This sign-up was decided on already, or is not for you to decide."))
    asked, enterprise = found
    with lent(by) as doing:
        if not accepted:
            return refuse_sign_up(asked, by=doing, reason=reason)
        holder = enterprise.pk if enterprise else None
        return accept_sign_up(asked, by=doing, reason=reason, holder=holder)
