"""The instruments that the package carries: those that the domain facts cite, their articles as digests.

`data/instruments.csv` and `data/editions.csv` give titles, numbers and dates with their confidence; `data/articles.csv`
gives articles in our own words, never the words of the law, and says so. What an officer changed is left alone.
"""

import csv
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from jinan.kernel.identity.scope import Viewer
from jinan.kernel.records.api import RecordType, add, change, type_of
from jinan.registers.regulations.models import Article, Edition, Instrument, Wording

BREAK = "/"  # between the paragraphs of a digest


def load(by: Viewer) -> int:
    """Add what is not there yet and bring up to date what nobody has touched; returns how many rows."""
    done = 0
    for row in rows("instruments"):
        done += keep(type_of(Instrument), {"code": row["code"]}, row, by)
    for row in rows("editions"):
        done += keep(type_of(Edition), {"code": row["code"]}, row, by)
    codes = dict(Edition.objects.values_list("code", "pk"))
    for row in rows("articles"):
        edition = codes[row["edition"]]
        row |= {"edition": str(edition), "text": row["text"].replace(BREAK, "\n")}
        row["wording"] = Wording.DIGEST
        done += keep(type_of(Article), {"edition_id": edition, "label": row["label"]}, row, by)
    return done


def keep(kind: RecordType, key: dict[str, Any], row: dict[str, str], by: Viewer) -> int:
    """One row: added, brought up to date, or left alone; 1 when something was written."""
    model: Any = kind.model
    known = model.objects.filter(**key).first()
    if known is None:
        add(kind, row, by=by)
        return 1
    if known.changed_by or known.voided_at:
        return 0
    return int(change(known, row, by=by).version > known.version) if differs(known, row) else 0


def differs(known: Any, row: dict[str, str]) -> bool:
    plain = {name: given for name, given in row.items() if name not in LINKS}
    return any(str(getattr(known, name) or "") != given for name, given in plain.items())


LINKS = ("instrument", "supersedes", "edition")


def rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of a file of the package."""
    path = files("jinan.registers.regulations") / "data" / f"{name}.csv"
    with path.open(encoding="utf-8") as file:
        yield from csv.DictReader(file)
