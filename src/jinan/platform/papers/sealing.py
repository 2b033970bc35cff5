"""The digest of a paper's content, the node's signature over it, and the mark by which anybody checks it.

Ed25519 (RFC 8032) with a key that follows from the node's own secret, so that it comes back with a restored node.
"""

import hashlib
import json
from base64 import b32encode, b64decode, b64encode
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings


def canonical(content: dict[str, Any]) -> bytes:
    """The bytes that are signed: JSON with sorted keys, UTF-8, no blanks."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of the content in hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def mark_of(digest: str) -> str:
    """The short mark printed on a paper: 12 signs in base 32, 60 bits of its digest."""
    return b32encode(bytes.fromhex(digest)[:8]).decode()[:12]


@cache
def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(
        hashlib.sha256(f"papers {settings.SCOPE_KEY}".encode()).digest()
    )


def sign(digest: str) -> str:
    """The detached signature over a digest, base 64."""
    return b64encode(_key().sign(bytes.fromhex(digest))).decode()


def public_key() -> str:
    """The public key of this node, base 64 of its 32 bytes; anybody checks signatures with it."""
    return b64encode(_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def holds(digest: str, signature: str, key: str = "") -> bool:
    """Whether a signature over a digest was made with the key (of this node when none is given)."""
    try:
        public = Ed25519PublicKey.from_public_bytes(b64decode(key or public_key()))
        public.verify(b64decode(signature), bytes.fromhex(digest))
    except (InvalidSignature, ValueError):
        return False
    return True
