from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7


class Confidence(models.TextChoices):
    """How sure a row is. What was not read in its source is shown as 待核实."""

    SEEN = "seen", _("seen in the source")
    OWN = "own", _("set by this platform")  # derived, proposed or decided here
    UNVERIFIED = "unverified", _("to be verified")  # 待核实


class CodeSet(models.Model):
    """A code set 代码集: a list with a name; its rows stand in editions."""

    code = models.CharField(_("code"), max_length=60, primary_key=True)
    zh = models.CharField(_("Chinese title"), max_length=100)
    en = models.CharField(_("English title"), max_length=100)
    group = models.CharField(_("group"), max_length=20)

    class Meta:
        verbose_name, verbose_name_plural = _("code set"), _("code sets")
        ordering = ("group", "code")

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.zh


class CodeEdition(models.Model):
    """A loaded text of an edition 版本 of a code set; its rows never change.

    A text loaded later under the same label corrects the edition: it counts from then on, the one
    before stays as history. An edition with another label stands beside the others, by its dates.
    """

    set = models.ForeignKey(CodeSet, models.CASCADE, related_name="editions")
    label = models.CharField(_("edition"), max_length=40)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    digest = models.CharField(max_length=64)
    columns = ArrayField(models.CharField(max_length=60), default=list)
    loaded_at = models.DateTimeField(_("loaded at"), auto_now_add=True)
    loaded_by = models.CharField(_("loaded by"), max_length=60, blank=True)  # empty: the package

    class Meta:
        verbose_name, verbose_name_plural = _("edition"), _("editions")
        ordering = ("set", "-loaded_at")
        indexes = [models.Index(fields=["set", "label"], name="editions_by_label")]

    def __str__(self) -> str:
        return self.label


class CodeItem(models.Model):
    """A row of an edition. The code is text, never a number; further columns stand in `extra`."""

    edition = models.ForeignKey(CodeEdition, models.CASCADE, related_name="items")
    code = models.CharField(_("code"), max_length=80)
    zh = models.TextField(_("Chinese"), blank=True)
    en = models.TextField(_("English"), blank=True)
    parent = models.CharField(_("superior"), max_length=80, blank=True)
    order = models.PositiveIntegerField(_("order"))
    valid_from = models.CharField(_("valid from"), max_length=10, blank=True)
    valid_to = models.CharField(_("valid to"), max_length=10, blank=True)
    source = models.TextField(_("source"), blank=True)
    note = models.TextField(_("note"), blank=True)
    confidence = models.CharField(_("confidence"), max_length=12, choices=Confidence)
    extra = models.JSONField(default=dict)
    finding: "Finding | None" = None  # what a steward found, put here when rows are read

    class Meta:
        verbose_name, verbose_name_plural = _("code"), _("codes")
        ordering = ("edition", "order")
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="code_once")]

    @property
    def words(self) -> str:
        """The words of the row in the language of the page, else in the one there is."""
        return self.en or self.zh if get_language() == "en" else self.zh or self.en

    @property
    def doubtful(self) -> bool:
        return self.confidence == Confidence.UNVERIFIED

    def stands_on(self, day: date) -> bool:
        """Whether the row's own dates, which may be years only, hold the day."""
        text = day.isoformat()
        return (not self.valid_from or self.valid_from <= text) and (
            not self.valid_to or text[: len(self.valid_to)] <= self.valid_to
        )

    def __str__(self) -> str:
        return f"{self.code} {self.words}".strip()


class Verdict(models.TextChoices):
    """What came out when a doubtful row was looked up."""

    CONFIRMED = "confirmed", _("confirmed")
    CORRECTED = "corrected", _("corrected")


class Finding(models.Model):
    """A finding 核实 on one row: confirmed or corrected by a steward, from a source that he read.

    The loaded text stays as it is; the finding stands beside it and counts while the row says what
    it said when it was judged. The latest finding on a row holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    set = models.ForeignKey(CodeSet, models.CASCADE, related_name="findings")
    edition = models.CharField(_("edition"), max_length=40)
    code = models.CharField(_("code"), max_length=80)
    judged = models.CharField(max_length=64)
    verdict = models.CharField(_("finding"), max_length=10, choices=Verdict)
    zh = models.TextField(_("Chinese"), blank=True)
    en = models.TextField(_("English"), blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.TextField(_("source"))
    reason = models.CharField(_("reason"), max_length=200)
    account = models.UUIDField()
    name = models.CharField(_("steward"), max_length=60)
    at = models.DateTimeField(_("moment"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("finding"), _("findings")
        ordering = ("-id",)
        indexes = [models.Index(fields=["set", "edition"], name="findings_of_edition")]

    def __str__(self) -> str:
        return f"{self.set_id} {self.code} {self.get_verdict_display()}"
