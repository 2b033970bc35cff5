"""Passkeys 通行密钥 (WebAuthn): enrolment and sign-in, bound to the origin of this node."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import (
    EXTENSIONS,
    WebAuthn,
    get_authenticator_by_credential_id,
    get_credentials,
)
from django.http import HttpRequest
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from jinan.kernel.identity.models import Account
from jinan.kernel.identity.refusals import SignInRefused

STATE = "passkey"
MOST = 8  # passkeys of one account


def _server(request: HttpRequest) -> Fido2Server:
    """Answers are taken from the very address of the request and from no other."""
    here = f"{request.scheme}://{request.get_host()}"
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=host, name="Jinan"),
        verify_origin=lambda origin: origin == here,
    )


def _failed() -> SignInRefused:
    return SignInRefused(_("The passkey was not accepted. Try again or use a code."))


def begin_enrolment(request: HttpRequest, account: Account) -> dict[str, Any]:
    """What the browser needs to make a passkey."""
    options, state = _server(request).register_begin(
        user=PublicKeyCredentialUserEntity(
            id=account.pk.bytes, name=account.login, display_name=account.name
        ),
        credentials=get_credentials(account),
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
        extensions=EXTENSIONS,
    )
    request.session[STATE] = {"for": str(account.pk), **state}
    return dict(options)


def enrol(request: HttpRequest, account: Account, answer: dict[str, Any], name: str) -> None:
    """Keep a new passkey. Raises SignInRefused when the answer does not fit the question."""
    state = request.session.pop(STATE, None)
    if state is None or state.pop("for", None) != str(account.pk) or len(of(account)) >= MOST:
        raise _failed()
    try:
        _server(request).register_complete(state, answer)
    except (ValueError, TypeError, KeyError) as fault:
        raise _failed() from fault
    WebAuthn.add(account, name.strip()[:40] or _("Passkey"), answer)


def begin_sign_in(request: HttpRequest, account: Account | None) -> dict[str, Any]:
    """What the browser needs to answer: as second factor of an account, or instead of all else."""
    options, state = _server(request).authenticate_begin(
        credentials=get_credentials(account) if account else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    request.session[STATE] = {"for": str(account.pk) if account else "", **state}
    return dict(options)


def check(request: HttpRequest, answer: dict[str, Any], expected: Account | None) -> Account:
    """The account that answered. Raises SignInRefused; each question is answered once."""
    state = request.session.pop(STATE, None)
    if state is None or state.pop("for", None) != (str(expected.pk) if expected else ""):
        raise _failed()
    try:
        given = AuthenticationResponse.from_dict(answer)
        account = expected or _holder(answer)
        if account is None:
            raise _failed()
        found = _server(request).authenticate_complete(state, get_credentials(account), answer)
    except (ValueError, TypeError, KeyError) as fault:
        raise _failed() from fault
    kept = get_authenticator_by_credential_id(account, found.credential_id)
    if kept is None:
        raise _failed()
    _count(kept, given.response.authenticator_data.counter)
    return account


def _holder(answer: dict[str, Any]) -> Account | None:
    handle = websafe_decode(answer["response"]["userHandle"])
    return Account.objects.filter(pk=UUID(bytes=handle), is_active=True).first()


def _count(kept: Authenticator, counter: int) -> None:
    """A counter that does not grow betrays a copied key."""
    before = kept.data.get("counter", 0)
    if counter and counter <= before:
        raise _failed()
    kept.data["counter"] = counter
    kept.save(update_fields=["data"])
    kept.record_usage()


def of(account: Account) -> list[Authenticator]:
    """Passkeys of an account, oldest first."""
    return list(
        Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).order_by("pk")
    )


def remove(account: Account, pk: int) -> None:
    """Forget a passkey."""
    Authenticator.objects.filter(user=account, pk=pk, type=Authenticator.Type.WEBAUTHN).delete()
