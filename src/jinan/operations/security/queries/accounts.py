"""Accounts, their rights and their sessions, as the administrators ask for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jinan.kernel.agencies.models import Agency
from jinan.kernel.identity.models import Account, Assignment, Role
from jinan.kernel.territory import api as territory
from jinan.kernel.territory.models import Branch

PAGE = 50
MOST_EXPORTED = 20_000
STATES = {
    "open": _("open"),
    "locked": _("locked"),
    "closed": _("closed"),
    "without": _("without rights"),
    "new": _("never signed in"),
}


def latest_assignments() -> QuerySet[Assignment]:
    """Assignments that hold today, the newest first."""
    found = Assignment.objects.holding().order_by("-id")
    return found.select_related("account", "division", "branch", "granted_by")


def accounts(asked: Mapping[str, str]) -> QuerySet[Account]:
    """Accounts that fit words, kind, role and state, by account name."""
    found = Account.objects.select_related("agency").order_by("login")
    words = asked.get("q", "").strip()
    if words:
        found = found.filter(
            Q(login__icontains=words) | Q(name__icontains=words) | Q(agency__name__icontains=words)
        )
    if asked.get("kind"):
        found = found.filter(kind=asked["kind"])
    held = Assignment.objects.holding().filter(account=OuterRef("pk"))
    if asked.get("role"):
        found = found.filter(Exists(held.filter(role=asked["role"])))
    match asked.get("state", ""):
        case "open":
            found = found.filter(is_active=True)
        case "closed":
            found = found.filter(is_active=False)
        case "locked":
            found = found.filter(locked_until__gt=timezone.now())
        case "without":
            found = found.filter(is_active=True, kind="officer").exclude(Exists(held))
        case "new":
            found = found.filter(is_active=True, last_login__isnull=True)
    return found


@dataclass(frozen=True)
class AccountLine:
    """An account as the list shows it."""

    account: Account
    roles: list[str]
    state: str
    tone: str


def account_page(asked: Mapping[str, str]) -> tuple[list[AccountLine], str | None]:
    """One page of accounts behind `after`, and the key of the next."""
    found = accounts(asked)
    if after := asked.get("after"):
        found = found.filter(login__gt=after)
    rows = list(found[: PAGE + 1])
    return with_rights(rows[:PAGE]), rows[PAGE - 1].login if len(rows) > PAGE else None


def account_lines(asked: Mapping[str, str]) -> list[AccountLine]:
    """All accounts that fit, for the export."""
    return with_rights(list(accounts(asked)[:MOST_EXPORTED]))


def with_rights(rows: list[Account]) -> list[AccountLine]:
    held: dict[UUID, list[str]] = {}
    for one in (
        Assignment.objects.holding().filter(account__in=rows).select_related("division", "branch")
    ):
        held.setdefault(one.account_id, []).append(right(one))
    return [AccountLine(row, held.get(row.pk, []), *state(row)) for row in rows]


def state(account: Account) -> tuple[str, str]:
    """The state of an account in a word, and its colour."""
    if not account.is_active:
        return str(STATES["closed"]), "bad"
    if account.locked_until and account.locked_until > timezone.now():
        return str(STATES["locked"]), "warn"
    if account.last_login is None:
        return str(STATES["new"]), "note"
    return str(STATES["open"]), "good"


def right(one: Assignment) -> str:
    """An assignment in half a line: role and territory."""
    place = one.division.name if one.division else one.branch.name if one.branch else ""
    return f"{one.get_role_display()} {place}".strip()


def account(uid: UUID | None) -> Account | None:
    return Account.objects.select_related("agency").filter(pk=uid).first() if uid else None


def find_account(given: str) -> Account | None:
    """An account by its id, or by its name as suggested ("login name")."""
    head = given.strip().split(" ")[0]
    try:
        return Account.objects.select_related("agency").filter(pk=UUID(head)).first()
    except ValueError:
        return Account.objects.select_related("agency").filter(login=head.lower()).first()


def suggested_accounts(typed: str) -> list[str]:
    rows = accounts({"q": typed.split(" ")[0], "state": "open"})[:12]
    return [f"{one.login} {one.name}" for one in rows]


def suggested_places(typed: str) -> list[str]:
    """Divisions in force and branches of the inspectorate that fit what is typed."""
    from jinan.kernel.territory.models import Division

    words = typed.strip().split(" ")[0]
    rows = Division.objects.filter(valid_to__isnull=True).exclude(kind__in=territory.HIDDEN)
    rows = rows.filter(Q(code__startswith=words) | Q(name__contains=words)) if words else rows
    shown = [f"{one.code} {territory.name(one.code, full=True) or one.name}" for one in rows[:12]]
    offices = Branch.objects.filter(Q(code__startswith=words) | Q(name__contains=words))
    return shown + [f"{one.code} {one.name}" for one in offices[:6]]


def place_of(given: str) -> tuple[str | None, str | None] | None:
    """Division or branch of a text as suggested; None when it names neither."""
    head = given.strip().split(" ")[0]
    if not head:
        return None, None
    if territory.place(head):
        return head, None
    if Branch.objects.filter(pk=head).exists():
        return None, head
    named = territory.by_name(given.strip())
    return (named[0], None) if len(named) == 1 else None


def agency_of(given: str) -> Agency | None:
    head = given.strip().split(" ")[0]
    return Agency.objects.filter(pk=head).first() if head else None


def agency_name(code: str | None) -> str:
    found = Agency.objects.filter(pk=code).first() if code else None
    return found.name if found else code or ""


def suggested_agencies(typed: str) -> list[str]:
    words = typed.strip().split(" ")[0]
    rows = Agency.objects.filter(Q(code__startswith=words) | Q(name__icontains=words))[:12]
    return [f"{one.code} {one.name}" for one in rows]


def counts() -> dict[str, Any]:
    """Numbers of the administrators' first page."""
    active = Account.objects.filter(is_active=True)
    return {
        "accounts": active.count(),
        "locked": active.filter(locked_until__gt=timezone.now()).count(),
        "closed": Account.objects.filter(is_active=False).count(),
        "without": accounts({"state": "without"}).count(),
        "assignments": Assignment.objects.holding().count(),
        "administrators": Assignment.objects.holding().filter(
            role__in=(Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR), account__is_active=True
        ),
        "ending": Assignment.objects.holding()
        .filter(valid_to__lte=timezone.localdate() + timedelta(days=30))
        .select_related("account", "division", "branch"),
    }
