"""Inputs of the form that are more than one element."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.values import with_datum

GIVEN_IN = (
    ("", _("CGCS2000, WGS-84")),
    ("GCJ-02", _("GCJ-02 (Amap, Tencent)")),
    ("BD-09", _("BD-09 (Baidu)")),
)


class PointInput(forms.TextInput):
    """A position and what it is given in; both come back as one text, which the Reader converts."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        text, datum = data.get(name), data.get(f"{name}-datum", "")
        return f"{text.strip()} {datum}" if text and text.strip() and datum else text

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        text, datum = with_datum(value or "")
        about = {"aria-label": _("Coordinates from"), "title": _("Coordinates from")}
        choice = forms.Select(attrs=about, choices=GIVEN_IN)
        return format_html(
            '<div class="of-two">{}{}</div>',
            super().render(name, text, attrs, renderer),
            choice.render(f"{name}-datum", datum if datum in dict(GIVEN_IN) else "", {}, renderer),
        )
