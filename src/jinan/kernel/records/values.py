"""Reading what people give for a field: text from a form, a cell of a sheet, a value of JSON.

One reading serves the form, the sheet and the API, so that all three accept and refuse the same.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.codes import api as codes
from jinan.kernel.identity.scope import Viewer
from jinan.kernel.records.models import CGCS2000, CodeField, PointField, Several
from jinan.kernel.records.types import RecordType, type_of
from jinan.kernel.territory import api as territory
from jinan.kernel.territory.models import Division
from jinan.standards import coordinates

UNKEPT = re.compile("[\x00\ud800-\udfff]")
MOST_CELLS = 5_000  # values of a column that a reader remembers


@dataclass
class Reading:
    """What was understood, and a sentence for each field that was not."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


class Reader:
    """Reads rows for one register and one viewer; remembers the links it has looked up."""

    def __init__(self, record_type: RecordType, viewer: Viewer) -> None:
        self.type, self.viewer = record_type, viewer
        self._links: dict[tuple[str, str], Any] = {}
        self._divisions: dict[str, str | None] = {}
        self._codes: dict[tuple[str, Any], str | None] = {}
        self._cells: dict[str, dict[tuple[type, Any], Any]] = {}
        self._allowed = viewer.divisions(record_type.subject, write=True)

    def read(self, raw: Mapping[str, Any], *, partial: bool = False) -> Reading:
        """Read the fields of the form; with `partial` only those that were given."""
        reading = Reading()
        for name in self.type.form_fields:
            if name not in raw and partial:
                continue
            try:
                reading.values[name] = self._cell(name, raw.get(name))
            except ValidationError as error:
                reading.errors[name] = " ".join(error.messages)
        return reading

    def _cell(self, name: str, raw: Any) -> Any:
        """The value of a cell, remembered: in a sheet most cells of a column repeat."""
        if not isinstance(raw, str | float | int):
            return self.value(name, raw)
        if isinstance(self.type.field_of(name), ArrayField):
            return list(self._kept(name, raw))  # a list of its own for each record
        return self._kept(name, raw)

    def _kept(self, name: str, raw: str | float | int) -> Any:
        kept, key = self._cells.setdefault(name, {}), (raw.__class__, raw)
        if key in kept:
            return kept[key]
        found = self.value(name, raw)
        if len(kept) < MOST_CELLS:
            kept[key] = found
        return found

    def value(self, name: str, raw: Any) -> Any:
        """One value as the model keeps it. Raises ValidationError with a sentence for the user."""
        this = self.type.field_of(name)
        if isinstance(raw, str):
            raw = plain_text(raw)
        if raw is None or raw == "" or raw == []:
            return self._empty(this)
        try:
            return self._read(this, raw)
        except (OverflowError, RecursionError):
            raise ValidationError(_("This number is too large.")) from None

    def _read(self, this: "models.Field[Any, Any]", raw: Any) -> Any:
        if isinstance(this, models.ForeignKey):
            if not isinstance(raw, str | int | UUID):
                raise ValidationError(_("Give one value here."))
            if this.related_model is Division:
                return self._division(str(raw))
            return self._link(this, str(raw))
        if isinstance(this, Several):
            return codes_of(this, raw)
        if isinstance(this, ArrayField):
            return [str(self._division(one).pk) for one in several(raw)]
        if isinstance(this, PointField):
            return point(raw)
        if isinstance(raw, list | Mapping):
            raise ValidationError(_("Give one value here."))
        if isinstance(raw, bool) and not isinstance(this, models.BooleanField):
            raise ValidationError(_("Give one value here."))
        if isinstance(this, CodeField):
            return self._code(this, raw)
        if this.choices:
            return choice(this, raw)
        if isinstance(this, models.DateField) and not isinstance(this, models.DateTimeField):
            raw = a_day(raw)
        if isinstance(this, models.CharField) and isinstance(raw, float) and raw.is_integer():
            raw = int(raw)  # a sheet gives 12 as 12.0
        found = cleaned(this, raw)
        if isinstance(found, float | Decimal) and not isfinite(found):
            raise ValidationError(_("Give a number."))
        return found

    def _empty(self, this: "models.Field[Any, Any]") -> Any:
        if this.null:
            return None
        if this.blank or this.has_default():
            return this.get_default() if this.has_default() else ""
        raise ValidationError(_("This field is needed."))

    def _division(self, raw: str) -> Division:
        """A division by code, by name, or as "code name"; it must lie in the viewer's territory."""
        if raw not in self._divisions:
            self._divisions[raw] = find_division(raw)
        code = self._divisions[raw]
        if code is None:
            raise ValidationError(_("There is no division “%(given)s”.") % {"given": raw})
        if self._allowed is not None and code not in self._allowed:
            raise ValidationError(_("This division lies outside your territory."))
        return Division(code=code, name=raw)

    def _code(self, this: CodeField, raw: Any) -> str:
        """A code of a set by code, by words, or as "code words", of the edition in force today."""
        if (this.set, raw) not in self._codes:
            self._codes[this.set, raw] = find_code(this, raw)
        code = self._codes[this.set, raw]
        if code is None:
            raise ValidationError(
                _("“%(given)s” is no code of the set “%(set)s” in force today.")
                % {"given": raw, "set": codes.title(this.set)}
            )
        return code

    def _link(self, this: "models.ForeignKey", raw: str) -> Any:
        key = (this.name, raw)
        if key not in self._links:
            self._links[key] = find_link(this, raw, self.viewer)
        found = self._links[key]
        if isinstance(found, str):
            raise ValidationError(found)
        return found

    def know(self, name: str, raws: Iterable[str]) -> None:
        """Look up many texts of a link at once, by key or name; what is not found is looked at singly."""
        target: Any = self.type.field_of(name).related_model
        waiting = {raw for raw in raws if raw and (name, raw) not in self._links}
        if len(type_of(target).natural_key) > 1:
            return
        seen = target.objects.visible_to(self.viewer).live()
        for key in link_keys(target):
            heads = {raw: raw if key == "name" else raw.split(" ")[0] for raw in waiting}
            found: dict[str, list[Any]] = {}
            for linked in seen.filter(**{f"{key}__in": set(heads.values())}):
                found.setdefault(str(getattr(linked, key)), []).append(linked)
            sure = {
                raw: found[head][0] for raw, head in heads.items() if len(found.get(head, ())) == 1
            }
            self._links.update({(name, raw): linked for raw, linked in sure.items()})
            waiting -= sure.keys()


