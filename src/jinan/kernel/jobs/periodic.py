"""Work that comes round by the clock, as a system role; written in the `tasks.py` of a room."""

from collections.abc import Callable

from procrastinate.contrib.django import app

from jinan.kernel.identity.api import in_scope, system


def periodic(name: str, *, cron: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Have a function called by a worker at the times of a cron line, once at a time in the whole node."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        @app.periodic(cron=cron)
        @app.task(name=name, queueing_lock=name)
        def call(timestamp: int) -> None:
            with in_scope(system(name), origin="jobs"):
                function()

        return function

    return register
