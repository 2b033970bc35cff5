"""A local authority of one's own, so that tablets on the local network reach the node over HTTPS."""

import datetime
import ipaddress
import os
import socket
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

YEARS = 2


def addresses() -> list[str]:
    """Addresses and name of this machine on its networks; loopback left out."""
    found: list[str] = []
    for family, target in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET, "10.255.255.255")):
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((target, 9))  # sends nothing; asks only which way it would go
                found.append(probe.getsockname()[0])
            except OSError:
                continue
    return [*dict.fromkeys(a for a in found if not a.startswith("127.")), socket.gethostname()]


def make_certificates(folder: Path) -> None:
    """Authority and node certificate, made once; the node's again when an address is new."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (folder / "ca.key").exists():
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Jinan local authority")])
        certificate = _certificate(name, key.public_key(), name, key, authority=True)
        _keep(folder / "ca.key", _private(key))
        (folder / "ca.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    names = ["localhost", "127.0.0.1", *addresses()]
    marker = folder / "names.txt"
    if marker.exists() and marker.read_text() == "\n".join(names):
        return
    authority = x509.load_pem_x509_certificate((folder / "ca.crt").read_bytes())
    signer = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), None)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[-1][:60])])
    certificate = _certificate(subject, key.public_key(), authority.subject, signer, names=names)
    _keep(folder / "node.key", _private(key))
    (folder / "node.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    marker.write_text("\n".join(names))
    mark = authority.fingerprint(hashes.SHA256()).hex(":").upper()
    (folder / "trust.txt").write_text(
        "Devices trust this node after its authority is installed on them once:\n"
        f"  certificate {folder / 'ca.crt'} (copy it by a way you trust)\n"
        f"  SHA-256 {mark}\n"
    )


def _certificate(subject, public, issuer, signer, *, names=(), authority=False):  # type: ignore[no-untyped-def]
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=365 * YEARS))
        .add_extension(
            x509.BasicConstraints(ca=authority, path_length=0 if authority else None), True
        )
    )
    if names:
        made = made.add_extension(x509.SubjectAlternativeName([_name(one) for one in names]), False)
    return made.sign(signer, hashes.SHA256())


def _name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _keep(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
