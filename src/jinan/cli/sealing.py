"""A stream under a passphrase: scrypt makes the key, AES-256-GCM seals chunk by chunk.

The file begins with MAGIC and one line of JSON (the parameters of scrypt and the salt), which every
chunk authenticates. A chunk is its length, then the sealed bytes; its nonce is its number, and the
last one is marked, so that chunks can be neither altered, moved, nor cut off unseen.
"""

import hashlib
import json
import secrets
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"jinan sealed 1\n"
CHUNK = 2**20
SCRYPT = {"n": 2**16, "r": 8, "p": 1}
MOST_MEMORY = 256 * 2**20
MOST_HEAD = 1000


class Unsealable(ValueError):
    """The stream is damaged, cut off, or the passphrase is another."""


def key_of(passphrase: bytes, head: bytes) -> AESGCM:
    said = json.loads(head)
    key = hashlib.scrypt(
        passphrase,
        salt=bytes.fromhex(said["salt"]),
        n=said["n"],
        r=said["r"],
        p=said["p"],
        maxmem=MOST_MEMORY,
        dklen=32,
    )
    return AESGCM(key)


def nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def read_passphrase(file: Path) -> bytes:
    """The first line of a file; an empty or short one is refused."""
    line = file.read_bytes().split(b"\n", 1)[0].strip()
    if len(line) < 12:
        raise Unsealable(f"the passphrase in {file} must have at least 12 characters")
    return line


class Sealer:
    """Takes bytes, writes them sealed; `close` writes the last chunk."""

    def __init__(self, out: BinaryIO, passphrase: bytes) -> None:
        self.out, self.waiting, self.number = out, bytearray(), 0
        self.head = json.dumps(SCRYPT | {"salt": secrets.token_hex(16)}).encode() + b"\n"
        self.key = key_of(passphrase, self.head)
        out.write(MAGIC + self.head)

    def write(self, data: bytes) -> int:
        self.waiting += data
        while len(self.waiting) > CHUNK:
            self._seal(bytes(self.waiting[:CHUNK]), last=False)
            del self.waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        self._seal(bytes(self.waiting), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        sealed = self.key.encrypt(nonce(self.number, last=last), chunk, self.head)
        self.out.write(len(sealed).to_bytes(4, "big") + sealed)
        self.number += 1


class Opener:
    """Gives back the clear bytes; raises Unsealable at the first chunk that does not fit."""

    def __init__(self, source: BinaryIO, passphrase: bytes) -> None:
        if source.read(len(MAGIC)) != MAGIC:
            raise Unsealable("not a sealed file")
        self.source, self.ready, self.number, self.over = source, bytearray(), 0, False
        self.head = source.readline(MOST_HEAD)
        try:
            self.key = key_of(passphrase, self.head)
        except (ValueError, KeyError, TypeError) as error:
            raise Unsealable("its head is damaged") from error

    def read(self, size: int) -> bytes:
        while len(self.ready) < size and not self.over:
            self.ready += self._open()
        given = bytes(self.ready[:size])
        del self.ready[:size]
        return given

    def drain(self) -> None:
        """Read to the end, so that a cut-off tail is seen."""
        while self.read(CHUNK):
            pass

    def _open(self) -> bytes:
        length = int.from_bytes(self.source.read(4), "big")
        sealed = self.source.read(length) if 16 <= length <= CHUNK + 16 else b""
        if not sealed or len(sealed) != length:
            raise Unsealable("it is cut off or damaged")
        for last in (False, True):
            try:
                clear = self.key.decrypt(nonce(self.number, last=last), sealed, self.head)
            except InvalidTag:
                continue
            self.over, self.number = last, self.number + 1
            if last and self.source.read(1):
                raise Unsealable("something follows its end")
            return clear
        raise Unsealable("the passphrase is another, or it is damaged")
