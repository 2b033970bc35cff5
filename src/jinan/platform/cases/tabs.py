"""The tab that every case opens with."""

from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.api import Panel
from jinan.platform.cases.queries import context

COURSE = Panel("course", _("Course"), "cases/panel.html", context)
