from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from uuid6 import uuid7

from jinan.kernel.identity.models import Account


class SavedFilter(models.Model):
    """A filter of a list that somebody keeps, for himself or for his agency."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=60)
    query = models.TextField()
    agency = models.CharField(_("shared with agency"), max_length=20, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("saved filter"), _("saved filters")
        constraints = [
            models.UniqueConstraint(fields=["account", "kind", "name"], name="filter_name_once")
        ]


class Draft(models.Model):
    """What stands in a form that was not saved yet; one for each person and record."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    record = models.UUIDField(null=True)
    values = models.JSONField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name, verbose_name_plural = _("draft"), _("drafts")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "record"], name="draft_once", nulls_distinct=False
            )
        ]


class IdempotencyKey(models.Model):
    """A write that was done under a key of the caller; the same key gives the same answer again."""

    account = models.UUIDField()
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="key_once")]


class AccessToken(models.Model):
    """A token by which a program of an account calls the JSON API; only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    used_at = models.DateTimeField(_("last used"), null=True)
    expires_at = models.DateTimeField(_("valid to"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("access token"), _("access tokens")
        ordering = ("-created_at",)


class Way(models.TextChoices):
    """How many records were written at once."""

    SHEET = "sheet", _("sheet")
    TOGETHER = "together", _("changed together")


class Stage(models.TextChoices):
    """How far an import is."""

    PREVIEW = "preview", _("preview")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    UNDONE = "undone", _("undone")


class ImportRun(models.Model):
    """One import of a sheet, or one change of many records together: what came, what went in, what
    went back, and whether it was undone. `plan` holds what the user chose before it began."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+", null=True)
    kind = models.CharField(max_length=60)
    way = models.CharField(_("way"), max_length=10, choices=Way, default=Way.SHEET)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.PREVIEW)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    source = models.FileField(upload_to="imports", blank=True)
    plan = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    job = models.UUIDField(null=True)
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    dry_run = models.BooleanField(_("dry run"), default=False)
    added = models.PositiveIntegerField(_("added"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    same = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(pgettext_lazy("rows", "refused"), default=0)
    left = models.PositiveIntegerField(_("left as they are"), default=0)
    undone_at = models.DateTimeField(_("undone at"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("import"), _("imports")
        ordering = ("-started_at",)
        indexes = [
            models.Index(fields=["account", "kind", "-started_at"], name="imports_of_account")
        ]


class Outcome(models.TextChoices):
    """What became of an imported row when the import was undone."""

    STANDS = "", _("stands")
    UNDONE = "undone", _("undone")
    LEFT = "left", _("left as it is")


class ImportRow(models.Model):
    """A record that an import added (`before` is null) or changed, so that it can be undone.

    `before` maps columns to the values they had, written as PostgreSQL reads them; `version` is the
    record's version after the import.
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows", db_index=False)
    record = models.UUIDField()
    before = models.JSONField(null=True)
    version = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.STANDS, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("imported row"), _("imported rows")
        indexes = [
            models.Index(fields=["run", "id"], name="import_rows_in_order"),
            models.Index(fields=["record"], name="import_rows_of_record"),
        ]


class ImportFault(models.Model):
    """A row of the sheet that was refused: its number in the sheet and a sentence for each field."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="faulty", db_index=False)
    number = models.PositiveIntegerField()
    errors = models.JSONField()

    class Meta:
        verbose_name, verbose_name_plural = _("refused row"), _("refused rows")
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="fault_once_a_row")]
