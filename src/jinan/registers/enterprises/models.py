from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.models import CodeField, Initials, PointField, Record
from jinan.standards import gb32100

FAULTS = {
    "length": _("A credit code has 18 signs."),
    "alphabet": _("A credit code has digits and capitals without I, O, S, V, Z."),
    "check": _("The check sign does not fit; two signs may be swapped."),
}


class Enterprise(Record):
    """An enterprise under supervision 监管企业, known by its unified social credit code."""

    name = models.CharField(_("name"), max_length=120)
    initials = Initials(of="name")
    credit_code = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    industry = CodeField(_("industry"), set="industries", max_length=5, blank=True)
    legal_person = models.CharField(_("legal representative"), max_length=60, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    position = PointField(_("position"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("enterprise"), _("enterprises")

    def __str__(self) -> str:
        return self.name

    def derive(self, on: date) -> None:
        self.credit_code = gb32100.tidy(self.credit_code)
        self.holder = self.id
        if fault := gb32100.fault(self.credit_code):
            raise ValidationError({"credit_code": FAULTS[fault]})
