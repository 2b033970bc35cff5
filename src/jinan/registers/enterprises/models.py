import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.models import (
    CodeField,
    Initials,
    Key,
    Link,
    Mergeable,
    PointField,
    Record,
    Several,
    a_telephone,
)
from jinan.registers.enterprises import rules
from jinan.standards import gb32100

FAULTS = {
    "length": _("A credit code has 18 signs."),
    "alphabet": _("A credit code has digits and capitals without I, O, S, V, Z."),
    "check": _("The check sign does not fit; two signs may be swapped."),
}


def a_credit_code(text: str) -> None:
    """Refuse what is no unified social credit code 统一社会信用代码 (GB 32100-2015)."""
    if fault := gb32100.fault(gb32100.tidy(text)):
        raise ValidationError(FAULTS[fault])


class IndustrySection(models.TextChoices):
    """Sections 门类 of the classification of industries (GB/T 4754-2017)."""

    A = "A", _("agriculture, forestry, fishery")
    B = "B", _("mining")
    C = "C", _("manufacturing")
    D = "D", _("electricity, heat, gas, water")
    E = "E", _("construction")
    F = "F", _("wholesale and retail trade")
    G = "G", _("transport, storage, post")
    H = "H", _("hotels and catering")
    I = "I", _("information technology")  # noqa: E741  # the letter of the standard
    J = "J", _("finance")
    K = "K", _("real estate")
    L = "L", _("leasing and business services")
    M = "M", _("research and technical services")
    N = "N", _("water conservancy, environment, public facilities")
    O = "O", _("resident services and repair")  # noqa: E741  # the letter of the standard
    P = "P", _("education")
    Q = "Q", _("health and social work")
    R = "R", _("culture, sport, entertainment")
    S = "S", _("public administration")
    T = "T", _("international organisations")


class Scale(models.TextChoices):
    """Size class 规模 (statistical classification of enterprises by size)."""

    LARGE = "large", _("large")  # 大型
    MEDIUM = "medium", _("medium-sized")  # 中型
    SMALL = "small", _("small")  # 小型
    MICRO = "micro", _("micro")  # 微型


class Supervision(models.TextChoices):
    """Kinds of supervision 监管类型: an enterprise may fall under several at once."""

    COAL = "coal", _("coal mine")  # 煤矿
    MINE = "mine", _("non-coal mine")  # 非煤矿山
    HAZCHEM = "hazchem", _("hazardous chemicals")  # 危险化学品
    FIREWORKS = "fireworks", _("fireworks")  # 烟花爆竹
    METALLURGY = "metallurgy", _("metallurgy and building materials")  # 冶金建材
    TRADE = "trade", _("industry and trade")  # 工贸
    CONSTRUCTION = "construction", _("construction work")  # 建筑施工
    TRANSPORT = "transport", _("road transport")  # 道路运输
    EQUIPMENT = "equipment", _("special equipment")  # 特种设备
    PUBLIC = "public", _("crowded places")  # 人员密集场所
    OTHER = "other", _("other supervision")  # 其他


class Status(models.TextChoices):
    """Where an enterprise stands in its life 经营状态."""

    PREPARING = "preparing", _("in preparation")  # 筹建
    OPERATING = "operating", _("operating")  # 在营
    SUSPENDED = "suspended", _("suspended")  # 停产
    CLOSED = "closed", _("closed down")  # 关闭
    CANCELLED = "cancelled", _("deregistered")  # 注销


class PlaceKind(models.TextChoices):
    """Kinds of a place of work 生产经营场所."""

    PLANT = "plant", _("plant")  # 厂区
    MINE = "mine", _("mine site")  # 矿区
    STORE = "store", _("storehouse")  # 仓库
    STATION = "station", _("station")  # 站点
    SHOP = "shop", _("shop")  # 门店
    SITE = "site", _("building site")  # 工地
    OFFICE = "office", _("office")  # 办公场所
    OTHER = "other", _("other place")  # 其他


def half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


