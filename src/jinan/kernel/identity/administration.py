"""Deeds of the administrators on accounts and assignments.

The system administrator opens, locks and moves accounts and sends links; the security administrator
grants, ends and resets second factors; neither does the other's work, and the database holds to it
(`sql/accounts.sql`). Every deed needs the scope of its doer, runs in one transaction, and leaves its
reason in the change log.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.agencies.models import Agency
from jinan.kernel.changes.api import Verb, note
from jinan.kernel.identity import links, rules, sessions
from jinan.kernel.identity.following import followed
from jinan.kernel.identity.handing import hand_over
from jinan.kernel.identity.models import (
    Account,
    Assignment,
    HandOver,
    Kind,
    LostPassword,
    Purpose,
    Role,
    SignUp,
)
from jinan.kernel.identity.refusals import Refused
from jinan.kernel.identity.scope import Viewer, because


@contextmanager
def deed(by: Viewer, reason: str, *duties: str, on: Account | None = None) -> Iterator[None]:
    """One deed of an administrator. Raises Refused without the duty, without a reason, on oneself."""
    if not by.has(*duties) and by.kind != "system":
        raise Refused(_("This is the work of another administrator."))
    if not reason.strip():
        raise Refused(_("Give a reason."))
    if on is not None and on.pk == by.account:
        raise Refused(_("Nobody does this to his own account."))
    with transaction.atomic():
        because(reason.strip()[:200])
        yield


def invite(
    login: str,
    name: str,
    *,
    by: Viewer,
    reason: str,
    kind: str = Kind.OFFICER,
    agency: Agency | None = None,
    email: str = "",
    phone: str = "",
    holder: UUID | None = None,
) -> tuple[Account, str]:
    """Make an account without password; returns it and the path of its one-time link."""
    login = login.strip().lower()
    if not login or not name.strip():
        raise Refused(_("An account needs an account name and a name."))
    if Account.objects.filter(login=login).exists():
        raise Refused(_("This account name is taken."))
    with deed(by, reason, Role.SYSADMIN):
        account = Account.objects.create_user(
            login,
            None,
            name=name.strip(),
            kind=kind,
            agency=agency,
            email=email,
            phone=phone,
            holder=holder,
            must_enrol=kind == Kind.OFFICER,
        )
        return account, links.make(account, Purpose.INVITATION, by=by.account)


def waiting_sign_ups() -> QuerySet[SignUp]:
    """Sign-ups of enterprises that nobody has decided on, oldest first."""
    return SignUp.objects.filter(accepted=None).select_related("account")


def accept_sign_up(sign_up: SignUp, *, by: Viewer, reason: str, holder: UUID | None) -> Account:
    """Open the account of a sign-up for the enterprise `holder`."""
    if holder is None:
        raise Refused(_("Enter the enterprise in the register first."))
    return _decide(sign_up, by=by, reason=reason, holder=holder)


def refuse_sign_up(sign_up: SignUp, *, by: Viewer, reason: str) -> Account:
    """Refuse a sign-up; its account stays closed and gives its name free."""
    return _decide(sign_up, by=by, reason=reason, holder=None)


def _decide(sign_up: SignUp, *, by: Viewer, reason: str, holder: UUID | None) -> Account:
    account = sign_up.account
    with deed(by, reason, Role.SYSADMIN):
        decided = SignUp.objects.filter(pk=sign_up.pk, accepted=None).update(
            accepted=holder is not None,
            decided_at=timezone.now(),
            decided_by=by.account,
            reason=reason.strip()[:200],
        )
        if not decided:
            raise Refused(_("This sign-up was decided on already."))
        if holder is None:
            account.login = f"{account.login[:40]}-{account.pk.hex[-12:]}"
            account.save(update_fields=["login"])
        else:
            account.holder, account.is_active = holder, True
            account.save(update_fields=["holder", "is_active"])
        sign_up.refresh_from_db()
        followed(sign_up)
    return account


def change_holder(was: UUID, now: UUID, *, only: list[UUID] | None = None) -> list[UUID]:
    """Let accounts of an enterprise stand for another record of it, when two were one; in a system scope."""
    held = Account.objects.filter(holder=was)
    keys = list((held if only is None else held.filter(pk__in=only)).values_list("pk", flat=True))
    Account.objects.filter(pk__in=keys).update(holder=now)
    return keys


def set_active(account: Account, active: bool, *, by: Viewer, reason: str) -> None:
    """Open or close an account; closing ends its sessions and links at once."""
    with deed(by, reason, Role.SYSADMIN, on=account):
        if active and SignUp.objects.filter(account=account).exclude(accepted=True).exists():
            raise Refused(_("Decide on the sign-up first."))
        if not active:
            _not_the_last(account)
        account.is_active = active
        account.save(update_fields=["is_active"])
        if not active:
            links.withdraw(account)
            sessions.end_all(account)


def _not_the_last(account: Account) -> None:
    """Raises Refused when one of the three administrations would be left without anybody."""
    for role in (
        account.assignments.holding().filter(role__in=rules.THREE).values_list("role", flat=True)
    ):
        others = Assignment.objects.holding().filter(role=role, account__is_active=True)
        if not others.exclude(account=account).exists():
            raise Refused(_("The last account of %(role)s stays.") % {"role": Role(role).label})


def unlock(account: Account, *, by: Viewer, reason: str) -> None:
    """Lift the lock after failed sign-ins."""
    with deed(by, reason, Role.SYSADMIN):
        account.failures, account.locked_until = 0, None
        account.save(update_fields=["failures", "locked_until"])


def reset_password_link(account: Account, *, by: Viewer, reason: str) -> str:
    """A one-time link to a new password; answers the open requests of the account."""
    with deed(by, reason, Role.SYSADMIN, on=account):
        if not account.is_active:
            raise Refused(_("This account is closed."))
        LostPassword.objects.filter(account=account, answered_at=None).update(
            answered_at=timezone.now()
        )
        new = not account.has_usable_password()
        purpose = Purpose.INVITATION if new else Purpose.PASSWORD
        return links.make(account, purpose, by=by.account)


def waiting_password_requests() -> QuerySet[LostPassword]:
    """Requests for a new password that nobody has answered, oldest first."""
    return LostPassword.objects.filter(answered_at=None).select_related("account")


def reset_second_factor(account: Account, *, by: Viewer, reason: str) -> None:
    """Forget all second factors; the next sign-in must set up a new one."""
    with deed(by, reason, Role.SECADMIN, on=account):
        Authenticator.objects.filter(user=account).delete()
        account.must_enrol = True
        account.save(update_fields=["must_enrol"])
        sessions.end_all(account)


def end_sessions(account: Account, *, by: Viewer, reason: str) -> int:
    """End all sessions of an account at once; returns how many."""
    with deed(by, reason, Role.SYSADMIN, Role.SECADMIN):
        ended = sessions.end_all(account)
        note(Verb.OTHER, "identity.account", account.pk, deed="sessions ended", count=ended)
    return ended


def grant(
    account: Account,
    role: str,
    *,
    by: Viewer,
    reason: str,
    division: str | None = None,
    branch: str | None = None,
    subject: str = "*",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Assignment:
    """Grant a role in a territory for a subject. Raises Refused for roles that exclude each other."""
    begins = valid_from or timezone.localdate()
    if account.kind != Kind.OFFICER:
        raise Refused(_("Roles are for officers only."))
    if role not in rules.THREE and not (division or branch):
        raise Refused(_("Choose a territory."))
    if valid_to and valid_to < begins:
        raise Refused(_("The end lies before the beginning."))
    running = account.assignments.filter(Q(valid_to=None) | Q(valid_to__gte=begins))
    if valid_to:
        running = running.filter(valid_from__lte=valid_to)
    if other := rules.conflict(role, running.values_list("role", flat=True)):
        raise Refused(
            _("%(role)s and %(other)s must be two persons.")
            % {"role": Role(role).label, "other": Role(other).label}
        )
    with deed(by, reason, Role.SECADMIN, on=account):
        _need_second_factor(account, role)
        return Assignment.objects.create(
            account=account,
            role=role,
            division_id=division,
            branch_id=branch,
            subject=subject,
            valid_from=begins,
            valid_to=valid_to,
            granted_by_id=by.account,
            reason=reason.strip()[:200],
        )


def _need_second_factor(account: Account, role: str) -> None:
    """Who begins to write or to administrate without a second factor signs in again and sets one up."""
    if role == Role.READER or account.must_enrol or factors([account.pk]):
        return
    account.must_enrol = True
    account.save(update_fields=["must_enrol"])
    sessions.end_all(account)


def end_assignment(assignment: Assignment, *, by: Viewer, reason: str) -> None:
    """End an assignment at once: yesterday was its last day."""
    with deed(by, reason, Role.SECADMIN, on=assignment.account):
        if assignment.role in rules.THREE:
            _not_the_last(assignment.account)
        _end(Assignment.objects.filter(pk=assignment.pk))
        assignment.refresh_from_db()


def leave(
    account: Account, successor: Account | None, reason: str, *, by: Viewer
) -> dict[str, int]:
    """Close the account of somebody who leaves; returns what was handed to the successor."""
    if successor is not None and (not successor.is_active or successor.pk == account.pk):
        raise Refused(_("The successor needs an open account."))
    with deed(by, reason, Role.SYSADMIN, on=account):
        set_active(account, False, by=by, reason=reason)
        handed = hand_over(account, successor, by=by, reason=reason)
        _end(account.assignments.all())
        LostPassword.objects.filter(account=account, answered_at=None).update(
            answered_at=timezone.now()
        )
    return handed


def relieve(
    account: Account, successor: Account | None, reason: str, *, by: Viewer
) -> dict[str, int]:
    """End all rights of an account and hand over what waits; the account itself stays open."""
    if successor is not None and (not successor.is_active or successor.pk == account.pk):
        raise Refused(_("The successor needs an open account."))
    with deed(by, reason, Role.SECADMIN, on=account):
        _not_the_last(account)
        handed = hand_over(account, successor, by=by, reason=reason)
        _end(account.assignments.all())
        sessions.end_all(account)
    return handed


def hand_overs_to(account: UUID) -> QuerySet[HandOver]:
    """Hand-overs that a successor has not taken note of, the newest first."""
    return HandOver.objects.filter(successor=account, seen_at=None)


def take_note(hand_over: UUID, *, by: Viewer) -> None:
    """The successor has seen what was handed to him."""
    HandOver.objects.filter(pk=hand_over, successor=by.account, seen_at=None).update(
        seen_at=timezone.now()
    )


def transfer(
    account: Account, agency: Agency, reason: str, *, by: Viewer, successor: Account | None = None
) -> dict[str, int]:
    """Move somebody to another agency: old assignments end, the security administrator grants new ones."""
    if account.agency_id == agency.pk:
        raise Refused(_("The account belongs to this agency already."))
    with deed(by, reason, Role.SYSADMIN, on=account):
        _not_the_last(account)
        handed = hand_over(account, successor, by=by, reason=reason)
        _end(account.assignments.all())
        account.agency = agency
        account.save(update_fields=["agency"])
        sessions.end_all(account)
    return handed


def _end(assignments: QuerySet[Assignment]) -> None:
    last = timezone.localdate() - timedelta(days=1)
    assignments.filter(Q(valid_to=None) | Q(valid_to__gt=last)).update(valid_to=last)


def factors(accounts: Sequence[UUID]) -> dict[UUID, set[str]]:
    """Kinds of second factor of each account, as far as the viewer may know them."""
    found: dict[UUID, set[str]] = {}
    rows = Authenticator.objects.filter(user_id__in=accounts).values_list("user_id", "type")
    for account, kind in rows:
        found.setdefault(account, set()).add(kind)
    return found
