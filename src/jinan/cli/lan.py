"""A local authority of one's own, so that tablets on the local network reach the node over HTTPS."""

import datetime
import ipaddress
import os
import socket
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS = 3650
NODE_DAYS = 730  # browsers refuse more than 825
RENEW_DAYS = 60
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8")


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
    """Authority and node certificate: the authority once, the node's again when an address is new or it ends."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    names = ["localhost", "127.0.0.1", *addresses()]
    if not (folder / "ca.key").exists() or not _allows(folder / "ca.crt", names):
        _make_authority(folder, names)
    marker = folder / "names.txt"
    if marker.exists() and marker.read_text() == "\n".join(names) and _lasts(folder / "node.crt"):
        return
    authority = x509.load_pem_x509_certificate((folder / "ca.crt").read_bytes())
    signer = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), None)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[-1][:60])])
    certificate = (
        _begin(subject, key.public_key(), authority.subject, NODE_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .add_extension(_usage(signing=True), True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .add_extension(_known_by(authority), False)
        .add_extension(x509.SubjectAlternativeName([_name(one) for one in names]), False)
        .sign(cast(ec.EllipticCurvePrivateKey, signer), hashes.SHA256())
    )
    _keep(folder / "node.key", _private(key))
    (folder / "node.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "ends.txt").write_text(str(certificate.not_valid_after_utc.timestamp()))
    (folder / "trust.txt").write_text(_trust(folder, authority))
    marker.write_text("\n".join(names))


def _make_authority(folder: Path, names: list[str]) -> None:
    """An authority that can vouch for this machine and private addresses only, whoever gets its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = datetime.datetime.now(datetime.UTC).date()
    name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, f"Jinan local authority {names[-1][:30]} {made}")]
    )
    certificate = (
        _begin(name, key.public_key(), name, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .add_extension(_usage(signing=False), True)
        .add_extension(x509.NameConstraints(_permitted(names), None), True)
        .sign(key, hashes.SHA256())
    )
    _keep(folder / "ca.key", _private(key))
    (folder / "ca.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "names.txt").unlink(missing_ok=True)


def _permitted(names: list[str]) -> list[x509.GeneralName]:
    found: list[x509.GeneralName] = [x509.IPAddress(ipaddress.ip_network(n)) for n in PRIVATE]
    for one in names:
        try:
            found.append(x509.IPAddress(ipaddress.ip_network(one)))
        except ValueError:
            found.append(x509.DNSName(one))
    return [*dict.fromkeys([*found, x509.DNSName("local"), x509.DNSName("lan")])]


def _allows(authority: Path, names: list[str]) -> bool:
    """Whether the authority lasts and may vouch for all the names."""
    certificate = x509.load_pem_x509_certificate(authority.read_bytes())
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.NameConstraints).value
    except x509.ExtensionNotFound:
        return False
    permitted = [one.value for one in constraints.permitted_subtrees or ()]
    networks = [one for one in permitted if not isinstance(one, str)]

    def allowed(name: str) -> bool:
        try:
            return any(ipaddress.ip_address(name) in network for network in networks)
        except ValueError:
            return name in permitted

    return _lasts(authority) and all(allowed(name) for name in names)


def _lasts(path: Path) -> bool:
    """Whether a certificate is there and will be for a while."""
    if not path.exists():
        return False
    ends = x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
    return ends - datetime.datetime.now(datetime.UTC) > datetime.timedelta(days=RENEW_DAYS)


def _trust(folder: Path, authority: x509.Certificate) -> str:
    mark = authority.fingerprint(hashes.SHA256()).hex(":").upper()
    return (
        "Devices trust this node after its authority is installed on them once:\n"
        f"  certificate {folder / 'ca.crt'} (copy it by a way you trust, compare the fingerprint)\n"
        f"  SHA-256 {mark}\n"
        "  Windows: certutil -addstore -f Root ca.crt · Android: Settings, Security, Install a certificate, CA\n"
        "  iPad: open the file, install the profile, then Settings, General, About, Certificate Trust Settings\n"
        "  Debian: cp ca.crt /usr/local/share/ca-certificates/jinan.crt && update-ca-certificates\n"
        "It can vouch for this machine and private addresses only.\n"
    )


def _begin(
    subject: x509.Name, public: ec.EllipticCurvePublicKey, issuer: x509.Name, days: int
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
    )


def _usage(*, signing: bool) -> x509.KeyUsage:
    """Of a node, which signs handshakes; or of an authority, which signs certificates."""
    return x509.KeyUsage(
        digital_signature=signing,
        key_cert_sign=not signing,
        crl_sign=not signing,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _known_by(authority: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    known = authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(known)


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
