"""Papers, their numbers, and the marks set on them."""

from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from jinan.kernel.records.models import Record


class State(models.TextChoices):
    """State of a paper 文书状态."""

    DRAFT = "draft", _("in the making")  # 制作中
    ISSUED = "issued", _("issued")  # 已签发
    SERVED = "served", _("served")  # 已送达
    VOID = "withdrawn", _("void")  # 已作废


class Way(models.TextChoices):
    """Way of service 送达方式 (Civil Procedure Law, by Penalty Law art. 61)."""

    DIRECT = "direct", _("delivered in person")  # 直接送达
    LEFT = "left", _("left in the presence of a witness")  # 留置送达
    MAIL = "mail", _("by mail")  # 邮寄送达
    ENTRUSTED = "entrusted", _("through another agency")  # 委托送达
    ELECTRONIC = "electronic", _("electronically, with signed consent")  # 电子送达
    PUBLIC = "public", _("by public notice")  # 公告送达


class Paper(Record):  # type: ignore[django-manager-missing]
    """A paper 文书 of a record: a document with its values; once issued, it never changes again."""

    target_kind = models.CharField(_("kind of record"), max_length=60)
    target = models.UUIDField(_("record"))
    topic = models.CharField(_("subject"), max_length=40)
    shared = models.BooleanField(_("open to officers"), default=False)
    document = models.CharField(_("document"), max_length=8)
    set = models.CharField(_("set of documents"), max_length=20)
    state = models.CharField(_("state of the paper"), max_length=10, choices=State)
    number = models.CharField(_("number of the paper"), max_length=60, blank=True)
    values = models.JSONField(_("values"), default=dict)
    by_hand = models.JSONField(_("typed by hand"), default=list)
    heading = models.CharField(_("issuing agency"), max_length=120)
    issued_at = models.DateTimeField(_("issued at"), null=True)
    issued_by = models.CharField(_("issued by"), max_length=60, blank=True)
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    signature = models.CharField(_("signature of the node"), max_length=200, blank=True)
    mark = models.CharField(_("mark of authenticity"), max_length=16, blank=True)
    served_on = models.DateField(_("served on"), null=True)
    served_way = models.CharField(_("way of service"), max_length=12, choices=Way, blank=True)
    served_to = models.CharField(_("received by"), max_length=120, blank=True)
    served_note = models.CharField(_("note on the service"), max_length=500, blank=True)
    corrects = models.UUIDField(_("in place of"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("paper"), _("papers")
        ordering = ("id",)
        indexes = [
            models.Index(fields=["target", "document"], name="papers_of_record"),
            models.Index(fields=["mark"], name="paper_by_mark", condition=~Q(mark="")),
        ]

    def __str__(self) -> str:
        return self.number or self.document


class Use(models.TextChoices):
    """What became of a number 文号状态."""

    USED = "used", _("used")  # 已使用
    RESERVED = "reserved", _("reserved for a device")  # 已预留
    VOID = "void", _("void number")  # 已作废


class Number(models.Model):
    """A number 文号 given out once, for one agency, mark and year; it is never given twice, and a gap has its reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.CharField(_("agency"), max_length=20)
    mark = models.CharField(_("number mark"), max_length=12)
    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("serial number"))
    use = models.CharField(_("what became of it"), max_length=10, choices=Use)
    paper = models.UUIDField(_("paper"), null=True)
    device = models.CharField(_("device"), max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField(_("given out at"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("number"), _("numbers")
        constraints = [
            UniqueConstraint(fields=["agency", "mark", "year", "serial"], name="number_given_once")
        ]

    def __str__(self) -> str:
        return f"{self.mark} {self.year}-{self.serial}"


class Style(models.Model):
    """How an agency writes its numbers 文号样式: the short name of its area, and the middle part."""

    agency = models.CharField(_("agency"), max_length=20, primary_key=True)
    area = models.CharField(_("area"), max_length=40)
    general = models.CharField(_("middle part, general"), max_length=12, default="应急")
    coal = models.CharField(_("middle part, coal"), max_length=12, default="煤安")

    class Meta:
        verbose_name, verbose_name_plural = _("style of numbers"), _("styles of numbers")

    def __str__(self) -> str:
        return self.area


class Mark(Record):  # type: ignore[django-manager-missing]
    """A signature or seal 签名、印章 set on a paper: whose, in which role, when, its picture."""

    target_kind = models.CharField(_("kind of record"), max_length=60)
    target = models.UUIDField(_("record"))
    topic = models.CharField(_("subject"), max_length=40)
    shared = models.BooleanField(_("open to officers"), default=False)
    paper = models.UUIDField(_("paper"))
    place = models.CharField(_("field of the paper"), max_length=40)
    name = models.CharField(_("name"), max_length=60)
    at = models.DateTimeField(_("signed at"))
    picture = models.TextField(_("picture"), blank=True, max_length=200_000)
    device = models.CharField(_("device"), max_length=60, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("signature or seal"), _("signatures and seals")
        indexes = [models.Index(fields=["paper"], name="marks_of_paper")]

    def __str__(self) -> str:
        return f"{self.place} {self.name}"
