"""The instruments that the package carries: those that the domain facts cite, their articles as digests.

`data/instruments.csv` and `data/editions.csv` give titles, numbers and dates with their confidence; `data/articles.csv`
gives articles in our own words, never the words of the law, and says so. What an officer changed is left alone.
"""

import csv
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from django.db.models import DateField

from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import change, type_of
from jinan.kernel.records.models import Record
from jinan.registers.regulations.actions import add_many
from jinan.registers.regulations.models import Article, Edition, Instrument, Wording

BREAK = "/"  # between the paragraphs of a digest


def load(by: Viewer) -> int:
    """Add what is not there yet and bring up to date what nobody has touched; returns how many rows."""
    done = keep(Instrument, list(rows("instruments")), by)
    instruments = {one.code: one for one in Instrument.objects.visible_to(by)}
    editions = list(rows("editions"))
    for row in editions:
        row["instrument"] = instruments[row["instrument"]]
    done += keep(Edition, [row | {"supersedes": None} for row in editions], by)
    known = {one.code: one for one in Edition.objects.visible_to(by).select_related("instrument")}
    for row in editions:
        row["supersedes"] = known.get(row["supersedes"])
    done += keep(Edition, editions, by)
    articles = list(rows("articles"))
    for row in articles:
        row["edition"] = known[row["edition"]]
        row["text"] = row["text"].replace(BREAK, "\n")
        row["wording"] = Wording.DIGEST.value
    return done + keep(Article, articles, by)


def keep(model: Any, given: list[dict[str, Any]], by: Viewer) -> int:
    """Rows of one register: added together, brought up to date one by one, or left alone."""
    keys = type_of(model).natural_key
    known = {tuple(getattr(one, key) for key in keys): one for one in model.objects.visible_to(by)}
    new, changed = [], 0
    for row in given:
        here = known.get(tuple(row[key] for key in keys))
        if here is None:
            new.append(model(**read(model, row)))
        elif not here.changed_by and not here.voided_at and (news := news_of(here, row)):
            change(here, news, by=by)
            changed += 1
    return add_many(new, by=by) + changed


def read(model: Any, row: dict[str, Any]) -> dict[str, Any]:
    """A row as the model takes it: days as days, no day as none."""
    return {
        name: (value or None) if isinstance(model._meta.get_field(name), DateField) else value
        for name, value in row.items()
    }


def news_of(here: Any, row: dict[str, Any]) -> dict[str, str]:
    """What a row says otherwise than the record; a link that the row leaves open is left as it is."""
    found = {}
    for name, value in row.items():
        now = getattr(here, name)
        if isinstance(value, Record):
            if now != value:
                found[name] = str(value.pk)
        elif value is not None and str("" if now is None else now) != value:
            found[name] = value
    return found


def rows(name: str) -> Iterator[dict[str, Any]]:
    """Rows of a file of the package."""
    path = files("jinan.registers.regulations") / "data" / f"{name}.csv"
    with path.open(encoding="utf-8") as file:
        yield from csv.DictReader(file)
