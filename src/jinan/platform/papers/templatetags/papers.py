"""Words of papers in templates."""

from base64 import b64encode

from django import template
from django.utils.translation import gettext_lazy as _

from jinan.platform.papers.printing.view import CHOICES

register = template.Library()
CATEGORIES = {
    "check": _("Inspection"), "review": _("Review"), "filing": _("Filing a case"),
    "investigation": _("Investigation"), "evidence": _("Evidence"), "coercive": _("Coercive measures"),
    "notice": _("Notice and defence"), "hearing": _("Hearing"), "decision": _("Decision"),
    "approval": _("Approval"), "service": _("Service"), "execution": _("Execution"),
    "transfer": _("Transfer to another body"), "advice": _("Advice"), "closing": _("Closing"), "archive": _("File volume"),
}  # fmt: skip


@register.simple_tag
def documentcategory(name: str) -> str:
    """The title of a group of documents."""
    return str(CATEGORIES.get(name, name))


@register.filter
def asdata(svg: str) -> str:
    """A drawing as a data address, for `src`."""
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


@register.filter
def choicewords(value: str) -> str:
    """A choice of a field in the words of the paper."""
    return CHOICES.get(value, value)
