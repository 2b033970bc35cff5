from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.models import Link, Measure, PointField, Record
from jinan.supervision.tailings import rules


class SafetyDegree(models.TextChoices):
    """Safety degree 尾矿库安全度 (AQ 2006-2005, chapter 8)."""

    NORMAL = "1", _("normal pond")  # 正常库
    FAULTY = "2", _("faulty pond")  # 病库
    UNSAFE = "3", _("unsafe pond")  # 险库
    PERILOUS = "4", _("perilous pond")  # 危库


class Standing(models.TextChoices):
    """Whether a pond may be used 使用状态. It is moved by an order from above that its owner has carried out."""

    IN_USE = "in_use", _("in use")  # 在用
    STOPPED = "stopped", _("stopped by order")  # 责令停用（停产整顿）


class TailingsPond(Record):
    """A tailings pond 尾矿库: the place where a mine stores its tailings behind a dam."""

    name = models.CharField(_("name"), max_length=100)
    enterprise = Link("enterprises.Enterprise", _("enterprise"))
    dam = PointField(_("position of the dam"))
    capacity = Measure(_("total capacity"), unit="10⁴ m³", least=0)
    height = Measure(_("dam height"), unit="m", least=0)
    degree = models.CharField(_("safety degree"), max_length=1, choices=SafetyDegree)
    grade = models.PositiveSmallIntegerField(_("grade"), editable=False)
    standing = models.CharField(
        _("standing"), max_length=10, choices=Standing, default=Standing.IN_USE, editable=False
    )

    class Meta:
        verbose_name, verbose_name_plural = _("tailings pond"), _("tailings ponds")
        constraints = [
            models.UniqueConstraint(
                fields=["division", "name"],
                name="pond_name_once_a_division",
                violation_error_message=_("This division already has a pond of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self, on: date) -> None:
        self.grade = rules.grade(self.capacity, self.height, on=on)
