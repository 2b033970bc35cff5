"""Reading the code sets that the package carries, and taking a new edition in.

`data/manifest.csv` names for each set its edition and dates, which column of its file means what
(`zh=name_zh`; `code=set+cas` where only both together name a row; `code=digits|code` for the first that
is not empty; `code=#` for the row's number), and the source where the file itself gives none.
"""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files

from django.db import transaction

from jinan.kernel.codes import reading
from jinan.kernel.codes.models import CodeEdition, CodeItem, CodeSet, Confidence

DOUBT = re.compile(
    r"recalled|verify|from memory|general knowledge|reconstructed|inferred|\[rec\]|unverified"
    r"|not seen|uncertain|assumed|\bcheck\b|load the new list|well-known text",
    re.IGNORECASE,
)
OWN = re.compile(
    r"^(?:derived|platform|proposed)\b|decided for this platform|own (?:codes|form)|layout own"
    r"|this platform's own",
    re.IGNORECASE,
)
ABOUT = ("confidence", "basis", "status", "note", "source")


class Contradiction(Exception):
    """A new edition that would change what older records mean."""


@dataclass(frozen=True)
class Carried:
    """A code set as the package carries it: its row of the manifest, its columns and rows."""

    set: str
    zh: str
    en: str
    group: str
    edition: str
    valid_from: date | None
    valid_to: date | None
    rows: list[dict[str, str]]
    meanings: dict[str, str] = field(default_factory=dict)
    source: str = ""

    @property
    def columns(self) -> list[str]:
        return list(self.rows[0]) if self.rows else []

    @property
    def digest(self) -> str:
        return hashlib.sha256(repr(self).encode()).hexdigest()


def carried() -> Iterator[Carried]:
    """Every code set of the package, in the order of the manifest."""
    folder = files("jinan.kernel.codes") / "data"
    with (folder / "manifest.csv").open(encoding="utf-8") as file:
        manifest = list(csv.DictReader(file))
    for line in manifest:
        text = (folder / f"{line['set']}.csv").read_text(encoding="utf-8")
        yield Carried(
            set=line["set"],
            zh=line["zh"],
            en=line["en"],
            group=line["group"],
            edition=line["edition"],
            valid_from=a_day(line["valid_from"]),
            valid_to=a_day(line["valid_to"]),
            rows=list(csv.DictReader(text.splitlines())),
            meanings=meanings(line["columns"]),
            source=line["source"],
        )


def a_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def meanings(text: str) -> dict[str, str]:
    """Meaning by meaning the column that carries it: "code zh=name_zh" as {"code": "code", …}."""
    pairs = (part.partition("=") for part in text.split())
    return {meaning: column or meaning for meaning, _sign, column in pairs}


def load(one: Carried, using: str = "owner") -> bool:
    """Take a text in unless it is the one that counts already; True when it was new.

    Raises Contradiction when its dates would change what records of the past mean.
    """
    known = CodeEdition.objects.using(using).filter(set=one.set).order_by("-loaded_at", "-id")
    newest: dict[str, CodeEdition] = {}
    for edition in known:
        newest.setdefault(edition.label, edition)
    same = newest.pop(one.edition, None)
    if same is not None and same.digest == one.digest:
        return False
    if any(other.valid_from == one.valid_from for other in newest.values()):
        raise Contradiction(
            f"{one.set}: edition {one.edition!r} begins on the same day as another; give its day"
        )
    with transaction.atomic(using=using):
        kept, _made = CodeSet.objects.using(using).update_or_create(
            code=one.set, defaults={"zh": one.zh, "en": one.en, "group": one.group}
        )
        edition = CodeEdition.objects.using(using).create(
            set=kept,
            label=one.edition,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            digest=one.digest,
            columns=one.columns,
        )
        CodeItem.objects.using(using).bulk_create(rows(edition, one), batch_size=1000)
    reading.forget()
    return True


def rows(edition: CodeEdition, one: Carried) -> Iterator[CodeItem]:
    """Rows as they are kept; "same" as a source is written out."""
    above = ""
    made_of = [item(number, row, one.meanings) for number, row in enumerate(one.rows, 1)]
    renamed = {
        row["code"]: made.code
        for row, made in zip(one.rows, made_of, strict=True)
        if "|" in one.meanings.get("code", "")
    }
    for row, made in zip(one.rows, made_of, strict=True):
        made.edition = edition
        made.parent = renamed.get(made.parent, made.parent)
        if made.source == "same" or made.source.startswith("same;"):
            made.source = above + made.source.removeprefix("same")
        else:
            above = made.source
        if one.source:
            made.source = f"{one.source} {made.source}".strip()
        made.confidence = confidence(row, one.source) if made.source else Confidence.UNVERIFIED
        yield made


def item(number: int, row: dict[str, str], meanings: dict[str, str]) -> CodeItem:
    """One row: columns with a meaning, and the others as they are."""
    columns = meanings or {name: name for name in ("code", "zh", "en", "source")}
    values = {}
    for meaning, column in columns.items():
        values[meaning] = text_of(row, column, joint="." if meaning == "code" else "，")
    values["code"] = str(number) if columns.get("code") == "#" else values.get("code", "")
    said = {column for column in columns.values() if column in row}
    return CodeItem(
        order=number,
        extra={k: v for k, v in row.items() if k not in said and v},
        **values,
    )


def text_of(row: dict[str, str], column: str, *, joint: str) -> str:
    """The text of one column, of several joined by "+", or of the first of several that has one."""
    parts = [(row.get(name) or "").strip() for name in re.split(r"[+|]", column)]
    filled = [part for part in parts if part]
    return joint.join(filled[:1] if "|" in column else filled)


def confidence(row: dict[str, str], source: str = "") -> str:
    """How sure a row is by its own words; where a column says so outright, its source is not asked."""
    asked = ABOUT[:-1] if row.get("confidence") else ABOUT
    said = [row.get(name) or "" for name in asked]
    if any(DOUBT.search(text) for text in said):
        return Confidence.UNVERIFIED
    return Confidence.OWN if any(OWN.search(text) for text in (*said, source)) else Confidence.SEEN
