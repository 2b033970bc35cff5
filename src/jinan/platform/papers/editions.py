"""The documents of the law's paper sets 文书式样, with their fields, as data of the package.

146 documents in four sets: coal 2021, general (current and 2010), inspection formats of the Ministry of Justice (2025).
A paper keeps the set it was made with; `sets_on` says which sets are in use on a day.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class DocField:
    """A field of a document: its name, its words on the paper, the type of its value, whether its place there was seen or inferred."""

    name: str
    zh: str
    en: str
    type: str
    source: str

    @property
    def kind(self) -> str:
        """The type without its choices: `enum(seal,seize)` is an enum."""
        return self.type.partition("(")[0]

    @property
    def choices(self) -> tuple[str, ...]:
        inner = self.type.partition("(")[2].rstrip(")")
        return tuple(one.strip() for one in inner.split(",")) if inner else ()


@dataclass(frozen=True)
class Document:
    """A document 文书 of a set: number mark, who seals, how many copies, who uses it."""

    code: str
    set: str
    category: str
    zh: str
    zh_inspection: str
    en: str
    mark: str
    numbering: str
    seal: str
    copies: str
    used_by: str
    fields: tuple[DocField, ...]

    def field(self, name: str) -> DocField:
        return {one.name: one for one in self.fields}[name]

    @property
    def is_sure(self) -> bool:
        """Whether name and fields were seen in an official set; else they are shown as 待核实."""
        return not any(one.source == "inferred" for one in self.fields)


# set: first and last day of use, as far as known (enforcement.md 5.1)
IN_USE: dict[str, tuple[date, date | None]] = {
    "general_2010": (date(2010, 1, 1), date(2018, 3, 31)),
    "general_current": (date(2018, 4, 1), None),
    "coal_2021": (date(2022, 1, 1), None),
    "moj_2025": (date(2025, 1, 1), None),
}
SEALED = ("special_seal", "seal_or_special", "official_seal")


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("jinan.platform.papers") / "data" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def all_documents() -> dict[str, Document]:
    """Every document by its code."""
    fields: dict[str, list[DocField]] = {}
    for row in _rows("document_fields.csv"):
        made = DocField(row["field"], row["zh"], row["en"], row["type"], row["source"])
        fields.setdefault(row["document"], []).append(made)
    return {
        row["code"]: Document(**row, fields=tuple(fields[row["code"]]))
        for row in _rows("documents.csv")
    }


def document(code: str) -> Document:
    """The document of a code. Raises KeyError."""
    return all_documents()[code]


def documents(set: str) -> list[Document]:
    """The documents of a set in its own order."""
    return [one for one in all_documents().values() if one.set == set]


def sets_on(day: date) -> list[str]:
    """The sets in use on a day."""
    return [
        name
        for name, (first, last) in IN_USE.items()
        if first <= day and (last is None or day <= last)
    ]
