"""Deeds of sign-in and of one's own account. They run in the scope of the sign-in service."""

import base64
import secrets
from dataclasses import dataclass

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from django.contrib.auth.hashers import check_password, make_password
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.identity import links, rules
from jinan.kernel.identity.demonstration import fixed_secret, is_shown
from jinan.kernel.identity.models import (
    THREE,
    WRITERS,
    Account,
    Kind,
    Link,
    LostPassword,
    Purpose,
    SignUp,
)
from jinan.kernel.identity.refusals import SignInRefused
from jinan.kernel.identity.scope import SIGN_IN, in_scope
from jinan.standards import gb32100

_NOTHING = make_password("nobody has this password")
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class OnceTOTP(TOTP):
    """A time code that is taken once in all the time in which it fits, not only in its own half minute."""

    def _mark_code_used(self, code: str) -> bool:
        window = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        return bool(cache.add(self._get_used_cache_key(code), "y", timeout=window))


def check_credentials(login: str, password: str) -> Account:
    """The account of a name and password. Raises SignInRefused; locks after failures in a row.

    The row stays locked meanwhile, so that guesses on one account wait for each other; an unknown
    name takes the time of a known one.
    """
    account = Account.objects.select_for_update().filter(login=login.strip().lower()).first()
    if account is None:
        check_password(password, _NOTHING)
        raise SignInRefused(_("Account name or password is wrong."))
    check_not_locked(account)
    if not account.check_password(password):
        count_failure(account)
        raise SignInRefused(_("Account name or password is wrong."))
    if not account.is_active:
        waits = SignUp.objects.filter(account=account, accepted=None).exists()
        if waits:
            raise SignInRefused(_("Your sign-up waits for acceptance."))
        raise SignInRefused(_("Account name or password is wrong."))
    return account


def prove(account: Account, password: str, *, origin: str) -> str:
    """Empty when this is the account's password, else why not; failures are counted as at the door."""
    with in_scope(SIGN_IN, origin=origin):
        try:
            check_credentials(account.login, password)
        except SignInRefused as refused:
            return str(refused)
    return ""


def check_not_locked(account: Account) -> None:
    """Raises SignInRefused, with the moment of opening, while an account is locked."""
    if account.locked_until and account.locked_until > timezone.now():
        raise SignInRefused(
            _("Too many failures. This account opens again at %(moment)s.")
            % {"moment": timezone.localtime(account.locked_until).strftime("%H:%M")}
        )


def count_failure(account: Account) -> None:
    account.failures += 1
    account.locked_until = rules.lock_until(account.failures, timezone.now())
    if account.locked_until:
        account.failures = 0
    account.save(update_fields=["failures", "locked_until"])


def needs_second_factor(account: Account) -> bool:
    """Administrators and everybody who may write must have one."""
    if account.must_enrol or has_second_factor(account):
        return True
    return account.assignments.holding().filter(role__in=(*THREE, *WRITERS)).exists()


def has_second_factor(account: Account) -> bool:
    return Authenticator.objects.filter(user=account, type__in=FACTORS).exists()


def has_totp(account: Account) -> bool:
    return Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists()


def may_drop_passkey(account: Account) -> bool:
    """Whether a passkey may go: something else remains, or nothing is needed."""
    kept = Authenticator.objects.filter(user=account, type__in=FACTORS).count()
    needed = account.assignments.holding().filter(role__in=(*THREE, *WRITERS)).exists()
    return kept > 1 or not needed


def needs_new_password(account: Account) -> bool:
    """Whether the password must be changed before anything else. The demonstration keeps its own."""
    if account.demonstration:
        return False
    return account.must_change_password or rules.must_renew(
        account.password_changed_at, timezone.now()
    )


