"""Reading the code sets that the package carries, and taking a new edition in."""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from django.db import transaction

from jinan.kernel.codes.models import CodeEdition, CodeItem, CodeSet, Confidence

ALIASES = {
    "code": (
        "code",
        "no",
        "symbol",
        "cas",
        "date",
        "date_",
        "class",
        "grade",
        "level",
        "from_code",
    ),
    "zh": (
        "zh",
        "name_zh",
        "title_zh",
        "class_zh",
        "substance_zh",
        "effect_zh",
        "category_zh",
        "field",
    ),
    "en": ("en", "name_en", "substance_en", "effect_en", "target_en", "name"),
    "parent": ("parent", "domain", "set", "machine", "document", "batch", "kind"),
    "source": ("source", "basis", "confirmed_by"),
    "valid_from": ("valid_from",),
    "valid_to": ("valid_to",),
    "note": ("note", "definition", "meaning", "rule"),
}
DOUBT = re.compile(
    r"recalled|verify|from memory|general knowledge|reconstructed|inferred|\[rec\]|unverified", re.I
)


@dataclass(frozen=True)
class Carried:
    """A code set as the package carries it: its row of the manifest, its columns and rows."""

    set: str
    zh: str
    en: str
    group: str
    edition: str
    valid_from: date | None
    columns: list[str]
    rows: list[dict[str, str]]
    digest: str


def carried() -> Iterator[Carried]:
    """Every code set of the package, in the order of the manifest."""
    folder = files("jinan.kernel.codes") / "data"
    with (folder / "manifest.csv").open(encoding="utf-8") as file:
        manifest = list(csv.DictReader(file))
    for line in manifest:
        text = (folder / f"{line['set']}.csv").read_text(encoding="utf-8")
        reader = csv.DictReader(text.splitlines())
        rows = list(reader)
        yield Carried(
            line["set"],
            line["zh"],
            line["en"],
            line["group"],
            line["edition"],
            date.fromisoformat(line["valid_from"]) if line["valid_from"] else None,
            list(reader.fieldnames or ()),
            rows,
            hashlib.sha256(f"{line}{text}".encode()).hexdigest(),
        )


def load(one: Carried, using: str = "owner") -> bool:
    """Take in an edition unless this very text is there already; True when it was new."""
    if CodeEdition.objects.using(using).filter(set=one.set, digest=one.digest).exists():
        return False
    with transaction.atomic(using=using):
        kept, _made = CodeSet.objects.using(using).update_or_create(
            code=one.set, defaults={"zh": one.zh, "en": one.en, "group": one.group}
        )
        edition = CodeEdition.objects.using(using).create(
            set=kept,
            label=one.edition,
            valid_from=one.valid_from,
            digest=one.digest,
            columns=one.columns,
        )
        CodeItem.objects.using(using).bulk_create(
            [item(edition, number, row) for number, row in enumerate(one.rows, 1)], batch_size=1000
        )
    return True


def item(edition: CodeEdition, number: int, row: dict[str, str]) -> CodeItem:
    """One row: known columns by their meaning, the rest kept as they are."""
    used: dict[str, str] = {}
    for meaning, names in ALIASES.items():
        found = next((n for n in names if n in row and n not in used.values()), None)
        if found:
            used[meaning] = found
    values = {meaning: (row.get(column) or "").strip() for meaning, column in used.items()}
    doubtful = DOUBT.search(
        " ".join(row.get(c) or "" for c in ("source", "basis", "confidence", "note"))
    )
    values["code"] = values.get("code") or str(number)
    return CodeItem(
        edition=edition,
        order=number,
        confidence=Confidence.UNVERIFIED if doubtful else Confidence.SEEN,
        extra={k: v for k, v in row.items() if k not in used.values() and v},
        **values,
    )


def compare(old: CodeEdition, new: CodeEdition) -> dict[str, list[Any]]:
    """What a new edition adds, changes and closes against an old one, by code."""
    before = {one.code: one for one in old.items.all()}
    after = {one.code: one for one in new.items.all()}
    return {
        "new": [after[code] for code in after.keys() - before.keys()],
        "closed": [before[code] for code in before.keys() - after.keys()],
        "changed": [
            (before[code], after[code])
            for code in after.keys() & before.keys()
            if (before[code].zh, before[code].en, before[code].extra)
            != (after[code].zh, after[code].en, after[code].extra)
        ],
    }
