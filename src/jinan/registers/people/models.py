from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.models import Initials, Link, Record, a_telephone
from jinan.standards import gb11643

FAULTS = {
    "length": _("An identity number has 18 signs."),
    "digits": _("An identity number has 17 digits and a digit or X."),
    "division": _("No province has the first two digits of this identity number."),
    "date": _("The birth date of this identity number is no day up to today."),
    "check": _("The check sign of the identity number does not fit; two signs may be swapped."),
}


class Person(Record):
    """What the three registers of people share: a name, an identity number, a telephone."""

    name = models.CharField(_("name of the person"), max_length=60)
    initials = Initials(of="name", person=True)
    identity_number = models.CharField(_("identity number"), max_length=30)
    phone = models.CharField(_("telephone"), max_length=30, blank=True, validators=[a_telephone])

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def identity_masked(self) -> str:
        return gb11643.masked(self.identity_number)

    def derive(self, on: date) -> None:
        self.identity_number = gb11643.tidy(self.identity_number)
        if fault := gb11643.fault(self.identity_number, on=on):
            raise ValidationError({"identity_number": FAULTS[fault]})


class Field(models.TextChoices):
    """Field of an expert 专家领域."""

    COAL = "coal", _("coal mines")  # 煤矿
    MINES = "mines", _("mines other than coal")  # 非煤矿山
    CHEMICALS = "chemicals", _("hazardous chemicals")  # 危险化学品
    FIREWORKS = "fireworks", _("fireworks")  # 烟花爆竹
    INDUSTRY = "industry", _("industry and trade")  # 工贸
    BUILDING = "building", _("construction work")  # 建筑施工
    RESCUE = "rescue", _("emergency rescue")  # 应急救援
    FIRE = "fire", _("fire safety")  # 消防
    DISASTER = "disaster", _("natural disasters")  # 自然灾害
    HEALTH = "health", _("occupational health")  # 职业健康
    OTHER = "other", _("other field")  # 其他


class Title(models.TextChoices):
    """Professional title 职称."""

    FULL = "1", _("full senior title")  # 正高级
    SENIOR = "2", _("senior title")  # 副高级
    MIDDLE = "3", _("middle title")  # 中级
    NONE = "9", _("no title")  # 无


class Expert(Person):
    """An expert 专家 whom agencies call; its division is the region served."""

    field = models.CharField(_("field of work"), max_length=10, choices=Field)
    title = models.CharField(_("professional title"), max_length=1, choices=Title)
    organisation = models.CharField(_("employer"), max_length=120)
    speciality = models.CharField(_("special knowledge"), max_length=120, blank=True)
    valid_to = models.DateField(_("appointed until"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("expert"), _("experts")
        constraints = [
            models.UniqueConstraint(
                fields=["division", "identity_number"],  # nobody learns who is kept elsewhere
                name="expert_once",
                violation_error_message=_("This person is in the register already."),
            )
        ]


class Class(models.TextChoices):
    """Class of a registered safety engineer 级别."""

    SENIOR = "1", _("senior class")  # 高级
    MIDDLE = "2", _("middle class")  # 中级
    JUNIOR = "3", _("junior class")  # 初级


class Speciality(models.TextChoices):
    """Speciality of practice 专业类别 (rules on classes of registered safety engineers, 2017)."""

    COAL = "1", _("coal-mine safety")  # 煤矿安全
    MINES = "2", _("safety of metal and non-metal mines")  # 金属非金属矿山安全
    CHEMICALS = "3", _("chemical safety")  # 化工安全
    SMELTING = "4", _("smelting safety")  # 金属冶炼安全
    BUILDING = "5", _("construction safety")  # 建筑施工安全
    ROAD = "6", _("road transport safety")  # 道路运输安全
    OTHER = "7", _("other safety, fire excepted")  # 其他安全(不包括消防安全)


class SafetyEngineer(Person):
    """A registered safety engineer 注册安全工程师 with the enterprise where he practises."""

    number = models.CharField(_("registration number"), max_length=30)
    level = models.CharField(_("class of engineer"), max_length=1, choices=Class)
    speciality = models.CharField(_("speciality of practice"), max_length=1, choices=Speciality)
    enterprise = Link("enterprises.Enterprise", _("enterprise"))
    valid_to = models.DateField(_("registration valid to"))

    class Meta:
        verbose_name = _("registered safety engineer")
        verbose_name_plural = _("registered safety engineers")
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                name="engineer_number_once",
                violation_error_message=_("This number is in the register already."),
            )
        ]


class Certificate(models.TextChoices):
    """What a person is certified for 证书类别."""

    HEAD = "head", _("main person in charge")  # 主要负责人
    MANAGER = "manager", _("safety manager")  # 安全生产管理人员
    SPECIAL = "special", _("special operation")  # 特种作业


class Trade(models.TextChoices):
    """Trade of special operation 特种作业类别 (catalogue of special operations)."""

    ELECTRIC = "01", _("electrical work")  # 电工作业
    WELDING = "02", _("welding and hot cutting")  # 焊接与热切割作业
    HEIGHT = "03", _("work at height")  # 高处作业
    COOLING = "04", _("refrigeration and air conditioning")  # 制冷与空调作业
    COAL = "05", _("safety work in coal mines")  # 煤矿安全作业
    MINES = "06", _("safety work in metal and non-metal mines")  # 金属非金属矿山安全作业
    OIL = "07", _("safety work in oil and gas")  # 石油天然气安全作业
    SMELTING = "08", _("safety work in smelting")  # 冶金(有色)生产安全作业
    CHEMICALS = "09", _("safety work with hazardous chemicals")  # 危险化学品安全作业
    FIREWORKS = "10", _("safety work with fireworks")  # 烟花爆竹安全作业


class CertifiedPerson(Person):
    """A certified person 持证人员 of an enterprise: a head, a safety manager, a special operator."""

    certificate = models.CharField(_("certificate"), max_length=8, choices=Certificate)
    trade = models.CharField(
        _("trade of special operation"), max_length=2, choices=Trade, blank=True
    )
    number = models.CharField(_("certificate number"), max_length=30)
    issuer = models.CharField(_("issued by"), max_length=80, blank=True)
    enterprise = Link("enterprises.Enterprise", _("enterprise"))
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)
    valid_to = models.DateField(_("certificate valid to"))

    class Meta:
        verbose_name, verbose_name_plural = _("certified person"), _("certified persons")
        constraints = [
            models.UniqueConstraint(
                fields=["number", "name"],
                name="certificate_number_once",
                violation_error_message=_("This number is in the register already."),
            ),
            models.CheckConstraint(
                condition=Q(certificate="special", trade__gt="")
                | (~Q(certificate="special") & Q(trade="")),
                name="special_operation_has_its_trade",
                violation_error_message=_(
                    "A special operation has its trade, the others have none."
                ),
            ),
        ]