def check_second_factor(account: Account, code: str) -> None:
    """A time code or a recovery code. Raises SignInRefused; failures count as those of passwords."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    check_not_locked(account)
    given = code.replace(" ", "").replace("-", "").strip()
    if is_shown(account) and validate_totp_code(fixed_secret(account.login), given):
        return  # several people try the demonstration at once: its codes may be used again
    for one in Authenticator.objects.filter(user=account):
        if one.type == Authenticator.Type.TOTP and OnceTOTP(one).validate_code(given):
            return
        if one.type == Authenticator.Type.RECOVERY_CODES and one.wrap().validate_code(given):
            return
    count_failure(account)
    check_not_locked(account)
    raise SignInRefused(_("This code does not fit. Wait for the next one and try again."))


def new_secret() -> str:
    return base64.b32encode(secrets.token_bytes(20)).decode()


def enrol(account: Account, secret: str, code: str | None) -> list[str]:
    """Begin the second factor; returns recovery codes. `code` None only for the demonstration."""
    if code is not None and not validate_totp_code(secret, code.replace(" ", "")):
        raise SignInRefused(_("This code does not fit. Wait for the next one and try again."))
    Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(account, secret)
    return new_recovery_codes(account)


def new_recovery_codes(account: Account) -> list[str]:
    """Ten new codes in place of the old ones; with them a forced enrolment is over."""
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    if account.must_enrol:
        account.must_enrol = False
        account.save(update_fields=["must_enrol"])
    return list(RecoveryCodes.activate(account).get_unused_codes())


def recovery_codes_left(account: Account) -> int:
    kept = Authenticator.objects.filter(
        user=account, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    return len(kept.wrap().get_unused_codes()) if kept else 0


def check_new_password(login: str, password: str) -> None:
    """Raises SignInRefused when the rules of passwords are not met."""
    said = {
        "short": _("A password has at least 10 signs."),
        "simple": _("Use three of: small letters, capitals, digits, other signs."),
        "login": _("The password must not hold the account name."),
    }
    if fault := rules.password_fault(password, login):
        raise SignInRefused(said[fault])


def set_password(account: Account, password: str) -> None:
    """Raises SignInRefused when the rules of passwords are not met."""
    check_new_password(account.login, password)
    if account.has_usable_password() and account.check_password(password):
        raise SignInRefused(_("Choose a password that you did not have before."))
    account.set_password(password)
    account.password_changed_at = timezone.now()
    account.must_change_password = False
    account.save(update_fields=["password", "password_changed_at", "must_change_password"])


@dataclass(frozen=True)
class SignUpForm:
    """What an enterprise gives when it signs up."""

    login: str
    name: str
    enterprise: str
    credit_code: str
    phone: str
    email: str
    password: str


def sign_up(given: SignUpForm, *, origin: str) -> SignUp:
    """An inactive account of an enterprise, waiting for acceptance. Raises SignInRefused."""
    login = given.login.strip().lower()
    check_new_password(login, given.password)
    if Account.objects.filter(login=login).exists():
        raise SignInRefused(_("This account name is taken."))
    account = Account.objects.create_user(
        login,
        given.password,
        name=given.name.strip(),
        kind=Kind.ENTERPRISE,
        phone=given.phone.strip(),
        email=given.email.strip(),
        is_active=False,
        password_changed_at=timezone.now(),
    )
    return SignUp.objects.create(
        account=account,
        credit_code=gb32100.tidy(given.credit_code),
        enterprise=given.enterprise.strip(),
        origin=origin,
    )


def lose_password(given: str, *, by_mail: bool, origin: str) -> tuple[Account, str] | None:
    """Note that somebody lost his password; the account and its link when a mail can be sent.

    Nothing tells the asker whether the account exists; a second request within an open one adds nothing.
    """
    name = given.strip().lower()
    account = Account.objects.filter(login=name, is_active=True).first() or (
        Account.objects.filter(email__iexact=name, is_active=True).first() if "@" in name else None
    )
    if account is None:
        return None
    if by_mail and account.email:
        return account, links.make(account, Purpose.PASSWORD, by=None)
    if not LostPassword.objects.filter(account=account, answered_at=None).exists():
        LostPassword.objects.create(account=account, origin=origin)
    return None


def welcome(link: Link, password: str) -> Account:
    """Set the password behind a one-time link and close the link. Raises SignInRefused."""
    set_password(link.account, password)
    links.use(link)
    account = link.account
    account.failures, account.locked_until = 0, None
    account.save(update_fields=["failures", "locked_until"])
    return account
