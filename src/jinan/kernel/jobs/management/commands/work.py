import asyncio
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app


class Command(BaseCommand):
    """Work off the queue: what a dead worker left first, then what comes; `--once` ends when idle."""

    help = "Run background work; `--once` ends when nothing is left."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
            asyncio.run(self._work(working, once=options["once"]))

    async def _work(self, working: Any, *, once: bool) -> None:
        from jinan.kernel.jobs.tasks import rescue_now

        async with working.open_async():
            await rescue_now(working)
            await working.run_worker_async(
                concurrency=2,
                wait=not once,
                fetch_job_polling_interval=2,
                update_heartbeat_interval=5,
                shutdown_graceful_timeout=5,
                delete_jobs="successful",
                install_signal_handlers=True,
            )
