from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jinan.kernel.agencies.models import Agency
from jinan.kernel.records.models.record import Record


class DecisionVerb(models.TextChoices):
    """What one agency says to another about a record that the other owns."""

    ORDER = "order", pgettext_lazy("decision", "order")  # 督办
    RETURN = "return", _("return for correction")  # 退回
    APPROVAL = "approval", _("approval")  # 同意
    ANNOTATION = "annotation", _("annotation")  # 批注
    RECEIPT = "receipt", _("receipt")  # 签收
    ANSWER = "answer", _("answer")  # 回复


FROM_ABOVE = (DecisionVerb.ORDER, DecisionVerb.RETURN, DecisionVerb.APPROVAL)
WANTS_ANSWER = (DecisionVerb.ORDER, DecisionVerb.RETURN)


class Decision(Record):  # type: ignore[django-manager-missing]
    """What an agency decides on a record that another owns: a record of its own that travels to the owner.

    The place is the target's, so that whoever sees the target sees what was said of it. `topic` is the
    target's subject of duties. The owner's node applies it and says so with a receipt.
    """

    target_kind = models.CharField(_("kind of record"), max_length=60)
    target = models.UUIDField(_("record"))
    target_node = models.CharField(_("node of the record"), max_length=20)
    topic = models.CharField(_("subject"), max_length=40)
    verb = models.CharField(_("what"), max_length=10, choices=DecisionVerb)
    measure = models.CharField(_("measure"), max_length=20, blank=True)  # name of an `Order`
    text = models.TextField(_("text"), blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    receiver = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("receiver"), null=True
    )
    cause = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="answers", verbose_name=_("answers to")
    )
    applied_at = models.DateTimeField(_("applied at"), null=True)
    refused = models.CharField(_("refused because"), max_length=300, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("decision"), _("decisions")
        ordering = ("id",)
        indexes = [
            models.Index(fields=["target"], name="decisions_of_target"),
            models.Index(fields=["receiver", "verb"], name="decisions_to_agency"),
            models.Index(fields=["agency", "verb"], name="decisions_of_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.text[:40]}"