def several(raw: Any) -> list[str]:
    """A list given as a list, or as text with commas, semicolons, 、 or new lines between."""
    if isinstance(raw, str):
        return [part for part in re.split(r"[,;，；、\s]+", raw) if part]
    if not isinstance(raw, list | tuple) or not all(isinstance(part, str | int) for part in raw):
        raise ValidationError(_("Give a list of codes."))
    return [plain_text(str(part)) for part in raw]


def codes_of(this: Several, raw: Any) -> list[str]:
    """Codes given as a list, or as text with commas, semicolons, slashes or 、 between; in their order."""
    given = raw if isinstance(raw, list | tuple) else [raw]
    if not all(isinstance(part, str | int | float) for part in given):
        raise ValidationError(_("Give a list of codes."))
    parts = [part.strip() for one in given for part in re.split(r"[,;/，；、\n]+", str(one))]
    chosen = {choice(this, part) for part in parts if part}
    return [code for code in this.labels if code in chosen]


def cleaned(this: "models.Field[Any, Any]", raw: Any) -> Any:
    """The value as the field takes it; what is no number is refused in plain words."""
    try:
        return this.clean(raw, None)
    except ValidationError as error:
        numbers = models.FloatField | models.DecimalField | models.IntegerField
        if isinstance(this, numbers) and getattr(error, "code", None) == "invalid":
            raise ValidationError(_("Give a number.")) from error
        raise


def plain_text(raw: str) -> str:
    """Text without blanks around it. Raises ValidationError for signs that cannot be kept."""
    if UNKEPT.search(raw):
        raise ValidationError(_("This text holds a sign that cannot be kept."))
    return raw.strip()


def find_division(raw: str) -> str | None:
    head = (raw.split() or [""])[0]
    if territory.place(head):
        return head
    named = territory.by_name(raw)
    return named[0] if len(named) == 1 else None


