"""Tags of the interface: icons, fields, badges."""

from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; with a label it speaks, without it is decoration."""
    speaks = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else SafeString('aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon" {}><use href="{}#{}"></use></svg>', speaks, static("ui/icons.svg"), name
    )


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A form field with label, unit, help and its error, tied together for screen readers."""
    attributes: dict[str, str | bool] = {}
    if bound.help_text or bound.errors:
        attributes["aria-describedby"] = f"{bound.auto_id}-about"
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {
        "field": bound,
        "input": bound.as_widget(attrs=attributes),
        "unit": getattr(bound.field, "unit", ""),
    }


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: Any) -> str:
    """The address of this page with some parts of its query changed; None removes one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"


@register.filter
def verbose(model: Any) -> str:
    """The name of one record of a model."""
    return str(model._meta.verbose_name)


@register.filter
def verbose_plural(model: Any) -> str:
    """The name of many records of a model, as a title."""
    name = str(model._meta.verbose_name_plural)
    return name[:1].upper() + name[1:]
