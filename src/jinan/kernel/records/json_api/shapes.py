"""A record as JSON, and what the API reads from a call."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.records.history import Entry
from jinan.kernel.records.json_api.problems import Problem
from jinan.kernel.records.types import RecordType

OWN = ("id", "version", "agency", "node", "synthetic", "created_at", "changed_at", "voided_at")
JSON_MEDIA = ("application/json", "application/merge-patch+json")


def shape(kind: RecordType, record: Any) -> dict[str, Any]:
    """A record: what every record has, then the fields of the form, then what was computed."""
    made = {"kind": kind.kind, "title": str(record)}
    for name in (*OWN, "void_reason", *kind.form_fields, *kind.computed):
        made[name] = plain(getattr(record, kind.field_of(name).attname))
    return made


def plain(value: Any) -> Any:
    if isinstance(value, Point):
        return [value.x, value.y]
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def shape_entry(entry: Entry) -> dict[str, Any]:
    """One entry of the history."""
    change = entry.change
    return {
        "at": plain(change.at),
        "who": change.actor_name,
        "verb": change.verb,
        "reason": change.reason,
        "version": change.version,
        "differences": [
            {"label": line.label, "was": line.was, "now": line.now} for line in entry.differences
        ],
    }


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of a call. Raises Problem when it is none."""
    if not request.body:
        return {}
    if request.content_type not in JSON_MEDIA:
        raise Problem(415, _("Send application/json."))
    try:
        found = json.loads(request.body, parse_constant=no_constant)
    except (ValueError, RecursionError):
        raise Problem(400, _("The body is not JSON.")) from None
    if not isinstance(found, dict):
        raise Problem(400, _("The body is a JSON object of fields."))
    return found


def no_constant(name: str) -> float:
    raise ValueError(name)


def check_names(kind: RecordType, given: dict[str, Any]) -> None:
    """Refuse fields that the register does not have or does not take."""
    wrong = {
        name: _("This field is not written.") for name in given if name not in kind.form_fields
    }
    if wrong:
        shown = {name.encode("utf-8", "replace").decode(): text for name, text in wrong.items()}
        raise Problem(422, _("Some fields cannot be taken."), shown)
