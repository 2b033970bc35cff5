from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.gis.db.models import PointField as GeometryPoint
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from jinan.kernel.agencies.models import Agency
from jinan.kernel.identity.scope import Viewer
from jinan.kernel.territory.models import Division

CGCS2000 = 4490


def this_node() -> str:
    """Code of the node that owns what is written here."""
    return settings.NODE


class Link(models.ForeignKey):
    """A foreign key to a room below: protected, without a way back."""

    def __init__(self, to: Any, verbose_name: Any = None, **options: Any) -> None:
        options["on_delete"] = models.PROTECT
        options.setdefault("related_name", "+")
        super().__init__(to, verbose_name=verbose_name, **options)

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, options


class Measure(models.FloatField):
    """A physical quantity, a plain float in the unit named; `least` is the lowest value allowed."""

    def __init__(
        self,
        verbose_name: Any = None,
        *,
        unit: str = "",
        least: float | None = None,
        **options: Any,
    ) -> None:
        self.unit, self.least = unit, least
        if least is not None and "validators" not in options:
            options["validators"] = [MinValueValidator(least)]
        super().__init__(verbose_name, **options)

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        options.pop("validators", None)
        return name, "django.db.models.FloatField", args, options


class PointField(GeometryPoint):
    """A position in CGCS2000 (EPSG:4490), longitude before latitude, degrees."""

    def __init__(self, verbose_name: Any = None, **options: Any) -> None:
        options.setdefault("srid", CGCS2000)
        options.setdefault("spatial_index", False)  # the guard makes the index
        super().__init__(verbose_name=verbose_name, **options)

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.contrib.gis.db.models.fields.PointField", args, options


class CodeField(models.CharField):
    """A code of a code set, checked against the edition in force on the day and shown with its words."""

    def __init__(self, verbose_name: Any = None, *, set: str = "", **options: Any) -> None:
        self.set = set
        super().__init__(verbose_name, **options)

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


class RecordQuerySet(models.QuerySet):
    def visible_to(self, viewer: Viewer) -> "RecordQuerySet":
        """Records this viewer may see; none when in doubt. Says the same as the row security."""
        subject = self.model.subject()  # type: ignore[attr-defined]
        if self.model.open_to_officers and viewer.is_officer:  # type: ignore[attr-defined]
            return self
        divisions = viewer.divisions(subject)
        if divisions is None:
            return self
        allowed = Q(pk__in=[])
        if divisions:
            codes = sorted(divisions)
            allowed |= Q(division__in=codes) | (~Q(also=[]) & Q(also__overlap=codes))
        if viewer.is_officer:
            allowed |= Q(division__isnull=True)
        if viewer.holder:
            allowed |= Q(holder=viewer.holder)
        return self.filter(allowed)

    def live(self) -> "RecordQuerySet":
        """Records that are not void."""
        return self.filter(voided_at__isnull=True)


class Record(models.Model):
    """What every record has: a global id, an owning node, a place, a version, and no deletion."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("division"),
    )
    also = ArrayField(
        models.CharField(max_length=6),
        verbose_name=_("further divisions"),
        default=list,
        blank=True,
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("owning agency"),
    )
    holder = models.UUIDField(_("enterprise whose record this is"), null=True, editable=False)
    node = models.CharField(_("owning node"), max_length=20, default=this_node, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    synthetic = models.BooleanField(_("synthetic"), default=False, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.UUIDField(_("created by"), null=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    changed_by = models.UUIDField(_("changed by"), null=True, editable=False)
    voided_at = models.DateTimeField(_("void since"), null=True, editable=False)
    void_reason = models.CharField(
        _("reason of voiding"), max_length=200, blank=True, editable=False
    )

    objects = RecordQuerySet.as_manager()

    # Read by every officer with any duty, wherever it lies; written in its division as all others.
    open_to_officers: ClassVar[bool] = False

    class Meta:
        abstract = True

    @classmethod
    def subject(cls) -> str:
        """The subject of duties that this register belongs to: the room's name."""
        return cls._meta.app_label

    @classmethod
    def kind(cls) -> str:
        """The name of this register in the log, in addresses and in messages."""
        return cls._meta.label_lower

    def derive(self, on: date) -> None:
        """Compute what follows from the other fields; runs at the owner's node only."""

    def takes_files_of_holder(self) -> bool:
        """Whether the enterprise whose record it is may add files to it, such as proofs to its open case."""
        return False
