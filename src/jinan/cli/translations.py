"""Translations complete: every msgid in the code stands in the Chinese catalogue of its room, translated."""

import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from jinan.cli.node import ROOT

SOURCE = ROOT / "src" / "jinan"
PAIR = re.compile(
    r'^(?:msgctxt "(?P<context>.*)"\n)?msgid (?P<id>(?:".*"\n?)+)(?:msgid_plural (?:".*"\n?)+)?'
    r'msgstr(?:\[0\])? (?P<text>(?:".*"\n?)+)',
    re.MULTILINE,
)


def rooms() -> Iterator[Path]:
    """Every folder that may carry a catalogue: floors' rooms, desk and config."""
    for path in sorted(SOURCE.glob("**/__init__.py")):
        here = path.parent
        if len(here.relative_to(SOURCE).parts) == 2 or here.name == "desk":
            yield here


def catalogue(room: Path) -> Path:
    return room / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def read(text: str) -> dict[str, str]:
    """Msgids with their translations; fuzzy entries count as untranslated."""
    found = {}
    for block in text.split("\n\n"):
        body = "\n".join(line for line in block.splitlines() if not line.startswith("#"))
        match = PAIR.search(body + "\n")
        if match and "#, fuzzy" not in block:
            key = joined(match["id"])
            if key:
                found[f"{match['context'] or ''}\x04{key}"] = joined(match["text"])
    return found


def joined(quoted: str) -> str:
    return "".join(re.findall(r'"(.*)"', quoted))


def extracted(room: Path) -> set[str]:
    """Msgids that the Python files and templates of a room use."""
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for number, path in enumerate(sorted(room.rglob("*"))):
            inner = path.relative_to(room).parts
            if (
                "tests" in inner
                or "migrations" in inner
                or path.suffix not in (".py", ".html", ".txt")
            ):
                continue
            if path.suffix == ".py":
                sources.append(str(path))
            else:
                copy = Path(folder) / f"{number}.html.py"
                copy.write_text(templatize(path.read_text(), origin=str(path)))
                sources.append(str(copy))
        if not sources:
            return set()
        done = subprocess.run(
            [
                "xgettext", "-L", "Python", "--from-code=UTF-8", "-o", "-", "--no-location",
                "--keyword=_", "--keyword=gettext", "--keyword=gettext_lazy", "--keyword=gettext_noop",
                "--keyword=ngettext:1,2", "--keyword=pgettext:1c,2", "--keyword=pgettext_lazy:1c,2",
                "--keyword=trans", *sources,
            ],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return set(read(done.stdout))


def faults() -> list[str]:
    """Missing translations, and one msgid with two translations in the house."""
    found: list[str] = []
    everywhere: dict[str, tuple[str, Path]] = {}
    for room in rooms():
        path = catalogue(room)
        known = read(path.read_text()) if path.exists() else {}
        name = room.relative_to(SOURCE)
        found += [
            f"{name}: no Chinese for {key.replace(chr(4), ' ')!r}"
            for key in sorted(extracted(room))
            if not known.get(key)
        ]
        for key, text in known.items():
            other = everywhere.setdefault(key, (text, name))
            if text and other[0] != text:
                found.append(f"{name}: {key!r} is {text!r}, but {other[0]!r} in {other[1]}")
    return found
