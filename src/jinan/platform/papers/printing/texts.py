"""The words of the papers, and the small language in which they are written (`data/texts.toml`).

A text is lines. Values are put in last, as plain text, so that nothing typed into a field can act. Its only signs:

- `{name}` the value of a field, `{agency}` the issuing agency; a gap of four blanks where there is none; the full stop at
  the end of a value gives way to a stop or comma that follows it;
- `[[ … ]]` a passage, of one or several lines, that is left out when a field in it is empty;
- a line that begins with `#name` is the table of a field;
- `@` a line of cells, `words：{name}`, with ` | ` between, each value on a rule;
- `=` a heading; `>` a paragraph that is not indented;
- in the layouts `form`, `receipt` and `cover` each line is a row of the grid: `words {name}`, with ` | ` between two.

The sentences are our own, after the general practice of such papers: 待核实.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinan.platform.papers.printing.view import Shown, View, as_day

PASSAGE = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
PLACE = re.compile(r"\{(\w+)\}")
STOPPED = re.compile(r"\{(\w+)\}(?=([。，；、）”]?))")
TABLE = re.compile(r"^#(\w+)", re.MULTILINE)
BLANK = "　　　　"
GRIDS = ("form", "receipt", "cover")


@dataclass(frozen=True)
class Layout:
    """How a document is drawn: its layout, its title on the paper where that is not its name, its sentences."""

    layout: str
    title: str
    text: str


@dataclass(frozen=True)
class Block:
    """A piece of a paper. `kind`: para, flush, heading, ask, answer, cells (label and value), table (heads, rows)."""

    kind: str = "para"
    text: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    weights: tuple[int, ...] = ()


@cache
def words() -> dict[str, Any]:
    """The whole file of words."""
    raw = (files("jinan.platform.papers") / "data" / "texts.toml").read_text("utf-8")
    return tomllib.loads(raw)


@cache
def layouts() -> dict[str, Layout]:
    """The layout of each document, by its code."""
    return {
        code: Layout(one["layout"], one.get("title", ""), one["text"].strip("\n"))
        for one in words()["paper"]
        for code in one["documents"].split()
    }


def layout(code: str) -> Layout:
    return layouts().get(code) or Layout("form", "", "")


def tail(name: str) -> str:
    """A passage that letters bring at their end."""
    return str(words()["tails"][name]).strip("\n")


def label(name: str, zh: str) -> str:
    """The short words of a field on a paper; its own, without what stands in brackets, where none are given."""
    return str(words()["labels"].get(name) or zh.partition("（")[0])


def sign_words(name: str, zh: str) -> str:
    """The words before the place where somebody signs."""
    return str(words()["signs"].get(name) or label(name, zh))


def named(text: str) -> set[str]:
    """The fields that a text names."""
    return set(PLACE.findall(text)) | set(TABLE.findall(text))


def lines(text: str, view: View) -> list[str]:
    """The lines of a text, without the passages whose fields are empty."""
    return PASSAGE.sub(lambda found: _passage(found[1], view), text).split("\n")


def said(text: str, view: View) -> list[Block]:
    """A text with its values, as pieces of the paper."""
    blocks: list[Block] = []
    for line in lines(text, view):
        if line.startswith("#"):
            name, _blank, _heads = line[1:].partition(" ")
            blocks += table(view.value(name.strip()))
        elif line.startswith("@"):
            blocks.append(Block("cells", cells=tuple(_cell(c, view) for c in line[1:].split("|"))))
        elif line.startswith("="):
            blocks.append(Block("heading", filled(line[1:].strip(), view)))
        elif line.strip():
            blocks += paragraphs(filled(line.lstrip("> "), view), flush=line.startswith(">"))
    return blocks


def table(field: Shown) -> list[Block]:
    """The rows of a field, numbered, under the heads of its columns; a value of plain words is a paragraph."""
    if not field.rows:
        return paragraphs(field.text)
    rows = [tuple(as_day(cell) for cell in row) for row in numbered(field.rows)]
    wide = max(len(row) for row in rows)
    heads = ["序号", *(one.strip() for one in words()["tables"].get(field.name, "").split("|"))]
    heads = (heads + [""] * wide)[:wide]
    full = tuple(row + ("",) * (wide - len(row)) for row in rows)
    weights = [max(len(row[n]) for row in (heads, *full)) for n in range(1, wide)]
    shown = tuple(heads) if any(heads[1:]) else ()
    return [
        Block("table", heads=shown, rows=full, weights=tuple(min(max(w, 4), 22) for w in weights))
    ]


def numbered(rows: list[list[str]]) -> list[list[str]]:
    """Rows with a number before each, unless they bring their own."""
    own = all(row and row[0].rstrip(".、").isdecimal() for row in rows) and max(map(len, rows)) > 1
    return rows if own else [[str(n), *row] for n, row in enumerate(rows, 1)]


def paragraphs(text: str, *, flush: bool = False) -> list[Block]:
    """One piece a line; lines of a questioning that begin with 问 or 答 are set apart."""
    made = []
    for n, line in enumerate(part for part in text.split("\n") if part.strip()):
        head = line.strip()[:2]
        kind = {"问：": "ask", "问:": "ask", "答：": "answer", "答:": "answer"}.get(head)
        made.append(Block(kind or ("flush" if flush and n == 0 else "para"), line.strip()))
    return made


def filled(line: str, view: View) -> str:
    """A line with its values put in."""

    def put(found: re.Match[str]) -> str:
        value = _said(found[1], view) or BLANK
        return value.rstrip("。；") if found[2] else value

    return STOPPED.sub(put, line)


def _said(name: str, view: View) -> str:
    if name == "agency":
        return view.heading
    field = view.value(name)
    if field.kind == "bool":
        return "☑" if field.value else "☐"
    return field.text


def _cell(text: str, view: View) -> tuple[str, str]:
    """Words and value of a cell; `第 {n} 次` keeps what stands around the value."""
    words, _colon, rest = text.strip().partition("：")
    values = PLACE.findall(rest)
    around = PLACE.sub(lambda found: _said(found[1], view), rest).strip()
    return words + "：", around if any(_said(v, view) for v in values) else ""


def _passage(text: str, view: View) -> str:
    return text if all(_said_at_all(name, view) for name in named(text)) else ""


def _said_at_all(name: str, view: View) -> bool:
    field = view.value(name)
    return name == "agency" or bool(field.value if field.kind == "bool" else field.text)
