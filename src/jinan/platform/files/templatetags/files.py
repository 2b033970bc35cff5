from pathlib import PurePath

from django import template

from jinan.platform.files.models import Attachment
from jinan.platform.files.thumbnails import has_picture as pictured

register = template.Library()


@register.filter
def has_picture(file: Attachment) -> bool:
    return pictured(file.media)


@register.filter
def ending(file: Attachment) -> str:
    """The ending of a file's name, as its sign."""
    return PurePath(file.name).suffix.removeprefix(".").upper()
