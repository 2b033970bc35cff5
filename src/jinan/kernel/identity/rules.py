"""Rules of passwords and of the second factor (GB/T 22239-2019, 8.1.4.1)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

LEAST_LENGTH = 10
LEAST_KINDS = 3
MOST_FAILURES = 5
LOCK_MINUTES = 15
LONGEST_DAYS = 90
LINK_HOURS = 72
THREE = frozenset({"sysadmin", "secadmin", "auditor"})


def password_fault(password: str, login: str) -> str | None:
    """What is wrong with a new password: `short`, `simple`, `login`; None when nothing is."""
    if len(password) < LEAST_LENGTH:
        return "short"
    kinds = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())
    if sum(any(kind(sign) for sign in password) for kind in kinds) < LEAST_KINDS:
        return "simple"
    return "login" if login.lower() in password.lower() else None


def lock_until(failures: int, at: datetime) -> datetime | None:
    """Until when an account is locked after failures in a row; None below the limit."""
    if failures < MOST_FAILURES:
        return None
    return at + timedelta(minutes=LOCK_MINUTES)


def must_renew(changed_at: datetime | None, at: datetime) -> bool:
    """Whether a password is older than it may become."""
    return changed_at is None or at - changed_at > timedelta(days=LONGEST_DAYS)


# Names in a browser's own account of itself, the telling one first.
BROWSERS = (
    ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("360", "360"), ("QQBrowser", "QQ"), ("OPR", "Opera"),
    ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS", "macOS"), ("Kylin", "Kylin"), ("UOS", "UOS"), ("Linux", "Linux"),
)  # fmt: skip


def browser_name(agent: str) -> str:
    """A short name of browser and system from a user-agent line, such as `Firefox · Windows`."""
    found = (
        next((name for sign, name in names if sign in agent), "") for names in (BROWSERS, SYSTEMS)
    )
    return " · ".join(filter(None, found)) or agent[:40]


def link_until(at: datetime) -> datetime:
    """Until when a one-time link opens."""
    return at + timedelta(hours=LINK_HOURS)


def conflict(role: str, held: Iterable[str]) -> str | None:
    """A role already held beside which `role` may not stand; None when there is none.

    The three administrators are separate persons and do no business (GB/T 22239-2019, 8.1.5).
    """
    for other in held:
        if other != role and THREE.intersection({other, role}):
            return other
    return None
