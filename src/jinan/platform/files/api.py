"""Door of files: adding one to a record, and the files of a record."""

from jinan.platform.files.actions import attach
from jinan.platform.files.queries import files_of

__all__ = ["attach", "files_of"]
