"""What the node notes about itself every hour."""

from django.conf import settings

from jinan.kernel.jobs.api import periodic
from jinan.operations.health.queries.measures import keep_sample


@periodic("health.sample", cron="7 * * * *")
def sample() -> None:
    """Keep how much disk is free, so that its growth can be told."""
    keep_sample(settings.HOME)
