from typing import Any, ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Key(models.CharField):
    """A text as it is compared, made by `derive` of another field; neither shown nor logged."""

    def __init__(self, verbose_name: Any = None, **options: Any) -> None:
        options |= {"editable": False, "blank": True}
        super().__init__(verbose_name, **options)

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


class Mergeable(models.Model):
    """What a register adds whose records may turn out to be one and the same.

    A merged record is void, points at the one that stands for both, and keeps what taking it back needs.
    """

    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        editable=False,
        verbose_name=_("merged into"),
    )
    merge_trace = models.JSONField(_("trace of the merging"), null=True, editable=False)
    distinct_from = ArrayField(
        models.UUIDField(),
        verbose_name=_("no duplicates of it"),
        default=list,
        blank=True,
        editable=False,
    )

    stays: ClassVar[tuple[str, ...]] = ()  # fields that a merging never takes from the other

    class Meta:
        abstract = True

    def is_apart_from(self, other: UUID) -> bool:
        """Whether somebody has said that the two are not the same."""
        return other in self.distinct_from
