import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from jinan.kernel.codes import api as codes
from jinan.kernel.codes.models import Confidence
from jinan.kernel.records.models import Initials, Measure, Record
from jinan.standards import cas

FAULTS = {
    "shape": _("A CAS number looks like 7664-41-7."),
    "check": _("The check digit of the CAS number does not fit."),
}


class State(models.TextChoices):
    """How a substance is met at ordinary temperature 常温物态."""

    GAS = "G", _("gas")  # 气体
    LIQUEFIED = "LG", _("liquefied gas")  # 液化气体
    LIQUID = "L", _("liquid")  # 液体
    SOLID = "S", _("solid")  # 固体


class Family(models.TextChoices):
    """What leads in an emergency 主要危险; the advice of the card follows it."""

    TOXIC_GAS = "toxic_gas", _("toxic gas")  # 毒性气体
    FLAMMABLE_GAS = "flammable_gas", _("flammable gas")  # 易燃气体
    OXIDIZING_GAS = "oxidizing_gas", _("oxidizing gas")  # 氧化性气体
    FLAMMABLE_LIQUID = "flammable_liquid", _("flammable liquid")  # 易燃液体
    TOXIC = "toxic_liquid", _("toxic substance")  # 毒性物质
    CORROSIVE = "corrosive", _("corrosive substance")  # 腐蚀性物质
    EXPLOSIVE = "explosive", _("explosive substance")  # 爆炸性物质
    PEROXIDE = "peroxide", _("organic peroxide, self-reactive")  # 有机过氧化物、自反应物质
    OXIDIZER = "oxidizer", _("oxidizing substance")  # 氧化性物质
    WATER_REACTIVE = "water_reactive", _("pyrophoric or water-reactive")  # 自燃、遇水放出易燃气体


class Named(models.TextChoices):
    """Whether table 1 of GB 18218 names the substance 是否列名."""

    YES = "1", _("named in table 1")  # 表1列名
    NO = "0", _("by its class, table 2")  # 按类别（表2）


class Batch(models.TextChoices):
    """Batch of the list of key supervised chemicals 重点监管的危险化学品."""

    FIRST = "1", _("first batch, 2011")  # 首批
    SECOND = "2", _("second batch, 2013")  # 第二批
    NONE = "0", _("not on the list")  # 未列入


class Substance(Record):
    """A hazardous substance 危险化学品, the same for the whole country."""

    name = models.CharField(_("name of the substance"), max_length=120, unique=True)
    initials = Initials(of="name")
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    synonyms = models.CharField(_("synonyms and short names"), max_length=200, blank=True)
    cas = models.CharField(_("CAS number"), max_length=12, blank=True)
    further_cas = models.CharField(_("further CAS numbers"), max_length=60, blank=True)
    un = models.CharField(_("UN number"), max_length=4, blank=True)
    formula = models.CharField(_("formula"), max_length=40, blank=True)
    state = models.CharField(_("physical state"), max_length=2, choices=State)
    family = models.CharField(_("leading hazard"), max_length=20, choices=Family)
    ghs = models.CharField(
        _("GHS classes"), max_length=200, blank=True,
        help_text=_("Codes with category, such as FLAM_LIQ 2;AQUATIC 1"),
    )  # fmt: skip
    batch = models.CharField(_("key supervision"), max_length=1, choices=Batch, default=Batch.NONE)
    number = models.PositiveSmallIntegerField(_("number in table 1"), null=True, blank=True)
    named = models.CharField(_("GB 18218"), max_length=1, choices=Named, editable=False)
    threshold = Measure(_("threshold quantity 2018"), unit="t", least=0, null=True, blank=True)
    threshold_2009 = Measure(_("threshold quantity 2009"), unit="t", least=0, null=True, blank=True)
    beta = Measure(_("correction factor β"), least=0, null=True, blank=True)
    molar_mass = Measure(_("molar mass"), unit="g/mol", least=0, null=True, blank=True)
    melting = Measure(_("melting point"), unit="°C", least=-273.15, null=True, blank=True)
    boiling = Measure(_("boiling point"), unit="°C", least=-273.15, null=True, blank=True)
    flash = Measure(_("flash point"), unit="°C", least=-273.15, null=True, blank=True)
    ignition = Measure(_("autoignition"), unit="°C", least=-273.15, null=True, blank=True)
    lower = Measure(_("lower explosive limit"), unit="%", least=0, null=True, blank=True)
    upper = Measure(_("upper explosive limit"), unit="%", least=0, null=True, blank=True)
    critical = Measure(_("critical temperature"), unit="°C", least=-273.15, null=True, blank=True)
    pressure = Measure(_("critical pressure"), unit="MPa", least=0, null=True, blank=True)
    heat = Measure(_("heat of combustion"), unit="MJ/kg", least=0, null=True, blank=True)
    source = models.CharField(_("source of quantities"), max_length=300, blank=True)
    sure = models.CharField(
        _("confidence of quantities"),
        max_length=12,
        choices=Confidence,
        default=Confidence.UNVERIFIED,
    )
    classes_sure = models.CharField(
        _("confidence of classes"), max_length=12, choices=Confidence, default=Confidence.UNVERIFIED
    )
    properties_source = models.CharField(_("source of properties"), max_length=300, blank=True)
    properties_sure = models.CharField(
        _("confidence of properties"),
        max_length=12,
        choices=Confidence,
        default=Confidence.UNVERIFIED,
    )

    class Meta:
        verbose_name, verbose_name_plural = _("hazardous substance"), _("hazardous substances")

    def __str__(self) -> str:
        return self.name

    def derive(self, on: date) -> None:
        self.cas = cas.tidy(self.cas)
        self.named = Named.YES if self.number else Named.NO
        wrong = {}
        if self.cas and (fault := cas.fault(self.cas)):
            wrong["cas"] = FAULTS[fault]
        if self.un and not re.fullmatch(r"\d{4}", self.un):
            wrong["un"] = _("A UN number has four digits.")
        known = {one.code for one in codes.items("ghs_classes", on=on)}
        if any(code not in known for code, _category in self.classes):
            wrong["ghs"] = _("A class is not one of the code set of GHS classes.")
        lower, upper = self.lower, self.upper
        if lower is not None and upper is not None and lower > upper:
            wrong["upper"] = _("The upper limit lies below the lower one.")
        if wrong:
            raise ValidationError(wrong)

    @property
    def classes(self) -> list[tuple[str, str]]:
        """GHS classes as code and category."""
        parts = [part.strip().partition(" ") for part in self.ghs.split(";") if part.strip()]
        return [(code, category) for code, _blank, category in parts]
