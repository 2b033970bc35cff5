"""Translations complete: every msgid in the code stands in the Chinese catalogue of its room, translated."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from jinan.cli.catalogues import Entry, Key, merged, read, write
from jinan.cli.node import ROOT

SOURCE = ROOT / "src" / "jinan"
KEYWORDS = (
    "_", "gettext", "gettext_lazy", "gettext_noop", "trans", "ngettext:1,2", "ngettext_lazy:1,2",
    "pgettext:1c,2", "pgettext_lazy:1c,2", "npgettext:1c,2,3", "npgettext_lazy:1c,2,3",
)  # fmt: skip


def rooms() -> Iterator[Path]:
    """Every folder that may carry a catalogue: floors' rooms, desk and config."""
    for path in sorted(SOURCE.glob("**/__init__.py")):
        here = path.parent
        if len(here.relative_to(SOURCE).parts) == 2 or here.name in ("desk", "config"):
            yield here


def catalogue(room: Path) -> Path:
    return room / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def known(room: Path) -> dict[Key, Entry]:
    path = catalogue(room)
    return read(path.read_text()) if path.exists() else {}


def sources(room: Path) -> list[Path]:
    """Python files and templates of a room that may hold msgids."""
    return [
        path
        for path in sorted(room.rglob("*"))
        if path.suffix in (".py", ".html", ".txt")
        and not {"tests", "migrations", "locale"} & set(path.relative_to(room).parts)
    ]


def extracted(room: Path) -> dict[Key, Entry]:
    """Msgids that the Python files and templates of a room use, without translation."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, path in enumerate(sources(room)):
            if path.suffix == ".py":
                files.append(str(path))
                continue
            copy = Path(folder) / f"{number}.html.py"
            copy.write_text(templatize(path.read_text(), origin=str(path)))
            files.append(str(copy))
        if not files:
            return {}
        command = ["xgettext", "-L", "Python", "--from-code=UTF-8", "-o", "-", "--no-location"]
        command += [f"--keyword={word}" for word in KEYWORDS]
        done = subprocess.run([*command, *files], capture_output=True, text=True, check=True)
        return read(done.stdout)


def house_words() -> dict[Key, Entry]:
    """Every translation of the house, by msgid."""
    return {key: one for room in rooms() for key, one in known(room).items() if one.text}


def tidy() -> list[str]:
    """Rewrite every catalogue: sorted, missing msgids added, unused ones dropped.

    A missing msgid takes the translation that another room gave it, so that one msgid has one text.
    Returns what still waits for a translator.
    """
    house, waiting = house_words(), []
    for room in rooms():
        path, used = catalogue(room), extracted(room)
        if not used:
            path.unlink(missing_ok=True)
            continue
        entries = merged(used, known(room), house)
        text = write(entries)
        if not path.exists() or path.read_text() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        untold = sum(not entry.text for entry in entries)
        waiting += [f"{room.relative_to(SOURCE)}: {untold} without Chinese"] if untold else []
    return waiting


def faults() -> list[str]:
    """Missing and unused msgids, lost placeholders, and one msgid with two translations in the house."""
    found: list[str] = []
    everywhere: dict[Key, tuple[str, Path]] = {}
    for room in rooms():
        name, used, here = room.relative_to(SOURCE), extracted(room), known(room)
        found += [
            f"{name}: no Chinese for {one.said!r}"
            for key, one in sorted(used.items())
            if key not in here or not here[key].text
        ]
        found += [f"{name}: nothing uses {here[key].said!r}" for key in sorted(here.keys() - used)]
        for key, one in here.items():
            found += [f"{name}: {fault}" for fault in one.faults()]
            text, other = everywhere.setdefault(key, (one.text, name))
            if one.text and text != one.text:
                found.append(f"{name}: {one.said!r} is {one.text!r}, but {text!r} in {other}")
    return found
