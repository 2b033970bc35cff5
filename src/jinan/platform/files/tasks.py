"""Once a night: contents that no file of any record names are thrown away."""

import logging
from pathlib import Path

from jinan.kernel.jobs.api import periodic
from jinan.platform.files import store
from jinan.platform.files.models import Attachment

log = logging.getLogger(__name__)
BATCH = 1_000


def clean() -> int:
    """Throw away contents without a file; returns how many. Those of void files stay."""
    waiting: list[Path] = []
    thrown = 0
    for path in store.kept():
        waiting.append(path)
        if len(waiting) == BATCH:
            thrown, waiting = thrown + unnamed(waiting), []
    return thrown + unnamed(waiting)


def unnamed(paths: list[Path]) -> int:
    named = set(
        Attachment.objects.filter(digest__in=[path.name for path in paths]).values_list(
            "digest", flat=True
        )
    )
    return sum(store.throw_away(path) for path in paths if path.name not in named)


@periodic("files.clean", cron="10 19 * * *")  # ten past three in the night of China
def clean_store() -> None:
    log.info("%s contents without a file thrown away", clean())
