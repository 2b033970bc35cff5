"""The form of a record: fields made from the declaration, read by the same Reader as sheet and API."""

from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jinan.kernel.identity.scope import Viewer
from jinan.kernel.records.listing import linked, shown
from jinan.kernel.records.models import CodeField, Measure, PointField, Several
from jinan.kernel.records.types import RecordType
from jinan.kernel.records.widgets import PointInput
from jinan.kernel.territory import api as territory

MOST_CHOICES = 400


def form_for(
    kind: RecordType,
    viewer: Viewer,
    *,
    data: QueryDict | dict[str, Any] | None,
    initial: dict[str, Any],
) -> forms.Form:
    """An unchecked form; faults found by the Reader are put at its fields with `add_error`."""
    made = {name: form_field(kind, viewer, name) for name in kind.form_fields}
    shape = type("RecordForm", (forms.Form,), made)
    form: forms.Form = shape(data, initial=initial, label_suffix="")
    form.sections = [  # type: ignore[attr-defined]
        (section.title, [form[name] for name in section.fields]) for section in kind.form
    ]
    return form


def form_field(kind: RecordType, viewer: Viewer, name: str) -> forms.Field:
    """How one field is asked for. `required` marks it; the Reader says what is missing."""
    this = kind.field_of(name)
    needed = name in kind.natural_key or not (this.blank or this.null or this.has_default())
    field = forms.CharField(
        label=str(this.verbose_name).capitalize(), required=False, widget=widget(kind, viewer, name)
    )
    field.help_text = help_text(this)
    field.unit = this.unit if isinstance(this, Measure) else ""  # type: ignore[attr-defined]
    field.widget.is_required = False
    field.needed = needed  # type: ignore[attr-defined]
    return field


def help_text(this: Any) -> Any:
    if this.help_text:
        return this.help_text
    if isinstance(this, PointField):
        return _("Longitude, latitude, such as 117.2, 31.8; kept in CGCS2000")
    if this.name == "also":
        return _("Codes of further divisions where it lies in several")
    return ""


def widget(kind: RecordType, viewer: Viewer, name: str) -> forms.Widget:
    this = kind.field_of(name)
    if isinstance(this, Several):
        return forms.CheckboxSelectMultiple(choices=this.flatchoices)
    if isinstance(this, PointField):
        return PointInput()
    if this.choices:
        return forms.Select(choices=[("", "—"), *this.flatchoices])
    if name == "division":
        return division_widget(kind, viewer)
    if isinstance(this, models.ForeignKey | CodeField):
        return forms.TextInput(
            attrs={
                "list": f"{name}-list",
                "autocomplete": "off",
                "hx-get": f"/{kind.address}/suggest/{name}/",
                "hx-trigger": "typed",
                "data-typed": "",
                "hx-target": f"#{name}-list",
                "hx-params": name,
            }
        )
    if isinstance(this, models.TextField):
        return forms.Textarea()
    if isinstance(this, Measure | models.IntegerField | models.DecimalField):
        return forms.TextInput(attrs={"inputmode": "decimal"})
    if isinstance(this, models.DateField):
        return forms.TextInput(attrs={"placeholder": "2026-03-05"})
    return forms.TextInput()


def division_widget(kind: RecordType, viewer: Viewer) -> forms.Widget:
    """A choice of the divisions the viewer may write for; a text field when they are too many."""
    allowed = viewer.divisions(kind.subject, write=True)
    if allowed is None or len(allowed) > MOST_CHOICES:
        return forms.TextInput(attrs={"placeholder": "340122"})
    places = [territory.place(code) for code in sorted(allowed)]
    choices = [
        (p.code, f"{p.code} {territory.name(p.code, full=True)}")
        for p in places
        if p and p.valid_to is None and p.kind not in territory.HIDDEN
    ]
    return forms.Select(choices=choices if len(choices) == 1 else [("", "—"), *choices])


def posted(kind: RecordType, given: QueryDict) -> dict[str, Any]:
    """What a form sent, field by field, as the Reader reads it."""
    return {name: posted_value(kind, given, name) for name in kind.form_fields}


def posted_value(kind: RecordType, given: QueryDict, name: str) -> Any:
    this = kind.field_of(name)
    if isinstance(this, Several):
        return "、".join(given.getlist(name))
    if isinstance(this, PointField):
        return PointInput().value_from_datadict(given, {}, name) or ""
    return given.get(name, "")


def initial_of(kind: RecordType, record: Any) -> dict[str, Any]:
    """What the form shows of a record, in the forms that the Reader reads."""
    return {name: as_shown(kind, name, as_text(record, kind, name)) for name in kind.form_fields}


def as_shown(kind: RecordType, name: str, text: Any) -> Any:
    """A text as its widget takes it: what is ticked is a list."""
    if isinstance(kind.field_of(name), Several) and isinstance(text, str):
        return [part for part in text.split("、") if part]
    return text


def as_text(record: Any, kind: RecordType, name: str) -> str:
    this = kind.field_of(name)
    value = getattr(record, this.attname)
    if value is None:
        return ""
    if isinstance(this, PointField):
        return f"{value.x}, {value.y}"
    if isinstance(this, Several):
        return "、".join(value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(this, models.ForeignKey) and name != "division":
        found = linked(record, name)
        return link_text(found) if found else str(value)
    if isinstance(this, CodeField):
        return shown(record, name)
    if isinstance(value, float):
        return f"{value:.12g}"
    return str(value)


def link_text(linked: Any) -> str:
    """A linked record as people name it: its natural key, so that the Reader finds it again."""
    from jinan.kernel.records.types import type_of

    keys = type_of(linked).natural_key
    if len(keys) == 1:
        return f"{getattr(linked, keys[0])} {linked}"
    return str(linked)
