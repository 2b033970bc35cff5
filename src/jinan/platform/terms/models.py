from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from jinan.kernel.records.models import Record
from jinan.standards.deadlines import Deadline, editions


class State(models.TextChoices):
    """How a term stands. That it is over while nothing was done follows from its last day."""

    RUNNING = "running", _("running")  # 进行中
    PAUSED = "paused", _("paused")  # 已暂停
    MET = "met", _("met")  # 已履行
    DROPPED = "dropped", _("ended without effect")  # 已终止


OPEN = (State.RUNNING, State.PAUSED)


class RunningTerm(Record):  # type: ignore[django-manager-missing]
    """A statutory term 法定期限 that runs on a record. Its last day is counted, never typed.

    Place and subject are the record's, copied by the database. `missing_year` is set where the
    holiday notice of a year is not loaded: the last day is then unknown, not guessed.
    """

    target_kind = models.CharField(_("kind of record"), max_length=60)
    target = models.UUIDField(_("record"))
    topic = models.CharField(_("subject"), max_length=40)
    shared = models.BooleanField(_("open to officers"), default=False)
    code = models.CharField(_("rule"), max_length=4)
    edition = models.CharField(_("edition of the rule"), max_length=10, blank=True)
    who = models.CharField(_("who must act"), max_length=12)
    binds = models.BooleanField(_("must be met"), default=True)
    started_on = models.DateField(_("start"))
    started_at = models.DateTimeField(_("moment of the start"), null=True)
    note = models.CharField(_("start event"), max_length=200, blank=True)
    pauses = models.JSONField(_("pauses"), default=list)
    extra = models.PositiveSmallIntegerField(_("extension in days"), default=0)
    last_day = models.DateField(_("last day"), null=True)
    last_moment = models.DateTimeField(_("last moment"), null=True)
    missing_year = models.PositiveSmallIntegerField(_("year without calendar"), null=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RUNNING)
    met_on = models.DateField(_("met on"), null=True)
    met_at = models.DateTimeField(_("moment when met"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    told = models.PositiveSmallIntegerField(_("reminders sent"), default=0)
    reminded_at = models.DateTimeField(_("reminded at"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("term"), _("terms")
        ordering = ("last_day", "id")
        indexes = [
            models.Index(fields=["target"], name="terms_of_record"),
            models.Index(
                fields=["agency", "last_day"],
                name="terms_due",
                condition=Q(state="running", voided_at=None),
            ),
            models.Index(
                fields=["last_day", "told"],
                name="terms_to_tell",
                condition=Q(state="running", binds=True, voided_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "code"],
                condition=Q(state__in=["running", "paused"], voided_at=None),
                name="term_runs_once_a_record",
            )
        ]

    def __str__(self) -> str:
        return self.rule.zh

    @property
    def rule(self) -> Deadline:
        """The rule in the edition under which the term was started."""
        every = editions(self.code)
        return next((one for one in every if one.edition == self.edition), every[-1])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_doubtful(self) -> bool:
        """Whether it is shown as 待核实: the rule was not read, or the calendar does not reach so far."""
        return bool(self.missing_year) or not self.rule.is_firm

    def is_over(self, now: datetime | None = None) -> bool:
        """Whether its last day has passed while it must still be met."""
        if self.state != State.RUNNING or not self.binds or self.last_day is None:
            return False
        now = now or timezone.now()
        if self.last_moment:
            return self.last_moment < now
        return self.last_day < timezone.localdate(now)

    @property
    def was_late(self) -> bool:
        """Whether it was met after its last day."""
        if self.state != State.MET or self.last_day is None or not self.binds:
            return False
        if self.last_moment and self.met_at:
            return self.met_at > self.last_moment
        return bool(self.met_on and self.met_on > self.last_day)

    def days_left(self, on: date) -> int | None:
        return None if self.last_day is None else (self.last_day - on).days

    def open_pause(self) -> dict[str, Any] | None:
        """The pause that has not ended."""
        return next((one for one in self.pauses if not one["to"]), None)


class HolidayDay(models.Model):
    """One day of a holiday notice 节假日安排 that was loaded on this node, beside the carried table."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    year = models.PositiveSmallIntegerField(_("year"))
    day = models.DateField(_("day"), unique=True)
    kind = models.CharField(
        _("kind"), max_length=4, choices=[("off", _("day off")), ("work", _("make-up workday"))]
    )
    name = models.CharField(_("name"), max_length=40)
    source = models.CharField(_("source"), max_length=200)
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("day of a holiday notice"), _("holiday notice")
        ordering = ("day",)
