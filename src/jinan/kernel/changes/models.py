from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    """What happened. The first three are written by the database itself."""

    ADD = "add", _("added")
    CHANGE = "change", _("changed")
    REMOVE = "remove", _("removed")
    READ = "read", _("read personal data")
    EXPORT = "export", _("exported")
    SIGN_IN = "sign-in", _("signed in")
    SIGN_OUT = "sign-out", _("signed out")
    REFUSED = "refused", _("access refused")
    ERASE = "erase", _("erased personal data")
    OTHER = "other", _("other")


class Change(models.Model):
    """One entry of the change log. The table is partitioned by month and made by `sql/log.sql`."""

    seq = models.BigIntegerField(primary_key=True)
    epoch = models.IntegerField()
    tx = models.BigIntegerField()
    at = models.DateTimeField(_("moment"))
    actor = models.UUIDField(_("account"), null=True)
    actor_name = models.TextField(_("who"))
    origin = models.TextField(_("from where"))
    reason = models.TextField(_("why"))
    verb = models.TextField(_("what"), choices=Verb)
    kind = models.TextField(_("kind of record"))
    record = models.UUIDField(_("record"), null=True)
    version = models.IntegerField(null=True)
    division = models.TextField(_("division"), null=True)
    also = ArrayField(models.TextField(), null=True)
    holder = models.UUIDField(null=True)
    node = models.TextField()
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    class Meta:
        managed = False
        db_table = "changes_change"
        verbose_name, verbose_name_plural = _("change"), _("changes")


class Seal(models.Model):
    """One link of the chain over the log: a hash over the hash before and the entry's own text."""

    number = models.BigIntegerField(primary_key=True)
    epoch = models.IntegerField()
    tx = models.BigIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    hash = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "changes_seal"
        verbose_name, verbose_name_plural = _("seal"), _("seals")
