from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.models import Initials, Link, Measure, PointField, Record
from jinan.kernel.territory import api as territory
from jinan.supervision.coal_mines import rules


class GasGrade(models.TextChoices):
    """Gas grade 瓦斯等级 (code set mine_code_sets, coal_gas_grade)."""

    LOW = "LOW", _("low-gas mine")  # 低瓦斯矿井
    HIGH = "HIGH", _("high-gas mine")  # 高瓦斯矿井
    OUTBURST = "OUTBURST", _("outburst mine")  # 煤与瓦斯突出矿井


class Hydrology(models.TextChoices):
    """Type of hydrogeology 水文地质类型 (coal_hydro)."""

    SIMPLE = "1", _("simple")  # 简单
    MEDIUM = "2", _("medium")  # 中等
    COMPLEX = "3", _("complex")  # 复杂
    EXTREME = "4", _("extremely complex")  # 极复杂


class Combustion(models.TextChoices):
    """Tendency of the coal to burn by itself 煤层自燃倾向性 (coal_fire)."""

    EASY = "I", _("class I, easily")  # 容易自燃
    SOME = "II", _("class II")  # 自燃
    HARD = "III", _("class III, hardly")  # 不易自燃


class Dust(models.TextChoices):
    """Explosiveness of coal dust 煤尘爆炸性 (coal_dust)."""

    EXPLOSIVE = "Y", _("explosive")  # 有爆炸性
    SAFE = "N", _("not explosive")  # 无爆炸性


class Burst(models.TextChoices):
    """Tendency to rock burst 冲击地压倾向 (coal_burst)."""

    NONE = "0", _("no rock burst")  # 无冲击
    WEAK = "1", _("weak")  # 弱冲击
    MIDDLE = "2", _("middling")  # 中等冲击
    STRONG = "3", _("strong")  # 强冲击


class Method(models.TextChoices):
    """Mining method 采煤方法."""

    LONGWALL = "longwall", _("longwall, whole thickness")  # 走向长壁一次采全高
    TOP_COAL = "top_coal", _("longwall with top-coal caving")  # 综采放顶煤
    SLICED = "sliced", _("longwall in slices")  # 分层开采
    SHORTWALL = "shortwall", _("shortwall or room and pillar")  # 短壁、房柱式
    OPEN = "open", _("open pit")  # 露天开采


class Ventilation(models.TextChoices):
    """Ventilation 通风方式."""

    CENTRAL = "central", _("central")  # 中央式
    DIAGONAL = "diagonal", _("diagonal")  # 对角式
    MIXED = "mixed", _("mixed")  # 混合式
    DISTRICT = "district", _("by district")  # 分区式


class Status(models.TextChoices):
    """Status of a mine 矿井状态."""

    PRODUCING = "producing", _("producing")  # 生产
    BUILDING = "building", _("under construction")  # 建设
    SUSPENDED = "suspended", _("production or construction suspended")  # 停产停建
    CLOSED = "closed", _("closed down")  # 关闭


class Size(models.TextChoices):
    """Size of a mine 井型."""

    LARGE = "L", _("large mine")  # 大型
    MEDIUM = "M", _("medium mine")  # 中型
    SMALL = "S", _("small mine")  # 小型


class Monitoring(models.TextChoices):
    """Whether the safety monitoring of a mine is linked 安全监控联网."""

    LINKED = "1", _("linked")  # 已联网
    NOT = "0", _("not linked")  # 未联网


