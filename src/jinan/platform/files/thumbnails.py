"""The small picture of a content: made when first asked for, kept beside the store."""

import logging
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from jinan.platform.files import store

log = logging.getLogger(__name__)
SECONDS = 30
PICTURED = ("image/", "application/pdf")


def has_picture(media: str) -> bool:
    return media.startswith(PICTURED)


def thumbnail(digest: str) -> Path | None:
    """The small picture of a content; None when none can be made. An empty file remembers that."""
    target = store.below(store.thumbnails(), digest).with_suffix(".webp")
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=target.parent, prefix=".making-") as folder:
            made = Path(folder) / "small.webp"
            draw(store.path_of(digest), made)
            made.rename(target)
    return target if target.stat().st_size else None


def draw(source: Path, target: Path) -> None:
    command = [sys.executable, "-m", "jinan.platform.files.picturing", str(source), str(target)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)  # noqa: S603  # our own program
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        said = (error.stderr or b"").decode(errors="replace").strip().splitlines()[-1:]
        log.info("no small picture of %s: %s", source.name, said)
        target.write_bytes(b"")
