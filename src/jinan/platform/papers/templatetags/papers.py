"""Words of papers in templates."""

from django import template
from django.utils.translation import gettext_lazy as _

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