def find_code(this: CodeField, raw: Any) -> str | None:
    """The code that is meant; a number of a sheet has lost its leading zeros."""
    today = timezone.localdate()
    if isinstance(raw, int | float):
        digits = f"{raw:g}"
        widths = range(len(digits), (this.max_length or 0) + 1)
        found = [codes.find(this.set, digits.zfill(width), on=today) for width in widths]
    else:
        found = [codes.find(this.set, str(raw), on=today)]
    return next((one.code for one in found if one), None)


def find_link(this: "models.ForeignKey", raw: str, viewer: Viewer) -> Any:
    """A linked record by id or by its natural key or name; a sentence when it is not one."""
    target: Any = this.related_model
    seen = target.objects.visible_to(viewer).live()
    try:
        found = seen.filter(pk=UUID(raw)).first()
    except ValueError:
        found = None
    if found:
        return found
    for key in link_keys(target):
        rows = list(seen.filter(**{key: raw.split(" ")[0] if key != "name" else raw})[:2])
        if len(rows) == 1:
            return rows[0]
        if rows:
            return _("“%(given)s” names more than one; give its code.") % {"given": raw}
    return _("There is no “%(given)s” in your territory.") % {"given": raw}


def link_keys(target: Any) -> tuple[str, ...]:
    """Fields by which a linked record is named, in the order in which they are tried."""
    return tuple(dict.fromkeys((*(type_of(target).natural_key or ("name",)), "name")))


def point(raw: Any) -> Point:
    """A position from "117.2, 31.8", from [117.2, 31.8] or from GeoJSON; longitude first.

    Text may end with what it is given in, such as "117.2, 31.8 GCJ-02"; it is turned into CGCS2000.
    """
    if isinstance(raw, Point):
        return raw
    if isinstance(raw, Mapping):
        raw = raw.get("coordinates")
    turn = coordinates.DATUMS["CGCS2000"]
    if isinstance(raw, str):
        raw, datum = with_datum(raw)
        turn = coordinates.DATUMS[datum]
        raw = raw.replace("，", ",").replace(";", ",").replace(" ", ",").split(",")
        raw = [part for part in raw if part]
    try:
        longitude, latitude = (float(part) for part in raw)
    except (TypeError, ValueError, OverflowError):
        raise ValidationError(_("Give longitude and latitude, such as 117.2, 31.8.")) from None
    if not (73 <= longitude <= 136 and 3 <= latitude <= 54):
        raise ValidationError(
            _("Longitude 73–136 and latitude 3–54 lie in China; are the two swapped?")
        )
    return Point(*turn(longitude, latitude), srid=CGCS2000)


def with_datum(text: str) -> tuple[str, str]:
    """A position as text without and with what it is given in; CGCS2000 when nothing is said."""
    found = re.search(r"(CGCS ?2000|WGS-?84|GCJ-?02|BD-?09)\s*$", text.strip(), re.IGNORECASE)
    if not found:
        return text, "CGCS2000"
    meant = re.sub(r"[- ]", "", found[1]).upper()
    datum = next(one for one in coordinates.DATUMS if one.replace("-", "") == meant)
    return text[: found.start()].strip(), datum


def choice(this: "models.Field[Any, Any] | Several", raw: Any) -> Any:
    """A value of a closed list by its code or by its label in any language shown."""
    text = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw).strip()
    for code, label in this.flatchoices:
        if text in (str(code), str(label), f"{code} {label}"):
            return code
    known = "、".join(str(label) for _code, label in this.flatchoices[:8])
    raise ValidationError(_("Choose one of: %(known)s.") % {"known": known})


def a_day(raw: Any) -> Any:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, float) and raw.is_integer():
        raw = str(int(raw))  # 20190305 as a sheet gives a number
    if isinstance(raw, str):
        raw = unicodedata.normalize("NFKC", raw).strip()
        if re.fullmatch(r"\d{8}", raw):
            raw = f"{raw[:4]}-{raw[4:6]}-{raw[6:]}"
        cleaned = raw.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-")
        cleaned = cleaned.replace(".", "-").split(" ")[0]
        try:
            return date(*(int(part) for part in cleaned.split("-")))
        except (TypeError, ValueError, OverflowError):
            raise ValidationError(_("Give a date such as 2026-03-05.")) from None
    return raw
