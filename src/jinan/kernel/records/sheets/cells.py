"""Cells of a sheet made from the values of records, so that the Reader reads the same values back."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from jinan.kernel.identity.scope import Viewer
from jinan.kernel.records.forms import link_text
from jinan.kernel.records.models import Several
from jinan.kernel.records.types import RecordType
from jinan.kernel.territory import api as territory
from jinan.kernel.territory.models import Division

Cell = Any


class Cells:
    """Makes rows of cells from rows of raw values of the fields `names`."""

    def __init__(self, kind: RecordType, names: tuple[str, ...], viewer: Viewer) -> None:
        self.kind, self.viewer = kind, viewer
        self.fields = [kind.field_of(name) for name in names]
        self.attributes = [field.attname for field in self.fields]
        self._links: dict[int, dict[Any, str]] = {
            place: {} for place, field in enumerate(self.fields) if is_link(field)
        }
        self._makers = [maker(field) for field in self.fields]

    def rows(self, values: Iterable[tuple[Any, ...]]) -> Iterator[list[Cell]]:
        """Cells of a few thousand rows at a time; links are looked up once for all of them."""
        chunk = list(values)
        for place in self._links:
            self._look_up(place, {row[place] for row in chunk if row[place] is not None})
        for row in chunk:
            made = [
                None if value is None else make(value)
                for make, value in zip(self._makers, row, strict=True)
            ]
            for place, texts in self._links.items():
                made[place] = texts.get(row[place], made[place])
            yield made

    def _look_up(self, place: int, keys: set[Any]) -> None:
        texts, target = self._links[place], self.fields[place].related_model
        unknown = keys - texts.keys()
        if not unknown:
            return
        geometry = [f.name for f in target._meta.fields if isinstance(f, GeometryField)]  # type: ignore[union-attr]
        rows: Any = target.objects.visible_to(self.viewer)  # type: ignore[union-attr]
        for linked in rows.filter(pk__in=unknown).defer(*geometry):
            texts[linked.pk] = link_text(linked)


def is_link(field: Any) -> bool:
    """Whether a field points at a record of another register."""
    return (
        isinstance(field, models.ForeignKey)
        and field.related_model is not Division
        and hasattr(field.related_model, "kind")
    )


def maker(field: Any) -> Callable[[Any], Cell]:
    """How a value of this field is shown in a cell: a text, a number, a date."""
    if isinstance(field, GeometryField):
        return lambda point: "%s, %s" % point.coords  # noqa: UP031  # one call for both
    if isinstance(field, models.ForeignKey) and field.related_model is Division:
        return cache(lambda code: f"{code} {territory.name(code)}")
    if isinstance(field, Several):
        return field.in_words
    if isinstance(field, ArrayField):
        return lambda codes: ", ".join(map(str, codes))
    if field.choices:
        labels = {code: str(label) for code, label in field.flatchoices}
        return lambda code: labels.get(code, str(code))
    if isinstance(field, models.DateTimeField):
        return lambda moment: timezone.localtime(moment).replace(tzinfo=None)
    if isinstance(field, models.BooleanField | models.DateField):
        return lambda value: value
    if isinstance(field, models.IntegerField | models.FloatField):
        return lambda number: number
    return str
