"""Catalogues of translations as files: read leniently, written in one form, merged entry by entry.

Git calls this module as its driver for `*.po` (`.gitattributes`); merged by lines, a msgid may come to
stand over the text of its neighbour.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

HEADER = r"""msgid ""
msgstr ""
"Language: zh_Hans\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"""
WORD = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d+\])?\s+"(.*)"$')
PLACE = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}|%[sd]")

Key = tuple[str, str]


@dataclass(frozen=True)
class Entry:
    """One msgid with its translation; texts as they stand between the quotes."""

    msgid: str
    text: str = ""
    plural: str = ""
    context: str = ""
    format: str = ""

    @property
    def key(self) -> Key:
        return self.context, self.msgid

    @property
    def said(self) -> str:
        """The msgid with its context, for messages to people."""
        return f"{self.context}: {self.msgid}" if self.context else self.msgid

    def faults(self) -> list[str]:
        """What a translation may not do: lose or invent a placeholder."""
        wanted, given = places(self.plural or self.msgid), places(self.text)
        if not self.text or wanted == given:
            return []
        return [f"{self.said!r} has {', '.join(wanted) or 'no placeholder'}, {self.text!r} has not"]


def places(text: str) -> list[str]:
    return sorted({found.group() for found in PLACE.finditer(text)})


def read(text: str) -> dict[Key, Entry]:
    """Entries by context and msgid. Of two alike the translated one counts; fuzzy ones are untranslated."""
    found: dict[Key, Entry] = {}
    for words, flags in _blocks(text):
        entry = Entry(
            msgid=words.get("msgid", ""),
            text="" if "fuzzy" in flags else words.get("msgstr", ""),
            plural=words.get("msgid_plural", ""),
            context=words.get("msgctxt", ""),
            format=next((flag for flag in flags if flag.endswith("-format")), ""),
        )
        if entry.msgid and not (entry.key in found and found[entry.key].text):
            found[entry.key] = entry
    return found


def _blocks(text: str) -> Iterable[tuple[dict[str, str], list[str]]]:
    words: dict[str, str] = {}
    flags: list[str] = []
    now = ""
    for line in text.splitlines():
        match = WORD.match(line)
        begins = line.startswith("#") or (match and match[1] in ("msgctxt", "msgid"))
        if begins and "msgstr" in words:
            yield words, flags
            words, flags = {}, []
        if line.startswith("#,"):
            flags = [flag.strip() for flag in line[2:].split(",")]
        elif match:
            now = match[1]
            words[now] = match[2]
        elif line.startswith('"') and now:
            words[now] += line.strip()[1:-1]
    if words:
        yield words, flags


def write(entries: Iterable[Entry]) -> str:
    """The text of a catalogue: sorted by msgid, one line a text, no references to lines of code."""
    blocks = [HEADER]
    for entry in sorted(entries, key=lambda one: (one.msgid, one.context)):
        lines = [f"#, {entry.format}"] if entry.format else []
        lines += [f'msgctxt "{entry.context}"'] if entry.context else []
        lines += [f'msgid "{entry.msgid}"']
        lines += [f'msgid_plural "{entry.plural}"'] if entry.plural else []
        lines += [f'{"msgstr[0]" if entry.plural else "msgstr"} "{entry.text}"', ""]
        blocks.append("\n".join(lines))
    return "\n".join(blocks)


def merged(
    used: Mapping[Key, Entry], known: Mapping[Key, Entry], house: Mapping[Key, Entry]
) -> list[Entry]:
    """Every msgid in use, with the translation of this room, or else of another room of the house."""
    return [
        replace(entry, text=(known.get(key) or entry).text or (house.get(key) or entry).text)
        for key, entry in used.items()
    ]


def together(
    base: Mapping[Key, Entry], ours: Mapping[Key, Entry], theirs: Mapping[Key, Entry]
) -> list[Entry]:
    """Three catalogues made one: what either side changed counts; where both did, the translated one, ours first."""
    found = []
    for key in ours.keys() | theirs.keys():
        before, mine, other = base.get(key), ours.get(key), theirs.get(key)
        if mine is None or other is None:
            kept = mine or other
            if kept is not None and (before is None or kept.text != before.text):
                found.append(kept)
        elif before is not None and mine.text == before.text:
            found.append(other if other.text else mine)
        else:
            found.append(mine if mine.text else other)
    return found


def main(base: str, ours: str, theirs: str) -> int:
    """The merge driver of git: the result stands in the file of our side."""
    three = [read(Path(path).read_text()) for path in (base, ours, theirs)]
    Path(ours).write_text(write(together(*three)))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
