"""JSON Schema of a field, made from the declaration: type, limits, unit, choices with their labels."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _

from jinan.kernel.records.models import Measure, PointField, Several
from jinan.kernel.records.types import RecordType
from jinan.kernel.territory.models import Division

Schema = dict[str, Any]
NUMBERS: tuple[tuple[type, Schema], ...] = (
    (models.BooleanField, {"type": "boolean"}),
    (models.IntegerField, {"type": "integer"}),
    (models.FloatField, {"type": "number"}),
    (models.DecimalField, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.UUIDField, {"type": "string", "format": "uuid"}),
)


def field_schema(kind: RecordType, name: str) -> Schema:
    """What a field holds in JSON."""
    this = kind.field_of(name)
    made: Schema = {"title": label(this)} | bare(this)
    if about := description(this):
        made["description"] = about
    if this.null:
        made = nullable(made)
    if not this.editable:
        made["readOnly"] = True
    return made


def bare(this: Any) -> Schema:
    if this.choices:
        codes = [code for code, _label in this.flatchoices]
        return {
            "type": "integer" if isinstance(codes[0], int) else "string",
            "enum": codes,
            "x-labels": {str(code): str(text) for code, text in this.flatchoices},
        }
    if isinstance(this, PointField):
        return {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    if isinstance(this, Several):
        labels = {code: str(text) for code, text in this.flatchoices}
        return {"type": "array", "items": {"type": "string", "enum": [*labels], "x-labels": labels}}
    if isinstance(this, ArrayField):
        return {"type": "array", "items": {"type": "string", "pattern": r"^\d{6}$"}}
    if isinstance(this, models.ForeignKey):
        if this.related_model is Division:
            return {"type": "string", "pattern": r"^\d{6}$"}
        return {"type": "string", "format": "uuid"}
    for shape, schema in NUMBERS:
        if isinstance(this, shape):
            return dict(schema) | limits(this)
    return {"type": "string"} | ({"maxLength": this.max_length} if this.max_length else {})


def limits(this: Any) -> Schema:
    if isinstance(this, Measure):
        least = {} if this.least is None else {"minimum": this.least}
        return least | ({"x-unit": this.unit} if this.unit else {})
    if isinstance(this, models.PositiveIntegerField | models.PositiveSmallIntegerField):
        return {"minimum": 0}
    return {}


def nullable(schema: Schema) -> Schema:
    made = dict(schema)
    made["type"] = [made["type"], "null"]
    if "enum" in made:
        made["enum"] = [*made["enum"], None]
    return made


def label(this: Any) -> str:
    text = str(this.verbose_name)
    return text[:1].upper() + text[1:]


def description(this: Any) -> str:
    """Unit, choices and help of a field in words."""
    parts = [str(this.help_text)] if this.help_text else []
    if unit := getattr(this, "unit", ""):
        parts.append(_("Unit: %(unit)s.") % {"unit": unit})
    if this.flatchoices:
        known = "; ".join(f"{code} {text}" for code, text in this.flatchoices)
        parts.append(known + ".")
    if isinstance(this, PointField):
        parts.append(_("Longitude and latitude in CGCS2000 (EPSG:4490), degrees."))
    elif isinstance(this, models.ForeignKey) and this.related_model is not Division:
        parts.append(_("Id of the record; when writing also its natural key or name."))
    elif isinstance(this, models.ForeignKey | ArrayField) and not isinstance(this, Several):
        parts.append(_("Codes of GB/T 2260, six digits."))
    return " ".join(parts)


def needed(kind: RecordType) -> list[str]:
    """Fields that a new record cannot be without."""
    return [
        name
        for name in kind.form_fields
        if not ((this := kind.field_of(name)).blank or this.null or this.has_default())
    ]


def filter_schema(kind: RecordType, name: str) -> Schema:
    """A filter is text in the address, whatever its field."""
    this = kind.field_of(name)
    made: Schema = {"type": "string"}
    return made | (
        {"enum": [str(code) for code, _label in this.flatchoices]} if this.flatchoices else {}
    )
