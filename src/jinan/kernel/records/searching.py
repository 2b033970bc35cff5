"""The words of a search: found by the index of words, then looked at exactly."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Expression, Func, Q, Value
from django.db.models.expressions import Col

from jinan.kernel.identity.scope import Viewer
from jinan.kernel.records.models import RecordQuerySet
from jinan.kernel.records.types import RecordType

MOST_LINKED = 500


def search(
    rows: RecordQuerySet,
    kind: RecordType,
    viewer: Viewer,
    words: str,
    *,
    names: Iterable[str] | None = None,
    linked: dict[Any, list[Any]] | None = None,
) -> RecordQuerySet:
    """Rows that hold each of the words in a search field of their own or of a linked record.

    `linked` remembers keys of linked records, so that many registers ask for them once.
    """
    known = {} if linked is None else linked
    named = list(kind.search if names is None else names)
    parts = words.split()
    for part in parts:
        rows = rows.filter(anywhere(kind, named, part, viewer, known))
    return rows if named and parts else rows.none()


def anywhere(
    kind: RecordType, names: list[str], part: str, viewer: Viewer, known: dict[Any, list[Any]]
) -> Q:
    """One word in one of the fields, own or linked."""
    own = [name for name in names if "__" not in name]
    found = holding(own, part) if own else Q(pk__in=[])
    for name in names:
        link, _sign, inner = name.partition("__")
        if not inner:
            continue
        if keys := keys_of(kind.field_of(link).related_model, inner, part, viewer, known):
            found |= Q(**{f"{link}__in": keys})
    return found


def keys_of(
    target: Any, inner: str, words: str, viewer: Viewer, known: dict[Any, list[Any]]
) -> list[Any]:
    """Keys of the linked records that hold the words."""
    asked = (target, inner, words)
    if asked not in known:
        found = matching(target.objects.visible_to(viewer), [inner], words)
        known[asked] = list(found.values_list("pk", flat=True)[:MOST_LINKED])
    return known[asked]


def matching(rows: RecordQuerySet, fields: list[str], words: str) -> RecordQuerySet:
    """Rows with the words in their own fields."""
    return rows.filter(holding(fields, words))


def holding(fields: list[str], words: str) -> Q:
    """Found by the index of words, then looked at exactly."""
    exact = Q()
    for name in fields:
        exact |= Q(**{f"{name}__icontains": words})
    return Q(Holds(Words(), Func(Value(words), function="changes.query"))) & exact


class Words(Expression):
    """The generated column of search words, which no model names."""

    output_field = models.TextField()

    def resolve_expression(self, query: Any = None, *args: Any, **options: Any) -> Any:
        column = models.TextField()
        column.set_attributes_from_name("words")
        column.model = query.model
        return Col(query.get_initial_alias(), column)


class Holds(Func):
    """Whether search words hold a query; an index scan."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = models.BooleanField()
