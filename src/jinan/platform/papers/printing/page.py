"""A paper as a page: for the screen, the browser's print, and the tablet."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from jinan.platform.papers.printing.sheet import laid_out
from jinan.platform.papers.printing.view import View


def page(view: View) -> SafeString:
    """The sheet of a paper as HTML."""
    return render_to_string("papers/sheet.html", {"sheet": laid_out(view)})


def strip(view: View) -> SafeString:
    """The same for a portable printer of 58 or 80 mm."""
    return render_to_string("papers/strip.html", {"sheet": laid_out(view)})
