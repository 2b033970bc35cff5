"""The types of official papers 仿宋、宋、黑、楷 (Fandol), taken once out of a Debian package whose rest is not installed.

Without them papers are set in Noto Serif CJK, which also draws the signs that they lack.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from jinan.cli.node import ROOT

PACKAGE = "texlive-lang-chinese"
INSIDE = "./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/"
NAMES = ("FandolFang-Regular", "FandolSong-Regular", "FandolSong-Bold", "FandolHei-Regular", "FandolKai-Regular")  # fmt: skip
FONTS = ROOT / "var" / "fonts"
PATIENCE = 180  # seconds for 49 MB


def have_fonts() -> bool:
    return all((FONTS / f"{name}.otf").exists() for name in NAMES)


def fetch_fonts() -> str:
    """Lay the types down unless they are there; says what was done, and fails never."""
    if have_fonts():
        return "unchanged,"
    try:
        with tempfile.TemporaryDirectory() as place:
            _unpack(_package(Path(place)), Path(place))
    except (OSError, subprocess.SubprocessError, LookupError):
        return f"{PACKAGE} cannot be had now; papers are set in Noto Serif until the next up,"
    return f"{len(NAMES)} laid down,"


def _package(place: Path) -> Path:
    """The package, whose signature apt has checked; or the file that JINAN_FONT_PACKAGE names, where there is no network."""
    given = os.environ.get("JINAN_FONT_PACKAGE")
    if given:
        return Path(given)
    subprocess.run(
        ["apt-get", "-qq", "download", PACKAGE],
        cwd=place, capture_output=True, timeout=PATIENCE, check=True,
    )  # fmt: skip
    return next(iter(place.glob("*.deb")), place / "none")


def _unpack(package: Path, place: Path) -> None:
    """Only the types, each put in its place whole."""
    with subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", package],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as tar:  # fmt: skip
        subprocess.run(
            ["tar", "-x", "-C", place, *(f"{INSIDE}{name}.otf" for name in NAMES)],
            stdin=tar.stdout, capture_output=True, timeout=PATIENCE, check=True,
        )  # fmt: skip
    FONTS.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        waiting = FONTS / f"{name}.new"
        shutil.copyfile(place / INSIDE / f"{name}.otf", waiting)
        waiting.replace(FONTS / f"{name}.otf")
