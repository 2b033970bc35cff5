from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from jinan.kernel.identity.models import Account


class State(models.TextChoices):
    """How far a run is."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class Run(models.Model):
    """One piece of background work: who asked, how far it is, where it goes on, what came out."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    role = models.CharField(_("system role"), max_length=60, blank=True)
    task = models.CharField(_("task"), max_length=60)
    about = models.CharField(_("about"), max_length=200, blank=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), null=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    position = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    turn = models.PositiveIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    started_at = models.DateTimeField(_("started at"), null=True)
    moved_at = models.DateTimeField(_("last sign"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("background work"), _("background work")
        ordering = ("-asked_at",)
        indexes = [models.Index(fields=["account", "-asked_at"], name="runs_of_account")]

    def __str__(self) -> str:
        return f"{self.task} {self.about}".strip()

    @property
    def is_over(self) -> bool:
        return self.state in (State.DONE, State.FAILED, State.CANCELLED)

    @property
    def percent(self) -> int | None:
        """How far, 0 to 100; None while nobody knows."""
        if self.state == State.DONE:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else None
