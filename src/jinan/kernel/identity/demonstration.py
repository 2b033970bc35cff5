"""Accounts of the demonstration: shown on the sign-in page with password and present code."""

import base64
import hashlib
import time
from dataclasses import dataclass
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.utils.translation import gettext as _

from jinan.kernel.identity.models import THREE, Account
from jinan.kernel.territory import api as territory

PASSWORD = "Jinan-demo-2026"  # noqa: S105  # worthless outside the demonstration
PERIOD = 30  # seconds of a time code


@dataclass(frozen=True)
class Shown:
    """One account as the sign-in page shows it."""

    login: str
    name: str
    role: str
    place: str
    group: str


def is_shown(account: Account) -> bool:
    return settings.MODE == "demo" and account.demonstration


def fixed_secret(login: str) -> str:
    """The second factor of a demonstration account: follows from its name, worthless elsewhere."""
    return base64.b32encode(
        hashlib.sha256(f"demonstration {login}".encode()).digest()[:20]
    ).decode()


def present_code(login: str) -> tuple[str, int]:
    """The time code of now and the seconds that it still holds."""
    now = int(time.time())
    code = format_hotp_value(hotp_value(fixed_secret(login), now // PERIOD))
    return code, PERIOD - now % PERIOD


def levels() -> dict[str, str]:
    return {
        "nation": _("Nation"),
        "province": _("Province"),
        "city": _("City"),
        "county": _("County"),
        "branch": _("Inspectorate"),
        "administration": _("Three administrators"),
        "outside": _("Enterprises and public"),
    }


def shown_accounts() -> list[tuple[str, list[Shown]]]:
    """Groups of accounts by level; empty outside the demonstration."""
    if settings.MODE != "demo":
        return []
    names, groups = levels(), dict[str, list[Shown]]()
    found = Account.objects.filter(demonstration=True, is_active=True).order_by("login")
    for account in found.prefetch_related("assignments__division", "assignments__branch"):
        one = _shown(account)
        groups.setdefault(one.group, []).append(one)
    return [(names[key], groups[key]) for key in names if key in groups]


def _shown(account: Account) -> Shown:
    held: Any = next(iter(account.assignments.all()), None)
    if held is None:
        return Shown(account.login, account.name, account.get_kind_display(), "", "outside")
    place = held.division.name if held.division else str(held.branch or "")
    role = held.get_role_display()
    return Shown(account.login, account.name, role, place, _group(held.role, held.division_id))


def _group(role: str, division: str | None) -> str:
    if role in THREE:
        return "administration"
    if division is None:
        return "branch"
    if division == territory.NATION:
        return "nation"
    return (
        "province" if division.endswith("0000") else "city" if division.endswith("00") else "county"
    )
