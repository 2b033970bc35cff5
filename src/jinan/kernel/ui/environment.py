"""The Jinja2 environment of long tables; everything else is written in Django templates."""

from typing import Any

from django.utils import translation
from jinja2 import Environment


def environment(**options: Any) -> Environment:
    made = Environment(**options, extensions=["jinja2.ext.i18n"])  # noqa: S701  # autoescape is set by Django
    made.install_gettext_translations(translation)  # type: ignore[attr-defined]
    return made
