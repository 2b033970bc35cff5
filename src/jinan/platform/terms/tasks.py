"""Work by the clock."""

import logging

from jinan.kernel.jobs.api import periodic
from jinan.platform.terms.reminding import remind

log = logging.getLogger(__name__)


@periodic("terms.remind", cron="*/15 * * * *")
def remind_all() -> None:
    """Every quarter of an hour, for terms by hours end within the day; each reminder goes out once."""
    log.info("%s terms told of", remind())
