"""The background work of this room, named here so that a worker knows it."""

from jinan.kernel.jobs.api import periodic
from jinan.kernel.records.bulk import change_together
from jinan.kernel.records.cleaning import clean
from jinan.kernel.records.exporting import export
from jinan.kernel.records.importing import import_sheet
from jinan.kernel.records.undoing import undo_import

__all__ = ["change_together", "export", "import_sheet", "undo_import"]


@periodic("records.clean", cron="20 3 * * *")
def clear_away() -> None:
    """Once a night."""
    clean()
