"""What every case has, the steps it has gone, and who stands in for whom."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from jinan.kernel.records.models import Record
from jinan.platform.cases.types import course_of, course_on


class Case(Record):
    """A case 案件: a record with a state that only the engine changes. The room gives the choices of `state`."""

    course = models.CharField(_("course"), max_length=40, editable=False)
    edition = models.CharField(_("edition of the course"), max_length=10, editable=False)
    state = models.CharField(_("state"), max_length=30, editable=False)
    state_since = models.DateTimeField(_("in this state since"), editable=False)
    handlers = ArrayField(
        models.UUIDField(), verbose_name=_("handlers"), default=list, blank=True, editable=False
    )
    opened_at = models.DateTimeField(_("opened at"), editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)

    class Meta:
        abstract = True

    def begins_with(self) -> str:
        """The name of the course on which this case goes."""
        raise NotImplementedError

    def takes_files_of_holder(self) -> bool:
        return self.closed_at is None

    def paper_set(self) -> str:
        """The set of documents that the papers of this case are taken from."""
        return course_of(self).papers

    def derive(self, on: date) -> None:
        """A new case stands in the first state of the edition that holds on its day."""
        if self.state:
            return
        course = course_on(self.begins_with(), on)
        self.course, self.edition, self.state = course.name, course.edition, course.first
        self.opened_at = self.state_since = timezone.now()


class Outcome(models.TextChoices):
    """What a step was."""

    OPENED = "opened", _("opened")  # 建案
    MOVED = "moved", _("moved")  # 流转
    AGREED = "agreed", _("agreed")  # 会签同意
    HANDED = "handed", _("handed over")  # 移交
    NOTED = "noted", _("noted")  # 备注


class Step(Record):  # type: ignore[django-manager-missing]
    """A step 办理步骤 of a case: who did what, when it was done and when it was entered. Never changed."""

    target_kind = models.CharField(_("kind of record"), max_length=60)
    target = models.UUIDField(_("record"))
    topic = models.CharField(_("subject"), max_length=40)
    shared = models.BooleanField(_("open to officers"), default=False)
    course = models.CharField(_("course"), max_length=40)
    edition = models.CharField(_("edition of the course"), max_length=10)
    outcome = models.CharField(_("what it was"), max_length=10, choices=Outcome)
    move = models.CharField(_("move"), max_length=40, blank=True)
    came_from = models.CharField(_("state before"), max_length=30, blank=True)
    came_to = models.CharField(_("state after"), max_length=30, blank=True)
    role = models.CharField(_("in the role of"), max_length=20, blank=True)
    actor = models.CharField(_("name"), max_length=60)
    stands_in_for = models.UUIDField(_("stands in for"), null=True)
    at = models.DateTimeField(_("done at"))
    reason = models.CharField(_("reason"), max_length=2000, blank=True)
    given = models.JSONField(_("particulars"), default=dict)

    class Meta:
        verbose_name, verbose_name_plural = _("step"), _("steps")
        ordering = ("at", "id")
        indexes = [models.Index(fields=["target", "at"], name="steps_of_case")]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.move}"

    @property
    def late(self) -> bool:
        """Whether it was entered much later than it was done, as after work without a network."""
        if self.synthetic or not self.created_at:  # a demonstration is entered at once
            return False
        return bool((self.created_at - self.at).total_seconds() > 300)


class StandIn(models.Model):
    """A stand-in 代理: for some days one account acts in the place of another of the same agency."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.CharField(_("agency"), max_length=20)
    absent = models.UUIDField(_("absent"))
    substitute = models.UUIDField(_("stands in"))
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("away until"))
    reason = models.CharField(_("reason"), max_length=200)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("stand-in"), _("stand-ins")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")),
                name="stand_in_days_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=~models.Q(absent=models.F("substitute")),
                name="stand_in_of_another",
                violation_error_message=_("Nobody stands in for himself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} / {self.absent}"


def state_field(choices: Any) -> models.CharField:  # type: ignore[type-arg]
    """The state of a room's cases, with its closed list of choices."""
    return models.CharField(_("state"), max_length=30, choices=choices, editable=False)
