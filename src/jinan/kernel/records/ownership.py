"""Whose record it is: it is changed at its own node, within the writer's territory, and never from above.

A higher agency says what it wants by a decision (`decisions`); the owner changes the record.
"""

from django.utils.translation import gettext as _

from jinan.kernel.agencies import api as agencies
from jinan.kernel.identity.scope import Viewer
from jinan.kernel.records.models import Record, this_node


class Ownership:
    """Judges records for one viewer; remembers which agencies stand below his."""

    def __init__(self, by: Viewer) -> None:
        self.by = by
        self._below: dict[str, bool] = {}

    def refusal(self, record: Record) -> str | None:
        """Why the viewer may not change the record, in one sentence; None when he may."""
        allowed = self.by.divisions(record.subject(), write=True)
        if record.node != this_node():
            return _("This record belongs to node %(node)s and is only a copy here.") % {
                "node": record.node
            }
        if allowed is not None and record.division_id not in allowed:
            return _("You may look at this record, but not change it.")
        if record.agency_id and self._stands_below(record.agency_id):
            return _("This record belongs to %(agency)s; send an order or a return instead.") % {
                "agency": record.agency
            }
        return None

    def _stands_below(self, agency: str) -> bool:
        if not self.by.agency or agency == self.by.agency:
            return False
        if agency not in self._below:
            self._below[agency] = agencies.stands_over(self.by.agency, agency)
        return self._below[agency]
