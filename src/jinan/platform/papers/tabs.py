"""The tab of papers, that a room gives to records which have them."""

from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.api import Panel
from jinan.platform.papers.queries import papers_context, papers_count

PAPERS = Panel("papers", _("Papers"), "papers/panel.html", papers_context, papers_count)