class Enterprise(Mergeable, Record):
    """An enterprise under supervision 监管企业, known by its unified social credit code."""

    stays: ClassVar[tuple[str, ...]] = ("status", "status_since")
    found: Mapping[str, Any] = {}  # what stood in the database when it was read

    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    initials = Initials(of="name")
    name_key = Key(max_length=120)
    credit_code = models.CharField(
        _("unified social credit code"), max_length=18, unique=True, validators=[a_credit_code]
    )
    industry = CodeField(_("industry"), set="industries", max_length=5, blank=True)
    section = models.CharField(
        _("industry section"),
        max_length=1,
        choices=IndustrySection,
        blank=True,
        editable=False,
    )
    ownership = CodeField(_("ownership"), set="enterprise_ownership", max_length=12, blank=True)
    scale = models.CharField(_("scale"), max_length=8, choices=Scale, blank=True)
    supervision = Several(_("kind of supervision"), of=Supervision)
    founded = models.DateField(_("founded on"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.OPERATING, blank=True
    )
    status_since = models.DateField(_("status since"), null=True, blank=True)
    legal_person = models.CharField(_("legal representative"), max_length=60, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True, validators=[a_telephone])
    safety_officer = models.CharField(_("person in charge of safety"), max_length=60, blank=True)
    safety_phone = models.CharField(
        _("telephone for safety"), max_length=30, blank=True, validators=[a_telephone]
    )
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    safety_staff = models.PositiveIntegerField(_("full-time safety staff"), null=True, blank=True)
    address = models.CharField(_("registered address"), max_length=200, blank=True)
    address_key = Key(max_length=200)
    position = PointField(_("position"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("enterprise"), _("enterprises")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any, **more: Any) -> "Enterprise":
        """Remember the status it was found with: what may follow depends on it."""
        made = super().from_db(db, field_names, values, **more)
        made.found = {name: made.__dict__.get(name) for name in ("status", "status_since")}
        return made

    def derive(self, on: date) -> None:
        self.holder = self.id
        self.name = rules.tidy_name(self.name)
        self.name_key, self.address_key = (
            rules.name_key(self.name),
            rules.address_key(self.address),
        )
        self.phone, self.safety_phone = half_width(self.phone), half_width(self.safety_phone)
        self.credit_code = gb32100.tidy(self.credit_code)
        self.section = rules.section(self.industry)
        errors: dict[str, Any] = {}
        if self.founded and self.founded > on and self.status != Status.PREPARING:
            errors["founded"] = _(
                "This day has not come yet; the enterprise is still in preparation."
            )
        if self.employees is not None and (self.safety_staff or 0) > self.employees:
            errors["safety_staff"] = _("There are more safety staff than employees.")
        self._live_on(on, errors)
        if errors:
            raise ValidationError(errors)

    def _live_on(self, on: date, errors: dict[str, Any]) -> None:
        """A change of status is dated, and follows the life cycle."""
        was = self.found.get("status")
        if self.status_since and self.status_since > on:
            errors["status_since"] = _("This day has not come yet.")
        if was is None or was == self.status:
            return
        if not rules.may_move(was, self.status):
            errors["status"] = _("“%(was)s” is not followed by “%(to)s”.") % {
                "was": Status(was).label,
                "to": Status(self.status).label,
            }
        elif self.status_since == self.found.get("status_since"):
            self.status_since = on


class Place(Record):
    """A place of work 生产经营场所 of an enterprise, wherever the enterprise itself is registered."""

    name = models.CharField(_("name"), max_length=120)
    initials = Initials(of="name")
    enterprise = Link("enterprises.Enterprise", _("enterprise"))
    kind_of_place = models.CharField(
        _("kind of place"), max_length=8, choices=PlaceKind, default=PlaceKind.PLANT
    )
    staff = models.PositiveIntegerField(_("persons working there"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    position = PointField(_("position"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("place of work"), _("places of work")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "name"],
                name="place_name_once_an_enterprise",
                violation_error_message=_("This enterprise already has a place of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name
