"""What a register shows above its list: titles of columns, and the query fields with their values."""

from typing import Any

from django.utils.translation import gettext as _

from jinan.kernel.records.types import Column, RecordType


def column_title(kind: RecordType, column: str | Column) -> str:
    title = column.title if isinstance(column, Column) else kind.field_of(column).verbose_name
    return str(title)[:1].upper() + str(title)[1:]


def is_numeric(kind: RecordType, column: str | Column) -> bool:
    if isinstance(column, Column):
        return False
    return kind.field_of(column).get_internal_type() in (
        "FloatField",
        "IntegerField",
        "PositiveIntegerField",
        "PositiveSmallIntegerField",
        "DecimalField",
    )


def query_names(kind: RecordType) -> tuple[str, ...]:
    """The fields by which a list is asked for, in the order of the declaration."""
    return tuple(dict.fromkeys((*kind.filters, *(term.field for term in kind.terms))))


def filter_choices(kind: RecordType, name: str) -> list[tuple[str, str]]:
    """Values a filter may have with their words; none where any text may be asked for."""
    if (term := kind.term(name)) is not None:
        near = _("ends within %(days)s days") % {"days": term.days}
        return [("near", near), ("over", _("run out")), ("running", _("ends later"))]
    return [(str(code), str(label)) for code, label in kind.field_of(name).flatchoices]


def filter_fields(kind: RecordType, asked: dict[str, str]) -> list[dict[str, Any]]:
    """The query fields above the table: a choice for closed lists and terms, a text for the rest."""
    return [
        {
            "name": name,
            "label": column_title(kind, name),
            "choices": filter_choices(kind, name),
            "value": asked.get(name, ""),
        }
        for name in query_names(kind)
        if name != "division"
    ]
