"""Deeds of sign-in and of one's own account. They run in the scope of the sign-in service."""

import base64
import hashlib
import secrets

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.identity import rules
from jinan.kernel.identity.models import THREE, WRITERS, Account
from jinan.kernel.identity.refusals import SignInRefused

_NOTHING = make_password("nobody has this password")


def check_credentials(login: str, password: str) -> Account:
    """The account of a name and password. Raises SignInRefused; locks after failures in a row."""
    account = Account.objects.filter(login=login.strip().lower()).first()
    if account is None or not account.is_active:
        check_password(password, _NOTHING)  # the same time as for a known name
        raise SignInRefused(_("Account name or password is wrong."))
    now = timezone.now()
    if account.locked_until and account.locked_until > now:
        raise SignInRefused(
            _("Too many failures. This account opens again at %(moment)s.")
            % {"moment": timezone.localtime(account.locked_until).strftime("%H:%M")}
        )
    if not account.check_password(password):
        count_failure(account)
        raise SignInRefused(_("Account name or password is wrong."))
    return account


def count_failure(account: Account) -> None:
    account.failures += 1
    account.locked_until = rules.lock_until(account.failures, timezone.now())
    if account.locked_until:
        account.failures = 0
    account.save(update_fields=["failures", "locked_until"])


def needs_second_factor(account: Account) -> bool:
    """Administrators and everybody who may write must have one."""
    roles = (*THREE, *WRITERS)
    return account.assignments.filter(role__in=roles).exists() or has_second_factor(account)


def has_second_factor(account: Account) -> bool:
    return Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists()


def check_second_factor(account: Account, code: str) -> None:
    """A time code or a recovery code. Raises SignInRefused."""
    given = code.replace(" ", "").replace("-", "").strip()
    for one in Authenticator.objects.filter(user=account):
        if one.type == Authenticator.Type.TOTP and TOTP(one).validate_code(given):
            return
        if one.type == Authenticator.Type.RECOVERY_CODES and one.wrap().validate_code(given):
            return
    count_failure(account)
    raise SignInRefused(_("This code does not fit. Wait for the next one and try again."))


def new_secret() -> str:
    return base64.b32encode(secrets.token_bytes(20)).decode()


def enrol(account: Account, secret: str, code: str | None) -> list[str]:
    """Begin the second factor; returns recovery codes. `code` None only for the demonstration."""
    if code is not None and not validate_totp_code(secret, code.strip()):
        raise SignInRefused(_("This code does not fit. Wait for the next one and try again."))
    Authenticator.objects.filter(user=account).delete()
    TOTP.activate(account, secret)
    return list(RecoveryCodes.activate(account).get_unused_codes())


def fixed_secret(login: str) -> str:
    """The secret of a demonstration account: follows from its name, worthless elsewhere."""
    return base64.b32encode(
        hashlib.sha256(f"demonstration {login}".encode()).digest()[:20]
    ).decode()


def set_password(account: Account, password: str) -> None:
    """Raises SignInRefused when the rules of passwords are not met."""
    said = {
        "short": _("A password has at least 10 signs."),
        "simple": _("Use three of: small letters, capitals, digits, other signs."),
        "login": _("The password must not hold the account name."),
    }
    if fault := rules.password_fault(password, account.login):
        raise SignInRefused(said[fault])
    if account.has_usable_password() and account.check_password(password):
        raise SignInRefused(_("Choose a password that you did not have before."))
    account.set_password(password)
    account.password_changed_at = timezone.now()
    account.must_change_password = False
    account.save(update_fields=["password", "password_changed_at", "must_change_password"])
