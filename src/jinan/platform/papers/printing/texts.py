"""The fixed sentences of the papers, and the small language in which they are written.

`{name}` is the value of a field. `[[ … ]]` is a passage that is left out when a field in it is empty. A line that begins
with `#` is a table of the field it names. Nothing else is a sign of the language: values are put in last, as plain text, so that
nothing typed into a field can act. The sentences are our own, after the general practice of such papers: 待核实.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinan.platform.papers.printing.view import View

PASSAGE = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Block:
    """A paragraph of a paper: its text, or the rows of a table with its label."""

    text: str = ""
    label: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@cache
def texts() -> dict[str, str]:
    """The body of each document that has sentences, by its code."""
    raw = (files("jinan.platform.papers") / "data" / "texts.csv").read_text("utf-8")
    found = {}
    for row in csv.DictReader(raw.splitlines()):
        for code in row["documents"].split():
            found[code] = row["text"].replace("\\n", "\n")
    return found


def has_text(code: str) -> bool:
    return code in texts()


def said(view: View) -> list[Block]:
    """The body of a paper, its values put in."""
    body = texts()[view.code]
    blocks = []
    for line in PASSAGE.sub(lambda found: _passage(found[1], view), body).split("\n"):
        if line.startswith("#"):
            field = view.value(line[1:].strip())
            if field.rows:
                blocks.append(
                    Block(label=field.label, rows=tuple(tuple(row) for row in field.rows))
                )
        elif line.strip():
            blocks.append(Block(text=_filled(line, view)))
    return blocks


def named(code: str) -> set[str]:
    """The fields that the body of a document names."""
    body = texts()[code]
    return set(PLACE.findall(body)) | {
        line[1:].strip() for line in body.split("\n") if line.startswith("#")
    }


def _passage(text: str, view: View) -> str:
    return text if all(view.value(name).text for name in PLACE.findall(text)) else ""


def _filled(line: str, view: View) -> str:
    return PLACE.sub(lambda found: view.value(found[1]).text or "　　　　", line)
