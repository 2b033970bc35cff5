"""Second factors at rest: secrets are encrypted with the node's key for personal data."""

import base64
import hashlib
import secrets

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

MARK = "aes1:"
NONCE = 12


def _cipher() -> AESGCM:
    return AESGCM(hashlib.sha256(f"second factors {settings.KEYS.personal}".encode()).digest())


class Adapter(DefaultMFAAdapter):
    """AES-256-GCM over TOTP secrets and the seeds of recovery codes."""

    def encrypt(self, text: str) -> str:
        nonce = secrets.token_bytes(NONCE)
        body = nonce + _cipher().encrypt(nonce, text.encode(), MARK.encode())
        return MARK + base64.b64encode(body).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises ValueError for a text that was never encrypted, InvalidTag for a tampered one."""
        if not encrypted_text.startswith(MARK):
            raise ValueError("a secret of a second factor is not encrypted")
        body = base64.b64decode(encrypted_text.removeprefix(MARK))
        return _cipher().decrypt(body[:NONCE], body[NONCE:], MARK.encode()).decode()
