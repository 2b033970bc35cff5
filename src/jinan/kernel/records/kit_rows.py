"""Rows for the test kit: the good row of a register, with the records it links to."""

from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.apps import apps
from django.contrib.gis.geos import Point
from django.db import connection, models
from django.utils import translation

from jinan.kernel.identity import kit
from jinan.kernel.identity.scope import Viewer, in_scope, system
from jinan.kernel.records import actions
from jinan.kernel.records.figures import Tally
from jinan.kernel.records.listing import Listing
from jinan.kernel.records.models import Link, Record
from jinan.kernel.records.types import Column, RecordType, type_of


def good_row(model: type[Record]) -> dict[str, Any]:
    """A row that the register takes, as its form sends it; linked records are entered first."""
    kind, found = type_of(model), kit_of(model)
    row = dict(found.good)
    for name in kind.form_fields:
        this = kind.field_of(name)
        if name == "division":
            row.setdefault(name, kit.COUNTY)
        elif isinstance(this, Link | models.ForeignKey) and not this.null and name not in row:
            target: Any = this.related_model
            row[name] = str(enter(target).pk)
    return row


def enter(model: type[Record], **changes: Any) -> Any:
    """The good row of a register, entered by the system; the one entered before when it is there."""
    kind = type_of(model)
    with in_scope(system("test")):
        row = good_row(model) | changes
        keys = kind.natural_key or kind.form_fields[:1]
        plain = {key: row[key] for key in keys if key != "division"}
        same = {"division_id": row["division"]} if "division" in row else {}
        before = model.objects.filter(**plain, **same).first()
        return before or actions.add(kind, row, by=system("test"))


def kit_of(model: type[Record]) -> Any:
    """The kit written for a register. Raises LookupError when there is none."""
    room = import_module(f"{apps.get_app_config(model._meta.app_label).name}.tests.test_room")
    for one in vars(room).values():
        if isinstance(one, type) and getattr(one, "model", None) is model:
            return one
    raise LookupError(f"no RecordTypeTests for {model.__name__}")


def as_posted(row: dict[str, Any]) -> dict[str, str]:
    """A row as a browser sends it."""
    return {
        name: ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        for name, value in row.items()
    }


def check_tally(tally: Tally, viewer: Viewer) -> None:
    """Every number of a figure is the length of the list that it opens."""
    for line in (*tally.lines, tally.total):
        for cell in (line.total, *line.cells):
            asked = dict(parse_qsl(cell.query))
            rows = Listing(tally.kind, viewer, asked).filtered().order_by()
            if tally.figure.measure:
                found = rows.aggregate(n=models.Sum(tally.figure.measure))["n"] or 0
                assert found == pytest.approx(cell.number), cell.query
            else:
                assert rows.count() == cell.number, cell.query


def same(kept: Any, given: Any) -> bool:
    """Whether a kept value is what was given; positions by their coordinates."""
    if isinstance(kept, Point):
        return [round(kept.x, 6), round(kept.y, 6)] == list(given)
    if isinstance(given, list | tuple):
        return list(kept) == list(given)
    if isinstance(kept, float):
        return bool(kept == pytest.approx(float(given)))
    return str(kept) == str(given)


def tile_of(kind: RecordType, record: Any) -> str | None:
    """The address of a near tile that holds the record; None without a layer or a position."""
    if kind.layer is None or (at := getattr(record, kind.layer.geometry)) is None:
        return None
    zoom = 12
    with in_scope(system("test")), connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(p), ST_Y(p) FROM ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), 4490), 3857) p",
            [at.x, at.y],
        )
        east, north = cursor.fetchone()
    edge, size = 20037508.342789244, 2 * 20037508.342789244 / 2**zoom
    x, y = int((east + edge) / size), int((edge - north) / size)
    return f"/tiles/{kind.kind}/{zoom}/{x}/{y}.mvt"


def labels(kind: RecordType, language: str) -> list[str]:
    """Every word that a register shows, in a language."""
    with translation.override(language):
        names = dict.fromkeys((*kind.form_fields, *kind.computed, *kind.filters))
        found = [str(kind.field_of(name).verbose_name) for name in names]
        found += [str(label) for n in names for _code, label in kind.field_of(n).flatchoices]
        found += [str(column.title) for column in kind.columns if isinstance(column, Column)]
        found += [str(section.title) for section in kind.form]
        found += [str(panel.title) for panel in kind.panels]
        found += [str(figure.title) for figure in kind.figures if figure.title]
        found += [str(kind.layer.title)] if kind.layer else []
        meta = kind.model._meta
        return [*found, str(meta.verbose_name), str(meta.verbose_name_plural)]
