"""The certificates of the local network are such as browsers and tablets accept, and no more."""

import shutil
import socket
import ssl
import subprocess
import threading
from pathlib import Path

import pytest
from cryptography import x509

from jinan.cli import lan


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(lan, "addresses", lambda: ["192.168.7.20", "county-server"])
    lan.make_certificates(tmp_path)
    return tmp_path


def shake_hands(folder: Path, name: str) -> str | None:
    """A real handshake as `name`; returns the protocol agreed on."""
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(folder / "node.crt", folder / "node.key")
    trusting = ssl.create_default_context(cafile=str(folder / "ca.crt"))
    trusting.verify_flags |= ssl.VERIFY_X509_STRICT
    here, there = socket.socketpair()

    def serve() -> None:
        try:
            serving.wrap_socket(there, server_side=True).close()
        except OSError:
            there.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with trusting.wrap_socket(here, server_hostname=name) as talking:
            return talking.version()
    finally:
        here.close()
        thread.join()


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "192.168.7.20", "county-server"])
def test_a_device_that_trusts_the_authority_reaches_each_address(folder: Path, name: str) -> None:
    assert shake_hands(folder, name) == "TLSv1.3"


@pytest.mark.parametrize("name", ["192.168.7.21", "example.com"])
def test_another_address_is_not_vouched_for(folder: Path, name: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(folder, name)


def test_openssl_finds_nothing_to_blame(folder: Path) -> None:
    done = subprocess.run(
        ["openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", folder / "ca.crt",
         folder / "node.crt"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_authority_cannot_vouch_for_the_world(folder: Path) -> None:
    """A node certificate for a public name, signed with the stolen key, is worth nothing."""
    names = folder / "names.txt"
    names.unlink()
    permits = lan._allows
    try:
        lan._allows = lambda _authority, _names: True
        lan.addresses = lambda: ["www.bank.example"]  # put back by the fixture
        lan.make_certificates(folder)
    finally:
        lan._allows = permits
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        shake_hands(folder, "www.bank.example")


def test_certificates_stay_until_an_address_is_new(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, node = (folder / "ca.crt").read_bytes(), (folder / "node.crt").read_bytes()
    lan.make_certificates(folder)
    assert (folder / "node.crt").read_bytes() == node
    monkeypatch.setattr(lan, "addresses", lambda: ["192.168.7.99", "county-server"])
    lan.make_certificates(folder)
    assert (folder / "ca.crt").read_bytes() == authority  # devices need not trust anew
    assert shake_hands(folder, "192.168.7.99")
    monkeypatch.setattr(lan, "addresses", lambda: ["203.0.113.5", "county-server"])
    lan.make_certificates(folder)
    assert (folder / "ca.crt").read_bytes() != authority  # a public address: beyond its limits
    assert shake_hands(folder, "203.0.113.5")


def test_extensions_are_those_that_browsers_ask_for(folder: Path) -> None:
    node = x509.load_pem_x509_certificate((folder / "node.crt").read_bytes())
    ca = x509.load_pem_x509_certificate((folder / "ca.crt").read_bytes())
    assert (node.not_valid_after_utc - node.not_valid_before_utc).days <= 825
    found = {one.oid._name: one.critical for one in node.extensions}
    assert found == {
        "subjectKeyIdentifier": False, "basicConstraints": True, "keyUsage": True,
        "extendedKeyUsage": False, "authorityKeyIdentifier": False, "subjectAltName": False,
    }  # fmt: skip
    assert {one.oid._name: one.critical for one in ca.extensions} == {
        "subjectKeyIdentifier": False, "basicConstraints": True, "keyUsage": True,
        "nameConstraints": True,
    }  # fmt: skip
    for key in ("ca.key", "node.key"):
        assert (folder / key).stat().st_mode & 0o077 == 0
    assert "SHA-256" in (folder / "trust.txt").read_text()


def test_a_lost_authority_is_made_anew_with_a_node_it_vouches_for(folder: Path) -> None:
    (folder / "ca.key").unlink()
    shutil.copy(folder / "node.crt", folder / "old.crt")
    lan.make_certificates(folder)
    assert (folder / "old.crt").read_bytes() != (folder / "node.crt").read_bytes()
    assert shake_hands(folder, "localhost")
