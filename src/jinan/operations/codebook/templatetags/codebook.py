"""What a template cannot ask of a dictionary by itself."""

from django import template

register = template.Library()


@register.filter
def at(values: dict[str, str], name: str) -> str:
    """The value of a name that is itself a variable."""
    return values.get(name, "")
