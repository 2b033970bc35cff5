"""Passkeys, answered by an authenticator written in a few lines: enrolment, second factor, password-less."""

import hashlib
import json
import os
import struct
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

from jinan.kernel.identity import actions, kit
from jinan.kernel.identity.models import Account, Role
from jinan.kernel.identity.passkeys import of
from jinan.kernel.identity.scope import SIGN_IN, in_scope, system
from jinan.kernel.identity.tests.test_sign_in import PASSWORD, first_step, inside, person

pytestmark = pytest.mark.django_db
ORIGIN = "http://localhost"
PRESENT_AND_VERIFIED, WITH_KEY = 0x05, 0x40


class Key:
    """One key of an authenticator, made for `localhost`."""

    def __init__(self, origin: str = ORIGIN) -> None:
        self.private, self.id, self.count = (
            ec.generate_private_key(ec.SECP256R1()),
            os.urandom(16),
            0,
        )
        self.origin, self.flags, self.handle = origin, PRESENT_AND_VERIFIED, ""

    def about(self, more: bytes = b"", flags: int = 0) -> bytes:
        self.count += 1
        host = hashlib.sha256(b"localhost").digest()
        return host + struct.pack(">BI", self.flags | flags, self.count) + more

    def said(self, kind: str, question: dict[str, Any]) -> bytes:
        return json.dumps(
            {"type": kind, "challenge": question["challenge"], "origin": self.origin}
        ).encode()

    def make(self, question: dict[str, Any]) -> str:
        self.handle = question["user"]["id"]
        public = cbor.encode(ES256.from_cryptography_key(self.private.public_key()))
        more = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        proof = cbor.encode({"fmt": "none", "authData": self.about(more, WITH_KEY), "attStmt": {}})
        return self._answer(
            clientDataJSON=self.said("webauthn.create", question), attestationObject=proof
        )

    def get(self, question: dict[str, Any]) -> str:
        about, said = self.about(), self.said("webauthn.get", question)
        signed = self.private.sign(about + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=said, authenticatorData=about, signature=signed, userHandle=self.handle
        )

    def _answer(self, **parts: bytes | str) -> str:
        texts = {k: v if isinstance(v, str) else websafe_encode(v) for k, v in parts.items()}
        name = websafe_encode(self.id)
        extensions = {"credProps": {"rk": True}}
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": texts,
             "clientExtensionResults": extensions}
        )  # fmt: skip


def browser() -> Client:
    return Client(SERVER_NAME="localhost")


def question(client: Client, address: str) -> dict[str, Any]:
    return client.post(address).json()["publicKey"]


def with_passkey(account: Account) -> Key:
    """The account after adding a passkey on its own page."""
    client, key = browser(), Key()
    client.cookies = kit.client(account).cookies
    client.post("/account/prove/", {"password": PASSWORD})
    answer = key.make(question(client, "/account/passkeys/question/"))
    client.post("/account/passkeys/", {"answer": answer, "name": "Token"})
    return key


def test_a_passkey_is_added_and_signs_in_without_password() -> None:
    account = person()
    key = with_passkey(account)
    with in_scope(SIGN_IN):
        assert [str(one) for one in of(account)] == ["Token"]
        assert actions.recovery_codes_left(account) == 10
    client = browser()
    answer = key.get(question(client, "/sign-in/passkey/question/"))
    assert client.post("/sign-in/passkey/", {"answer": answer})["Location"] == "/"
    assert inside(client)


def test_a_passkey_is_a_second_factor() -> None:
    account = person()
    key, client = with_passkey(account), browser()
    first_step(client)
    assert not inside(client)
    asked = question(client, "/sign-in/passkey/question/?second=1")
    assert len(asked["allowCredentials"]) == 1
    client.post("/sign-in/passkey/?second=1", {"answer": key.get(asked)})
    assert inside(client)


def test_a_passkey_can_be_the_first_second_factor_at_sign_in() -> None:
    person()
    client, key = browser(), Key()
    first_step(client)
    answer = key.make(question(client, "/sign-in/passkey/question/?new=1"))
    page = client.post("/sign-in/passkey/?new=1", {"answer": answer})
    assert len(page.context["codes"]) == 10
    assert inside(client)


def test_with_a_second_factor_no_password_alone_adds_a_passkey() -> None:
    person(secret=actions.new_secret())
    client = browser()
    first_step(client)
    assert client.post("/sign-in/passkey/question/?new=1").status_code == 403
    assert not inside(client)


def refuses(client: Client, answer: str, address: str = "/sign-in/passkey/") -> bool:
    return client.post(address, {"answer": answer}).status_code == 422 and not inside(client)


def test_each_question_is_answered_once() -> None:
    key, client = with_passkey(person()), browser()
    answer = key.get(question(client, "/sign-in/passkey/question/"))
    client.post("/sign-in/passkey/", {"answer": answer})
    client.post("/sign-out/")
    assert refuses(client, answer)


@pytest.mark.parametrize("fault", ["origin", "unverified", "stranger", "old counter", "garbage"])
def test_false_answers_open_nothing(fault: str) -> None:
    key, client = with_passkey(person()), browser()
    asked = question(client, "/sign-in/passkey/question/")
    if fault == "origin":
        key.origin = "http://localhost.evil.example"
    if fault == "unverified":
        key.flags = 0x01
    if fault == "stranger":
        other = Key()
        other.handle, key = key.handle, other
    if fault == "old counter":
        key.count = 0
        with in_scope(system("test")):
            (kept,) = of(Account.objects.get(login="one"))
            kept.data["counter"] = 9
            kept.save()
    assert refuses(client, "{}" if fault == "garbage" else key.get(asked))


def test_a_closed_or_locked_account_is_not_opened_by_its_passkey() -> None:
    account = person()
    key, client = with_passkey(account), browser()
    with in_scope(system("test")):
        Account.objects.update(is_active=False)
    assert refuses(client, key.get(question(client, "/sign-in/passkey/question/")))


def test_the_passkey_of_another_is_no_second_factor_of_mine() -> None:
    mine = person()
    key = with_passkey(mine)
    with in_scope(system("test")):
        other = kit.officer("two", kit.COUNTY, Role.OFFICER)
        other.set_password(PASSWORD)
        other.save()
        actions.enrol(other, actions.new_secret(), None)
    client = browser()
    first_step(client, login="two")
    asked = question(client, "/sign-in/passkey/question/?second=1")
    assert refuses(client, key.get(asked), "/sign-in/passkey/?second=1")


def test_the_last_second_factor_of_an_officer_stays() -> None:
    account = person()
    with_passkey(account)
    client = kit.client(account)
    client.post("/account/prove/", {"password": PASSWORD})
    with in_scope(SIGN_IN):
        (kept,) = of(account)
    client.post(f"/account/passkeys/{kept.pk}/remove/")
    with in_scope(SIGN_IN):
        assert len(of(account)) == 1
        actions.enrol(account, actions.new_secret(), None)
    client.post(f"/account/passkeys/{kept.pk}/remove/")
    with in_scope(SIGN_IN):
        assert of(account) == []
