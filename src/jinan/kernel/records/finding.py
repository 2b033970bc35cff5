"""The same words looked for in one register after another."""

from typing import Any

from django.contrib.gis.db.models import GeometryField

from jinan.kernel.identity.scope import Viewer
from jinan.kernel.records.models import Record
from jinan.kernel.records.searching import search
from jinan.kernel.records.types import RecordType, type_of

MOST = 100  # candidates of a register; among them the best come first


class Finder:
    """Looks through registers for a viewer; records that several of them link to are looked up once."""

    def __init__(self, viewer: Viewer, words: str) -> None:
        self.viewer, self.words = viewer, words
        self._linked: dict[Any, list[Any]] = {}

    @staticmethod
    def fields(kind: RecordType) -> list[str]:
        """Search fields of a register that are nobody's personal data, here or in what it links to."""
        return [name for name in kind.search if not is_personal(kind, name)]

    def rows(self, kind: RecordType, most: int) -> tuple[list[Any], bool]:
        """The best rows of a register, and whether there are more."""
        names = self.fields(kind)
        seen = kind.model.objects.visible_to(self.viewer).live()
        found = search(seen, kind, self.viewer, self.words, names=names, linked=self._linked)
        keys = list(found.order_by().values_list("pk", flat=True)[: MOST + 1])
        if len(keys) > MOST and names and "__" not in names[0]:
            keys += list(seen.filter(**{names[0]: self.words}).values_list("pk", flat=True)[:most])
        shapes = [f.name for f in kind.model._meta.fields if isinstance(f, GeometryField)]
        rows = list(seen.filter(pk__in=keys).defer(*shapes)) if keys else []
        rows.sort(key=lambda row: row.pk, reverse=True)
        rows.sort(key=lambda row: self._far(str(row)))
        return rows[:most], len(keys) > most

    def _far(self, title: str) -> tuple[int, int]:
        """How far a title is from what was typed: the same, begun so, holding it; then the shorter one."""
        told, sought = title.lower(), self.words.lower()
        if sought not in told:
            return 3, 0
        return (0 if told == sought else 1 if told.startswith(sought) else 2), len(told)


def is_personal(kind: RecordType, name: str) -> bool:
    """Whether a search field tells a person's own data."""
    link, _sign, inner = name.partition("__")
    if not inner:
        return name in kind.personal
    target: Any = kind.field_of(link).related_model
    return issubclass(target, Record) and is_personal(type_of(target), inner)
