"""Scope of a request: what its viewer may see and write, told to the database as a signed token.

The web role can set any PostgreSQL setting, so a bare setting would be no lock. The token carries an
HMAC-SHA256 over its text and is bound to one backend process and a short time; the database checks
it (`sql/scope.sql`) with a key that the web role cannot read.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction

from jinan.kernel.identity.models import THREE, WRITERS, Account, Kind, Role
from jinan.kernel.territory import api as territory

SECONDS = 300
ALL = "*"


@dataclass(frozen=True)
class Grant:
    """One right: these subjects in these divisions; `divisions` None means everywhere."""

    subjects: frozenset[str]
    divisions: frozenset[str] | None
    write: bool
    role: str = ""
    place: str = ""

    def covers(self, subject: str) -> bool:
        return ALL in self.subjects or subject in self.subjects


@dataclass(frozen=True)
class Viewer:
    """Who looks: an officer, an enterprise, the public, or a named system role."""

    kind: str
    name: str
    account: UUID | None = None
    agency: str | None = None
    holder: UUID | None = None
    grants: tuple[Grant, ...] = ()
    duties: frozenset[str] = field(default_factory=frozenset)

    def divisions(self, subject: str, *, write: bool = False) -> frozenset[str] | None:
        """Codes of the divisions seen (or written) for `subject`; None means everywhere."""
        found: set[str] = set()
        for grant in self.grants:
            if grant.covers(subject) and (grant.write or not write):
                if grant.divisions is None:
                    return None
                found |= grant.divisions
        return frozenset(found)

    def reads(self, subject: str) -> bool:
        return self.divisions(subject) != frozenset()

    def opens(self, subject: str) -> bool:
        """Whether the register is shown: read by right, or holding records of the viewer's own."""
        return self.reads(subject) or self.holder is not None

    def writes(self, subject: str) -> bool:
        return self.divisions(subject, write=True) != frozenset()

    @property
    def is_officer(self) -> bool:
        """Whether records of no division are shown: an officer with any duty at all."""
        return self.kind in ("officer", "system") and bool(self.grants)

    @property
    def place(self) -> str:
        """Name of the first territory, for the head of the page."""
        return territory.name(self.grants[0].place, full=True) if self.grants else ""

    def has(self, *duties: str) -> bool:
        return bool(self.duties.intersection(duties))


NOBODY = Viewer(kind="public", name="")


SIGN_IN = Viewer(kind="service", name="登录服务", duties=frozenset({"sign-in"}))


def system(name: str, *, duties: frozenset[str] = frozenset()) -> Viewer:
    """A named system role that sees and writes everything; for jobs, loading and tests."""
    every = Grant(frozenset({ALL}), None, write=True, role="system")
    return Viewer(kind="system", name=name, grants=(every,), duties=duties)


def as_node(by: Viewer, *, agency: str | None = None) -> Viewer:
    """The node itself, writing in the name of somebody who may not write there; for an agency, where it enters records."""
    return replace(system(by.name), account=by.account, agency=agency)


def viewer_of(account: Account, *, on: date | None = None) -> Viewer:
    """Rights of an account on a day, from its valid assignments alone."""
    if not account.is_active:
        return NOBODY
    grants, duties = [], set()
    for one in account.assignments.holding(on):
        if one.role in THREE:
            duties.add(one.role)
            continue
        grants.append(
            Grant(
                frozenset({one.subject}),
                _places(one.division_id, one.branch_id),
                write=one.role in WRITERS,
                role=one.role,
                place=one.division_id or one.branch_id or "",
            )
        )
        if one.role == Role.LEADER:
            duties.add(Role.LEADER)
    if duties.intersection(THREE):  # an administrator sees no business data by office
        grants = []
    return Viewer(
        kind=account.kind,
        name=account.name,
        account=account.id,
        agency=account.agency_id,
        holder=account.holder if account.kind == Kind.ENTERPRISE else None,
        grants=tuple(grants),
        duties=frozenset(duties),
    )


def _places(division: str | None, branch: str | None) -> frozenset[str] | None:
    if division == territory.NATION:
        return None
    if division:
        return territory.subtree(division)
    return territory.covered_by(branch) if branch else frozenset()


def claims(viewer: Viewer, *, pid: int, origin: str, until: int) -> dict[str, Any]:
    return {
        "a": str(viewer.account) if viewer.account else None,
        "n": viewer.name,
        "k": viewer.kind,
        "h": str(viewer.holder) if viewer.holder else None,
        "g": [
            [
                sorted(g.subjects),
                [ALL] if g.divisions is None else sorted(g.divisions),
                g.write,
            ]
            for g in viewer.grants
        ],
        "d": sorted(viewer.duties),
        "o": origin,
        "p": pid,
        "x": until,
    }


def token(viewer: Viewer, *, pid: int, origin: str = "", until: int | None = None) -> str:
    """The signed text that the database checks: 64 hex digits, then the claims as JSON."""
    until = until or int(time.time()) + SECONDS
    text = json.dumps(
        claims(viewer, pid=pid, origin=origin, until=until),
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return mark(text) + text


def mark(text: str) -> str:
    """What only this node can write under a text: HMAC-SHA256 with a key that the web role cannot read."""
    return hmac.new(settings.SCOPE_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def enter(viewer: Viewer, *, origin: str = "", reason: str = "", using: str = "default") -> None:
    """Put the viewer's scope into the current transaction of the connection."""
    connection = connections[using]
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('jinan.scope', %s, true), set_config('jinan.reason', %s, true)",
            [token(viewer, pid=pid, origin=origin), reason],
        )


@contextmanager
def in_scope(
    viewer: Viewer, *, origin: str = "", reason: str = "", using: str = "default"
) -> Iterator[Viewer]:
    """Run a block in one transaction with the viewer's scope; the scope before it comes back."""
    with transaction.atomic(using=using):
        connection = connections[using]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('jinan.scope', true), current_setting('jinan.reason', true)"
            )
            before = [value or "" for value in cursor.fetchone()]
        enter(viewer, origin=origin, reason=reason, using=using)
        yield viewer
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('jinan.scope', %s, true), set_config('jinan.reason', %s, true)",
                    before,
                )


def because(reason: str, *, using: str = "default") -> None:
    """Give the reason that the change log keeps with what follows in this transaction."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT set_config('jinan.reason', %s, true)", [reason])
