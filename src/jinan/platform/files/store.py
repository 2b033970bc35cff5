"""Where contents lie: each once, under its SHA-256, in folders of two levels.

What arrives is written beside the store, brought safely to disk, then renamed, so that the store never
holds half a file. Small pictures are kept apart: they can be made again and are in no backup.
"""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

DIGITS = frozenset("0123456789abcdef")
SETTLED = 24 * 3600  # seconds after which a content that nobody names is thrown away


def root() -> Path:
    return Path(settings.MEDIA_ROOT) / "contents"


def thumbnails() -> Path:
    return Path(settings.MEDIA_ROOT).parent / "thumbnails"


def path_of(digest: str) -> Path:
    """Where a content lies. Raises ValueError for what is no digest."""
    return below(root(), digest)


def below(folder: Path, digest: str) -> Path:
    if len(digest) != 64 or not DIGITS.issuperset(digest):
        raise ValueError(digest)
    return folder / digest[:2] / digest[2:4] / digest


def keep(pieces: Iterable[bytes]) -> str:
    """Keep a content; returns its digest. The same content is kept once."""
    arriving = Path(settings.MEDIA_ROOT).parent / "arriving"
    arriving.mkdir(parents=True, exist_ok=True)
    counted = hashlib.sha256()
    with NamedTemporaryFile(dir=arriving, delete=False) as file:
        waiting = Path(file.name)
        try:
            for piece in pieces:
                counted.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
            target = path_of(counted.hexdigest())
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                os.utime(target)  # so that no cleaning takes it away meanwhile
            else:
                waiting.rename(target)
                settle(target.parent)
        finally:
            waiting.unlink(missing_ok=True)
    return target.name


def settle(folder: Path) -> None:
    """Bring the names of a folder to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def kept() -> Iterator[Path]:
    """Every content of the store."""
    yield from (path for path in root().glob("??/??/*") if len(path.name) == 64)


def is_whole(digest: str) -> bool:
    """Whether a content is there and is what its digest says."""
    path = path_of(digest)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest


def throw_away(path: Path) -> bool:
    """Throw a content away with its small picture, unless it arrived not long ago."""
    if time.time() - path.stat().st_mtime < SETTLED:
        return False
    path.unlink()
    below(thumbnails(), path.name).with_suffix(".webp").unlink(missing_ok=True)
    return True
