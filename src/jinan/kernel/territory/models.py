from django.contrib.gis.db.models import MultiPolygonField
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Level of a division 行政级别; the four levels of the platform."""

    NATION = "nation", _("nation")  # 国家
    PROVINCE = "province", _("province")  # 省级
    PREFECTURE = "prefecture", _("prefecture")  # 地级
    COUNTY = "county", _("county")  # 县级


class Kind(models.TextChoices):
    """What a row of the division table is, which decides its use (GB/T 2260 and its additions)."""

    ADMIN = "admin", _("division")  # 行政区
    DIRECT_COUNTY = "direct_county", _("county directly under the province")  # 省直辖县级
    PLACEHOLDER = "placeholder", _("placeholder")  # 市辖区、省直辖: never a place
    STAT_ZONE = "stat_zone", _("statistical zone")  # 开发区等
    STAT_ONLY = "stat_only", _("statistical row")
    SAR_DISTRICT = "sar_district", _("district of a special administrative region")  # 港澳分区


class Division(models.Model):
    """A division 行政区划 by its GB/T 2260 code. A code is never reused: a change closes one row and opens another."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("superior"),
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.ADMIN)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(
        _("valid to"), null=True, blank=True, help_text=_("last day included")
    )
    replaced_by = ArrayField(
        models.CharField(max_length=6), verbose_name=_("replaced by"), default=list, blank=True
    )
    source = models.CharField(_("source"), max_length=200)
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("division"), _("divisions")
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.name


class Branch(models.Model):
    """A bureau or branch of the mine-safety inspectorate 矿山安全监察机构; its places are whole divisions."""

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    level = models.CharField(
        _("level"),
        max_length=8,
        choices=[
            ("head", _("head office")),
            ("bureau", _("provincial bureau")),
            ("branch", _("branch")),
        ],
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    divisions = models.ManyToManyField(
        Division, verbose_name=_("divisions covered"), related_name="+"
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)
    confidence = models.CharField(_("confidence"), max_length=12, default="unverified")

    class Meta:
        verbose_name, verbose_name_plural = _("inspectorate branch"), _("inspectorate branches")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Boundary(models.Model):
    """The boundary of a division for one class of zoom, in CGCS2000, with its source and standing."""

    division = models.ForeignKey(Division, models.CASCADE, related_name="boundaries")
    detail = models.PositiveSmallIntegerField(
        _("zoom class"), choices=[(0, _("country")), (1, _("province")), (2, _("county"))]
    )
    geom = MultiPolygonField(_("boundary"), srid=4490)
    source = models.CharField(_("source"), max_length=200)
    licence = models.CharField(_("licence"), max_length=100)
    date = models.DateField(_("date"), null=True, blank=True)
    approval_number = models.CharField(_("approval number"), max_length=40, blank=True)
    may_be_public = models.BooleanField(_("may be public"), default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("boundary"), _("boundaries")
        constraints = [
            models.UniqueConstraint(fields=["division", "detail"], name="boundary_once_a_class")
        ]


class Unmatched(models.Model):
    """A feature of a loaded map whose code is no division of the table; kept so that it can be looked into."""

    code = models.CharField(_("code"), max_length=6)
    name = models.CharField(_("name"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name, verbose_name_plural = _("unmatched feature"), _("unmatched features")
        ordering = ("code",)
        constraints = [models.UniqueConstraint(fields=["source", "code"], name="unmatched_once")]
