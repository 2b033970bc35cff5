from django.db import models
from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.models import Record


class Attachment(Record):  # type: ignore[django-manager-missing]
    """A file 附件 of a record of any register; its content lies in the store under its digest.

    The place is the record's: the database copies it when the file is added and whenever the record
    moves, so that whoever sees the record sees its files. `topic` is the record's subject of duties.
    """

    target_kind = models.CharField(_("kind of record"), max_length=60)
    target = models.UUIDField(_("record"))
    topic = models.CharField(_("subject"), max_length=40)
    shared = models.BooleanField(_("open to officers"), default=False)
    digest = models.CharField(_("digest"), max_length=64)
    name = models.CharField(_("file name"), max_length=120)
    size = models.PositiveBigIntegerField(_("size"))
    media = models.CharField(_("media type"), max_length=100)
    caption = models.CharField(_("caption"), max_length=200, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("file"), _("files")
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["target"], name="files_of_record"),
            models.Index(fields=["digest"], name="files_of_content"),
        ]

    def __str__(self) -> str:
        return self.name
