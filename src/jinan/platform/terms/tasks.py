"""Work by the clock and after a change of the calendar."""

import logging

from django.utils.translation import gettext as _

from jinan.kernel.identity.api import system
from jinan.kernel.jobs.api import deed, periodic
from jinan.platform.terms.actions import recompute_open
from jinan.platform.terms.reminding import remind

log = logging.getLogger(__name__)


@deed("terms.recompute")
def recompute(year: int, by: str) -> None:
    """Count open terms anew after the holiday notice of a year was loaded."""
    reason = _("holiday notice of %(year)s loaded by %(name)s") % {"year": year, "name": by}
    changed = recompute_open(system(by), reason=reason)
    log.info("holiday notice of %s: %s last days changed", year, changed)


@periodic("terms.remind", cron="*/15 * * * *")
def remind_all() -> None:
    """Every quarter of an hour, for terms by hours end within the day; each reminder goes out once."""
    log.info("%s terms told of", remind())
