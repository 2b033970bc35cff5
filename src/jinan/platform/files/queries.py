"""Reading files of records. The record, which its viewer sees, comes first; its files follow it."""

from typing import Any

from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import may_write
from jinan.kernel.records.models import Record, RecordQuerySet, this_node
from jinan.platform.files.models import Attachment
from jinan.platform.files.rules import ENDINGS


def files_of(record: Record) -> RecordQuerySet:
    """Files of a record, void ones too, the newest first. The record was found by `visible_to`."""
    return Attachment.objects.filter(target=record.pk, target_kind=record.kind()).order_by("-id")


def files_count(record: Record, viewer: Viewer) -> int:
    return files_of(record).live().count()


def may_add(record: Record, by: Viewer) -> bool:
    return not record.voided_at and (may_write(record, by) or holds_open(record, by))


def holds_open(record: Record, by: Viewer) -> bool:
    """Whether this is the enterprise whose record it is, and the record takes its files now."""
    own = by.holder is not None and by.holder == record.holder and record.node == this_node()
    return own and record.takes_files_of_holder()


def files_context(record: Record, viewer: Viewer) -> dict[str, Any]:
    """What the tab shows: the files, and what may be added."""
    from django.conf import settings

    every = list(files_of(record))
    return {
        "files": [one for one in every if not one.voided_at],
        "void_files": [one for one in every if one.voided_at],
        "may_add": may_add(record, viewer),
        "may_void": may_write(record, viewer) and not record.voided_at,
        "endings": ",".join(ENDINGS),
        "limit": settings.FILE_LIMIT,
    }
