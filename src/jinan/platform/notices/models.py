from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from jinan.kernel.identity.models import Account


class Urgency(models.TextChoices):
    """How much a notice may disturb; an emergency passes every quiet hour."""

    NORMAL = "normal", pgettext_lazy("urgency", "normal")  # 一般
    URGENT = "urgent", pgettext_lazy("urgency", "urgent")  # 紧急
    EMERGENCY = "emergency", pgettext_lazy("urgency", "emergency")  # 特急


class Channel(models.TextChoices):
    """A way out of the system; the page itself always tells."""

    MAIL = "mail", _("mail")  # 邮件
    SMS = "sms", _("short message")  # 短信


class Notice(models.Model):
    """A notice 通知 to one account. `number` counts for each account in the order of commits, so that who
    has seen number n has missed nothing before it. The subject is a msgid, filled with `values`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(editable=False, null=True)  # given by the database
    kind = models.CharField(_("kind"), max_length=20)
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency, default=Urgency.NORMAL)
    subject = models.CharField(_("subject"), max_length=200)
    values = models.JSONField(default=dict)
    text = models.TextField(_("text"), blank=True)
    href = models.CharField(_("address"), max_length=300, blank=True)
    sender = models.CharField(_("from"), max_length=100, blank=True)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("notice"), _("notices")
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="notice_number_once")
        ]
        indexes = [
            models.Index(
                fields=["account"], name="notices_unread", condition=models.Q(read_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The subject in the language of who reads."""
        said = gettext(self.subject) if self.subject else ""
        return said % self.values if self.values else said


class State(models.TextChoices):
    """How far a notice is on its way out."""

    HELD = "held", _("held until quiet ends")  # 免打扰暂存
    WAITING = "waiting", _("on its way")  # 发送中
    SENT = "sent", _("sent")  # 已发送
    FAILED = "failed", _("failed")  # 失败


class Delivery(models.Model):
    """One way that a notice took out of the system: when, whereto, and what went wrong."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=4, choices=Channel)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    trouble = models.CharField(_("trouble"), max_length=200, blank=True)
    due_at = models.DateTimeField(_("not before"))
    done_at = models.DateTimeField(_("done at"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("delivery"), _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_a_channel")
        ]


class Preference(models.Model):
    """What an account wishes: quiet hours, and by which channels each kind of notice goes out."""

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="+")
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_to = models.TimeField(_("quiet until"), null=True, blank=True)
    channels = models.JSONField(default=dict)

    class Meta:
        verbose_name, verbose_name_plural = _("preference"), _("preferences")