class CoalMine(Record):
    """A coal mine 煤矿: one pit with its own licence."""

    name = models.CharField(_("name of the mine"), max_length=80)
    initials = Initials(of="name")
    enterprise = Link("enterprises.Enterprise", _("enterprise"))
    district = models.CharField(_("coal district"), max_length=40, blank=True)
    position = PointField(_("position of the main shaft"))
    status = models.CharField(_("status of the mine"), max_length=10, choices=Status)
    licensed = Measure(_("licensed capacity"), unit="10⁴ t/a", least=0)
    approved = Measure(_("approved capacity"), unit="10⁴ t/a", least=0)
    method = models.CharField(_("mining method"), max_length=10, choices=Method)
    ventilation = models.CharField(_("ventilation"), max_length=10, choices=Ventilation, blank=True)
    gas_grade = models.CharField(_("gas grade"), max_length=8, choices=GasGrade)
    graded_on = models.DateField(_("graded on"), null=True, blank=True)
    relative = Measure(_("relative gas emission"), unit="m³/t", least=0, null=True, blank=True)
    absolute = Measure(_("absolute gas emission"), unit="m³/min", least=0, null=True, blank=True)
    heading = Measure(_("greatest of a heading"), unit="m³/min", least=0, null=True, blank=True)
    face = Measure(_("greatest of a mining face"), unit="m³/min", least=0, null=True, blank=True)
    hydrology = models.CharField(_("hydrogeology"), max_length=1, choices=Hydrology)
    combustion = models.CharField(_("spontaneous combustion"), max_length=3, choices=Combustion)
    dust = models.CharField(_("coal dust"), max_length=1, choices=Dust)
    burst = models.CharField(_("rock burst"), max_length=1, choices=Burst, default=Burst.NONE)
    monitoring = models.CharField(_("safety monitoring"), max_length=1, choices=Monitoring)
    licence = models.CharField(_("work-safety licence"), max_length=40, blank=True)
    valid_to = models.DateField(_("licence valid to"), null=True, blank=True)
    branch = Link("territory.Branch", _("inspectorate"), null=True, editable=False)
    size = models.CharField(_("size of the mine"), max_length=1, choices=Size, editable=False)
    measured = models.CharField(
        _("gas grade by emission (to be verified)"),
        max_length=8, choices=GasGrade, blank=True, editable=False,
    )  # fmt: skip

    class Meta:
        verbose_name, verbose_name_plural = _("coal mine"), _("coal mines")
        constraints = [
            models.UniqueConstraint(
                fields=["division", "name"],
                name="mine_name_once_a_division",
                violation_error_message=_("This division already has a mine of this name."),
            ),
            models.CheckConstraint(
                condition=Q(licence="") | Q(valid_to__isnull=False),
                name="mine_licence_has_an_end",
                violation_error_message=_("A licence has a day on which it ends."),
            ),
            models.CheckConstraint(
                condition=Q(approved__lte=F("licensed") * 3),
                name="mine_capacities_fit",
                violation_error_message=_(
                    "The approved capacity is more than three times the licensed one; are the units alike?"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self, on: date) -> None:
        self.size = rules.size(self.approved)
        self.measured = (
            rules.gas_grade(self.relative, self.absolute, self.heading, self.face, on=on) or ""
        )
        self.branch_id = territory.branch_of(self.division_id) if self.division_id else None
        if self.measured == GasGrade.HIGH and self.gas_grade == GasGrade.LOW:
            raise ValidationError(
                {"gas_grade": _("The emission measured makes it a high-gas mine; grade it anew.")}
            )


class ShaftKind(models.TextChoices):
    """Kind of shaft 井筒类型."""

    VERTICAL = "vertical", _("vertical shaft")  # 立井
    INCLINED = "inclined", _("inclined shaft")  # 斜井
    ADIT = "adit", _("adit")  # 平硐


class Purpose(models.TextChoices):
    """What a shaft is for 井筒用途."""

    MAIN = "main", _("main")  # 主井
    AUXILIARY = "auxiliary", _("auxiliary")  # 副井
    AIR = "air", _("ventilation shaft")  # 风井


class Shaft(Record):
    """A shaft 井筒 of a coal mine: a way between the surface and the workings."""

    mine = Link("coal_mines.CoalMine", _("coal mine"))
    name = models.CharField(_("name of the shaft"), max_length=40)
    kind_of_shaft = models.CharField(_("kind of shaft"), max_length=10, choices=ShaftKind)
    purpose = models.CharField(_("use of the shaft"), max_length=10, choices=Purpose)
    depth = Measure(_("depth or length"), unit="m", least=0)
    position = PointField(_("position of the mouth"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("shaft"), _("shafts")
        constraints = [
            models.UniqueConstraint(
                fields=["mine", "name"],
                name="shaft_name_once_a_mine",
                violation_error_message=_("This mine already has a shaft of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self, on: date) -> None:
        self.holder = self.mine.holder


class Thickness(models.TextChoices):
    """Class of a seam by thickness 煤层厚度分类."""

    THIN = "thin", _("thin seam")  # 薄煤层
    MEDIUM = "medium", _("medium seam")  # 中厚煤层
    THICK = "thick", _("thick seam")  # 厚煤层


class Dip(models.TextChoices):
    """Class of a seam by dip 煤层倾角分类."""

    LEVEL = "level", _("near level")  # 近水平
    GENTLE = "gentle", _("gently inclined")  # 缓倾斜
    INCLINED = "inclined", _("inclined")  # 倾斜
    STEEP = "steep", _("steep")  # 急倾斜


class Outburst(models.TextChoices):
    """Whether a seam may burst out 突出危险性鉴定."""

    YES = "1", _("outburst seam")  # 突出煤层
    NO = "0", _("no outburst seam")  # 非突出煤层
    OPEN = "9", _("not appraised")  # 未鉴定


class Seam(Record):
    """A coal seam 煤层 in the area of a mine."""

    mine = Link("coal_mines.CoalMine", _("coal mine"))
    name = models.CharField(_("name of the seam"), max_length=40)
    thickness = Measure(_("mean thickness"), unit="m", least=0)
    dip = Measure(_("mean dip"), unit="°", least=0)
    gas = Measure(_("gas content"), unit="m³/t", least=0, null=True, blank=True)
    pressure = Measure(_("gas pressure"), unit="MPa", least=0, null=True, blank=True)
    outburst = models.CharField(_("danger of outburst"), max_length=1, choices=Outburst)
    thickness_class = models.CharField(
        _("class by thickness (to be verified)"), max_length=8, choices=Thickness, editable=False
    )
    dip_class = models.CharField(
        _("class by dip (to be verified)"), max_length=8, choices=Dip, editable=False
    )

    class Meta:
        verbose_name, verbose_name_plural = _("seam"), _("seams")
        constraints = [
            models.UniqueConstraint(
                fields=["mine", "name"],
                name="seam_name_once_a_mine",
                violation_error_message=_("This mine already has a seam of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self, on: date) -> None:
        self.holder = self.mine.holder
        if self.dip > 90:
            raise ValidationError({"dip": _("A dip lies between 0 and 90 degrees.")})
        self.thickness_class = rules.thickness_class(self.thickness)
        self.dip_class = rules.dip_class(self.dip)
        if self.outburst == Outburst.YES and self.mine.gas_grade != GasGrade.OUTBURST:
            raise ValidationError(
                {"outburst": _("An outburst seam makes an outburst mine; grade the mine first.")}
            )
