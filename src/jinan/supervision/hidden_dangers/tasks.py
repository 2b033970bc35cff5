"""Every morning: dangers whose term has passed climb to the agency above."""

import logging

from django.utils import timezone

from jinan.kernel.identity.api import system
from jinan.kernel.jobs.api import periodic
from jinan.supervision.hidden_dangers.actions import climb_all

log = logging.getLogger(__name__)


@periodic("hidden_dangers.climb", cron="20 22 * * *")  # twenty past six in the morning of China
def climb_overdue() -> None:
    log.info(
        "%s overdue dangers climbed", climb_all(system("hidden_dangers"), timezone.localdate())
    )
