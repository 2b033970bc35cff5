"""Splitting the text of a law or a standard into its articles, by the numbering that stands at the head of a line.

A line that begins with `~` belongs to what stands above, whatever it looks like; so a wrong split is mended by hand.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from jinan.registers.regulations.rules import NUMERAL, in_words, number

BLANKS = " \t\u3000\xa0"
JOINED = "~"
HEADS = (
    ("part", re.compile(rf"第({NUMERAL}|\d+)编(?=[{BLANKS}]|$)")),
    ("chapter", re.compile(rf"第({NUMERAL}|\d+)章(?=[{BLANKS}]|$)")),
    ("section", re.compile(rf"第({NUMERAL}|\d+)节(?=[{BLANKS}]|$)")),
)
ARTICLE = re.compile(rf"第({NUMERAL}|\d+)条(?:之({NUMERAL}|\d+))?(?=[{BLANKS}]|$)")
# Without a blank behind it a number begins an article only when it is the next one and no reference.
TIGHT = re.compile(rf"第({NUMERAL}|\d+)条()(?![的、，。；和或至及规所第款项中])")
CLAUSE = re.compile(rf"((?:[A-Z]\.)?\d+(?:\.\d+)*)[{BLANKS}]+(?=\S)")
LONGEST_TITLE = 60


class Fault(StrEnum):
    """What is wrong with a line."""

    NOTHING = "nothing"  # no article found at all
    EMPTY = "empty"
    TWICE = "twice"
    ORDER = "order"
    NUMBER = "number"


@dataclass(frozen=True)
class Wrong:
    """A fault, the line it stands on (from 1), and the number it is about."""

    line: int
    fault: Fault
    about: str = ""


@dataclass
class Unit:
    """One article or clause as it will be kept."""

    label: str
    line: int
    heading: str
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(line for line in self.lines if line)

    @property
    def name(self) -> str:
        return in_words(self.label)


@dataclass
class Split:
    """What a text was split into: what stands before the first article, the articles, the faults."""

    before: list[str] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


def split(text: str, *, by_clause: bool = False) -> Split:
    """Split a text by articles 条 under parts 编, chapters 章 and sections 节, or by clause numbers 4.1.2."""
    found = Split()
    (clauses if by_clause else articles)(text.splitlines(), found)
    if not found.units:
        found.wrong.append(Wrong(1, Fault.NOTHING))
    for unit in found.units:
        if not unit.text:
            found.wrong.append(Wrong(unit.line, Fault.EMPTY, unit.name))
    check_order(found)
    found.wrong.sort(key=lambda one: one.line)
    return found


def articles(lines: list[str], found: Split) -> None:
    heads = {"part": "", "chapter": "", "section": ""}
    for line_number, line in enumerate(lines, 1):
        plain = line.strip(BLANKS)
        if not plain:
            continue
        if plain.startswith(JOINED):
            take(found, plain.removeprefix(JOINED).strip(BLANKS))
        elif level := heading(plain):
            heads[level] = re.sub(rf"[{BLANKS}]+", " ", plain)
            for lower in list(heads)[list(heads).index(level) + 1 :]:
                heads[lower] = ""
            if not found.units:
                found.before.append(plain)
        elif start := ARTICLE.match(plain) or next_one(plain, found):
            label = label_of(*start.groups())
            if label is None:
                found.wrong.append(Wrong(line_number, Fault.NUMBER, start.group()))
                take(found, plain)
                continue
            where = " · ".join(head for head in heads.values() if head)
            rest = plain[start.end() :].strip(BLANKS)
            found.units.append(Unit(label, line_number, where, [rest]))
        else:
            take(found, plain)


def clauses(lines: list[str], found: Split) -> None:
    """Clauses of a standard; a short line without a stop is the title of what follows."""
    titles: dict[int, str] = {}
    for line_number, line in enumerate(lines, 1):
        plain = line.strip(BLANKS)
        if not plain:
            continue
        start = None if plain.startswith(JOINED) else CLAUSE.match(plain)
        if not start:
            take(found, plain.removeprefix(JOINED).strip(BLANKS))
            continue
        label, rest = start.group(1), plain[start.end() :]
        depth = label.count(".") + 1
        titles = {level: title for level, title in titles.items() if level < depth}
        if len(rest) <= LONGEST_TITLE and not rest.endswith(("。", "；", "：", ":", ";", ".")):
            titles[depth] = f"{label} {rest}"
        where = " · ".join(title for level, title in sorted(titles.items()) if level < depth)
        found.units.append(Unit(label, line_number, where, [rest]))


def heading(line: str) -> str:
    """Which level of heading a line is; empty when it is none."""
    short = len(line) <= LONGEST_TITLE and not line.endswith(("。", "；"))
    return next((level for level, shape in HEADS if short and shape.match(line)), "")


def next_one(line: str, found: Split) -> "re.Match[str] | None":
    """The head of an article without a blank behind its number, when it is the next in the row."""
    start = TIGHT.match(line)
    last = found.units[-1].label.split("-")[0] if found.units else "0"
    return start if start and label_of(start.group(1), None) == str(int(last) + 1) else None


def label_of(article: str, bis: str | None) -> str | None:
    try:
        label = number(article)
        return f"{label}-{number(bis)}" if bis else str(label)
    except ValueError:
        return None


def take(found: Split, line: str) -> None:
    """A line of the article above; of the head of the text when there is none yet."""
    (found.units[-1].lines if found.units else found.before).append(line)


def check_order(found: Split) -> None:
    """Numbers that come twice, or that fall behind the one before."""
    seen: set[str] = set()
    before: tuple[object, ...] = ()
    for unit in found.units:
        if unit.label in seen:
            found.wrong.append(Wrong(unit.line, Fault.TWICE, unit.name))
        elif (now := sorting(unit.label)) < before:
            found.wrong.append(Wrong(unit.line, Fault.ORDER, unit.name))
        else:
            before = now
        seen.add(unit.label)


def sorting(label: str) -> tuple[tuple[int, int], ...]:
    """A label by which articles and clauses stand in their order; annexes come last."""
    parts = re.split(r"[.-]", label)
    return tuple((0, int(part)) if part.isdecimal() else (1, ord(part)) for part in parts)


def joined(text: str, line: int) -> str:
    """The text with one line made a part of what stands above it."""
    lines = text.splitlines()
    if 0 < line <= len(lines):
        lines[line - 1] = JOINED + lines[line - 1].lstrip(BLANKS).removeprefix(JOINED)
    return "\n".join(lines)
