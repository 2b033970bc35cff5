"""Adding a file to a record, naming it, making it void. Who may write the record may do so.

The enterprise whose record it is may add files to its open cases; the node writes them in its name.
"""

import zipfile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.identity.api import Viewer, as_node, in_scope
from jinan.kernel.records.api import Refusal, may_write
from jinan.kernel.records.models import Record
from jinan.platform.files import rules, store
from jinan.platform.files.models import Attachment
from jinan.platform.files.queries import holds_open

LONGEST_CAPTION = 200


def check(record: Record, by: Viewer) -> None:
    if not may_write(record, by):
        raise Refusal(_("Files are added by who may write the record."))
    if record.voided_at:
        raise Refusal(_("This record is void; restore it before you change it."))


@transaction.atomic
def attach(record: Record, file: UploadedFile, *, by: Viewer, caption: str = "") -> Attachment:
    """Add a file to a record. Raises Refusal with a sentence when it cannot be taken."""
    if holds_open(record, by) and not record.voided_at:
        with in_scope(as_node(by)):
            return _attached(record, file, by, caption)
    check(record, by)
    return _attached(record, file, by, caption)


def _attached(record: Record, file: UploadedFile, by: Viewer, caption: str) -> Attachment:
    name, media = told(file)
    digest = store.keep(file.chunks())
    twice = Attachment.objects.filter(target=record.pk, digest=digest, voided_at__isnull=True)
    if twice.exists():
        raise Refusal(_("The record has this file already: %(name)s.") % {"name": twice[0].name})
    return Attachment.objects.create(
        target_kind=record.kind(),
        target=record.pk,
        topic=record.subject(),
        shared=record.open_to_officers,
        division_id=record.division_id,
        also=record.also,
        holder=record.holder,
        agency_id=by.agency or (None if by.holder else record.agency_id),
        created_by=by.account,
        changed_by=by.account,
        synthetic=record.synthetic,
        digest=digest,
        name=name,
        size=file.size or 0,
        media=media,
        caption=plain(caption),
    )


def told(file: UploadedFile) -> tuple[str, str]:
    """Safe name and media type of what was sent. Raises Refusal."""
    given = str(file.name or "")
    limit = settings.FILE_LIMIT
    if (file.size or 0) > limit:
        raise Refusal(
            _("%(name)s is larger than %(most)s MB.") % {"name": given, "most": limit // 2**20}
        )
    try:
        name = rules.safe_name(given)
        file.seek(0)
        head = file.read(rules.HEAD)
        return name, rules.type_of_file(name, head, names_inside(file, head)).media
    except rules.NotTaken as fault:
        raise Refusal(sentence(fault.why, given)) from fault


def sentence(why: str, name: str) -> str:
    texts = {
        "ending": _(
            "%(name)s is no file that is taken here: pictures, PDF, OFD, Office and WPS, text, csv, zip."
        ),
        "content": _("The content of %(name)s is not what its name says."),
        "empty": _("%(name)s is empty."),
        "name": _("The file needs a name."),
    }
    return texts[why] % {"name": name}


def names_inside(file: Any, head: bytes) -> tuple[str, ...]:
    """The names of what an archive holds; none when it is no archive, or a broken one."""
    if not head.startswith(rules.ZIP):
        return ()
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            return tuple(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return ()


def plain(text: str) -> str:
    return " ".join("".join(sign for sign in text if sign.isprintable()).split())[:LONGEST_CAPTION]


@transaction.atomic
def void(file: Attachment, record: Record, *, by: Viewer, reason: str) -> Attachment:
    """Make a file void, with a reason; nothing is deleted."""
    check(record, by)
    if not reason.strip():
        raise Refusal(_("Say why the file is void."))
    file.voided_at, file.void_reason = timezone.now(), plain(reason)
    return kept(file, by)


@transaction.atomic
def restore(file: Attachment, record: Record, *, by: Viewer) -> Attachment:
    check(record, by)
    file.voided_at, file.void_reason = None, ""
    return kept(file, by)


def kept(file: Attachment, by: Viewer) -> Attachment:
    file.changed_by = by.account
    file.save(update_fields=["voided_at", "void_reason", "changed_by", "changed_at"])
    return file
