"""The worker's side: runs, durable deeds, and the rescue of what a killed worker left behind."""

import hmac
import json
import logging
from uuid import UUID

from django.db import OperationalError
from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.jobs.queue import mark_of
from jinan.kernel.jobs.registry import deed_of
from jinan.kernel.jobs.work import carry_on

log = logging.getLogger(__name__)
LONGEST_WAIT = 600  # seconds between two tries
SILENT = 30  # seconds without a sign after which a worker counts as dead


class UntilDone(BaseRetryStrategy):
    """Tries for ever, waiting twice as long each time, ten minutes at most."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        return RetryDecision(retry_in={"seconds": min(2 ** min(job.attempts, 10), LONGEST_WAIT)})


class WhileAway(UntilDone):
    """Tries again only while the database was away; any other failure is the task's own."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # type: ignore[override]
        if isinstance(exception, OperationalError):
            return super().get_retry_decision(exception=exception, job=job)
        return None


@app.task(name="jobs.run", retry=WhileAway())
def run(uid: str) -> None:
    """Carry one run on to its end."""
    carry_on(UUID(uid))


@app.task(name="jobs.call", retry=UntilDone())
def call(deed: str, arguments: str, mark: str) -> None:
    """Make one durable call. The mark proves that this node's own code asked for it."""
    if not hmac.compare_digest(mark, mark_of(deed, arguments)):
        log.error("a call of %s without a valid mark was thrown away", deed)
        return
    with in_scope(system(f"deed {deed}"), origin="jobs"):
        deed_of(deed).function(**json.loads(arguments))


@app.periodic(cron="* * * * * */15")
@app.task(name="jobs.rescue", queueing_lock="jobs.rescue")
async def rescue(timestamp: int) -> int:
    return await rescue_now(app)


async def rescue_now(working: App) -> int:
    """Give the work of workers that show no sign of life to others; returns how many."""
    found = list(await working.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT))
    for job in found:
        await working.job_manager.retry_job(job)
    return len(found)
