"""Pieces of a text with what was found in `<mark>`."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from jinan.platform.search import marking

register = template.Library()


@register.filter
def marked(pieces: Iterable[marking.Piece]) -> SafeString:
    """Pieces as HTML."""
    made = ((("<mark>{}</mark>" if one.hit else "{}"), one.text) for one in pieces)
    return SafeString("".join(format_html_join("", shape, ((text,),)) for shape, text in made))


@register.filter
def marking_words(text: str, words: str) -> SafeString:
    """A text with the words marked in it."""
    return marked(marking.pieces(text, words))
