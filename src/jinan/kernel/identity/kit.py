"""Accounts and clients for tests, made as the real ones are: a role, a territory, a subject."""

from datetime import date

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client

from jinan.kernel.agencies.models import Agency, Node
from jinan.kernel.identity.models import Account, Assignment, Kind, Role
from jinan.kernel.identity.scope import Viewer, in_scope, system, viewer_of
from jinan.kernel.identity.sessions import digest

LONG_AGO = date(2020, 1, 1)
COUNTY, NEIGHBOUR, CITY, PROVINCE = "340122", "340123", "340100", "340000"


def agency(division: str) -> Agency:
    """The agency of a division."""
    with in_scope(system("test")):
        node, _made = Node.objects.get_or_create(code="demo", defaults={"name": "demo"})
        made, _made = Agency.objects.get_or_create(
            code=division, defaults={"name": division, "division_id": division, "node": node}
        )
    return made


def officer(
    login: str = "county",
    division: str | None = COUNTY,
    role: str = Role.OFFICER,
    *,
    subject: str = "*",
    branch: str | None = None,
) -> Account:
    """An account with one assignment; an administrator when the role is one of the three."""
    with in_scope(system("test")):
        account = Account.objects.create(
            login=login,
            name=login.capitalize(),
            kind=Kind.OFFICER,
            agency=agency(division) if division else None,
        )
        Assignment.objects.create(
            account=account,
            role=role,
            division_id=division,
            branch_id=branch,
            subject=subject,
            valid_from=LONG_AGO,
            reason="test",
        )
    return account


def refresh(account: Account) -> None:
    """Read an account again; nobody but itself and the administrators may."""
    with in_scope(system("test")):
        account.refresh_from_db()


def viewer(account: Account) -> Viewer:
    with in_scope(system("test")):
        return viewer_of(account)


def client(account: Account | None) -> Client:
    """A browser of this account, past both steps of sign-in; of nobody for None."""
    made = Client()
    if account is not None:
        with in_scope(system("test")):
            made.force_login(account)
            UserSession.objects.create(
                user=account,
                ip="127.0.0.1",
                session_key=digest(made.cookies[settings.SESSION_COOKIE_NAME].value),
            )
    return made
