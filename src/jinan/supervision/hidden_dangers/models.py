from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.models import CodeField, Link, PointField, Record
from jinan.platform.cases.api import Case, state_field


class State(models.TextChoices):
    """State of a hidden danger 隐患状态 (hazard_states, HIDDEN_DANGER)."""

    FOUND = "found", _("found")  # 发现
    REJECTED = "rejected", _("not real, or a duplicate")  # 不属实/重复
    GRADED = "graded", _("graded")  # 已判定等级
    LISTED = "listed", _("listed for supervision")  # 挂牌督办
    RECTIFYING = "rectifying", _("being corrected")  # 治理中
    EXTENSION = "extension_asked", _("extension asked for")  # 申请延期
    STOPPED = "ordered_stop", _("stopped by order until accepted")  # 责令停产停业
    ACCEPT = "accept_asked", _("acceptance asked for")  # 申请验收
    ACCEPTED = "accepted", _("correction accepted")  # 验收合格
    CLOSURE = "closure_proposed", _("closing of the enterprise proposed")  # 提请关闭
    CLOSED = "closed", _("off the list")  # 销号


class Grade(models.TextChoices):
    """Grade of a hidden danger 隐患等级 (Work Safety Law art. 41)."""

    ORDINARY = "ordinary", _("ordinary danger")  # 一般隐患
    MAJOR = "major", _("major danger")  # 重大隐患


class Origin(models.TextChoices):
    """Who found it 隐患来源."""

    ENTERPRISE = "enterprise", _("reported by the enterprise")  # 企业自查上报
    INSPECTION = "inspection", _("found at an inspection")  # 检查发现
    PUBLIC = "public", _("reported by the public")  # 群众举报
    SENSOR = "sensor", _("told by monitoring")  # 监测报警


class Domain(models.TextChoices):
    """Field of a hidden danger 隐患领域."""

    COAL = "coal", _("coal mine")  # 煤矿
    MINES = "mines", _("mine other than coal")  # 非煤矿山
    CHEMICALS = "hazchem", _("hazardous chemicals in use")  # 危险化学品
    FIREWORKS = "fireworks", _("fireworks in trade")  # 烟花爆竹
    INDUSTRY = "industry", _("industry and trade enterprise")  # 工贸
    TRANSPORT = "transport", _("transport")  # 交通运输
    EQUIPMENT = "equipment", _("special equipment")  # 特种设备
    FIRE = "fire", _("fire protection")  # 消防


class Level(models.TextChoices):
    """Level that keeps the list 挂牌督办级别."""

    COUNTY = "4", _("county list")  # 县级
    CITY = "3", _("city list")  # 市级
    PROVINCE = "2", _("provincial list")  # 省级
    NATION = "1", _("national list")  # 国家级


class Climb(models.TextChoices):
    """How far an overdue danger has climbed 逾期上报."""

    NONE = "0", _("in term")  # 未逾期
    ONE = "1", _("overdue: one level above told")  # 逾期，已报上一级
    TWO = "2", _("long overdue: two levels above told")  # 严重逾期，已报上两级


class HiddenDanger(Case):
    """A hidden danger 事故隐患 of an enterprise: what may lead to an accident, and what is done about it."""

    title = models.CharField(_("the danger in short"), max_length=120)
    enterprise = Link("enterprises.Enterprise", _("enterprise"))
    domain = models.CharField(_("field of the danger"), max_length=10, choices=Domain)
    place = models.CharField(_("place in the enterprise"), max_length=120, blank=True)
    position = PointField(_("position"), null=True, blank=True)
    origin = models.CharField(_("found by"), max_length=10, choices=Origin)
    found_on = models.DateField(_("found on"))
    description = models.TextField(_("present state and cause"), max_length=4000, blank=True)
    harm = models.TextField(_("harm and difficulty"), max_length=2000, blank=True)
    criterion = CodeField(
        _("criterion"),
        set="hidden_danger_criteria",
        max_length=20,
        blank=True,
        default="",
        editable=False,
    )
    basis = models.CharField(
        _("text by which it is judged"), max_length=200, blank=True, editable=False
    )
    grade = models.CharField(
        _("grade of the danger"), max_length=10, choices=Grade, blank=True, editable=False
    )
    level = models.CharField(
        _("listed by"), max_length=1, choices=Level, blank=True, editable=False
    )
    listed_on = models.DateField(_("listed on"), null=True, editable=False)
    due = models.DateField(_("correct by"), null=True, editable=False)
    open_until = models.DateField(_("term that runs"), null=True, editable=False)
    asked_due = models.DateField(_("more time asked until"), null=True, editable=False)
    corrected_on = models.DateField(_("corrected on"), null=True, editable=False)
    climbed = models.CharField(
        _("delay"), max_length=1, choices=Climb, default=Climb.NONE, editable=False
    )
    measures = models.TextField(_("measures and aim"), blank=True, editable=False)
    money = models.DecimalField(
        _("money [yuan]"), max_digits=14, decimal_places=2, null=True, editable=False
    )
    person = models.CharField(_("responsible person"), max_length=60, blank=True, editable=False)
    interim = models.TextField(_("interim safety and emergency plan"), blank=True, editable=False)
    duplicate_of = Link("self", _("the first report"), null=True, editable=False)
    reopens = Link("self", _("reopens"), null=True, editable=False)
    source_kind = models.CharField(_("kind of source"), max_length=60, blank=True, editable=False)
    source = models.UUIDField(_("source"), null=True, editable=False)
    state = state_field(State)

    class Meta:
        verbose_name, verbose_name_plural = _("hidden danger"), _("hidden dangers")
        constraints = [
            models.CheckConstraint(
                condition=~Q(grade="major") | ~Q(criterion="") | ~Q(basis=""),
                name="major_danger_by_a_criterion",
                violation_error_message=_("A major danger is judged by a criterion of the list."),
            ),
            models.UniqueConstraint(
                fields=["source_kind", "source"],
                condition=Q(source__isnull=False),
                name="one_danger_of_a_source",
                violation_error_message=_("This source has become a hidden danger already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def begins_with(self) -> str:
        return "hidden_danger_coal" if self.domain == Domain.COAL else "hidden_danger"


class Informant(Record):
    """Who told of a hidden danger 举报人: kept apart from the danger, so that its enterprise never learns it."""

    danger = Link(HiddenDanger, _("hidden danger"))
    name = models.CharField(_("name"), max_length=60)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    told_on = models.DateField(_("told on"))
    told = models.TextField(_("what was told"), max_length=2000, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("informant"), _("informants")

    def __str__(self) -> str:
        return f"{self.danger} {self.told_on}"

    def derive(self, on: date) -> None:
        """It lies where its danger lies."""
        self.division_id = self.danger.division_id
