import re
from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.models import Initials, Link, Record
from jinan.registers.regulations import rules
from jinan.registers.regulations.rules.splitting import sorting

SHORT = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"


class Rank(models.TextChoices):
    """Kind of instrument, in the order of force (立法法 2023, arts. 98-102)."""

    LAW = "10", _("law")  # 法律
    REGULATION = "20", _("administrative regulation")  # 行政法规
    RULE = "30", _("departmental rule")  # 部门规章
    LOCAL_REGULATION = "40", _("local regulation")  # 地方性法规
    LOCAL_RULE = "45", _("rule of a local government")  # 地方政府规章
    STANDARD = "50", _("national standard")  # 国家标准
    TRADE_STANDARD = "55", _("work-safety standard")  # 安全生产行业标准
    DOCUMENT = "60", _("normative document")  # 规范性文件


LOCAL = (Rank.LOCAL_REGULATION, Rank.LOCAL_RULE, Rank.DOCUMENT)
STANDARDS = (Rank.STANDARD, Rank.TRADE_STANDARD)


class Confidence(models.TextChoices):
    """How sure a fact of the law is."""

    SEEN = "seen", _("as published")  # 已核对
    UNVERIFIED = "unverified", _("to be verified")  # 待核实


class Wording(models.TextChoices):
    """Whether the words are those of the law or a digest of them."""

    FULL = "full", _("full text")  # 原文
    DIGEST = "digest", _("digest")  # 摘要


class Instrument(Record):
    """A law, regulation, rule, standard or normative document 法规标准, whatever its edition."""

    open_to_officers: ClassVar[bool] = True

    name = models.CharField(_("title"), max_length=200)
    code = models.CharField(_("short address"), max_length=40, unique=True)
    short_names = models.CharField(_("short names"), max_length=200, blank=True)
    initials = Initials(of="name")
    rank = models.CharField(_("kind of instrument"), max_length=2, choices=Rank)

    class Meta:
        verbose_name, verbose_name_plural = _("instrument"), _("laws and standards")

    def __str__(self) -> str:
        return self.name

    @property
    def cited_as(self) -> str:
        """The first short name, or the title."""
        return self.short_names.split("、")[0] or self.name

    @property
    def by_clause(self) -> bool:
        return self.rank in STANDARDS

    def derive(self, on: date) -> None:
        self.code = short(self.code)
        self.name = self.name.strip("《》")
        if self.division_id and self.rank not in LOCAL:
            raise ValidationError(
                {"division": _("An instrument of the whole country has no division.")}
            )
        if self.division_id and not self.code.startswith(f"{self.division_id}-"):
            raise ValidationError(
                {"code": _("A local instrument's short address begins with the code of its division: %(such)s.")
                         % {"such": f"{self.division_id}-{self.code}"[:40]}}
            )  # fmt: skip


class Edition(Record):
    """One edition of an instrument 版本: its number, its dates, its articles."""

    open_to_officers: ClassVar[bool] = True

    instrument = Link(Instrument, _("instrument"))
    label = models.CharField(_("edition"), max_length=60)
    code = models.CharField(_("short address"), max_length=50, unique=True)
    name = models.CharField(_("cited as"), max_length=280, editable=False)
    number = models.CharField(_("number of the document or standard"), max_length=80, blank=True)
    issuer = models.CharField(_("issuing body"), max_length=120, blank=True)
    promulgated = models.DateField(_("promulgated"), null=True, blank=True)
    effective = models.DateField(_("in force from"), null=True, blank=True)
    repealed = models.DateField(_("repealed on"), null=True, blank=True)
    supersedes = Link("self", _("supersedes"), null=True, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=Confidence, default=Confidence.UNVERIFIED
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("edition"), _("editions")
        constraints = [
            models.CheckConstraint(
                condition=Q(promulgated=None)
                | Q(effective=None)
                | Q(promulgated__lte=F("effective")),
                name="edition_promulgated_before_effect",
                violation_error_message=_("An edition is promulgated before it takes effect."),
            ),
            models.CheckConstraint(
                condition=Q(effective=None) | Q(repealed=None) | Q(effective__lt=F("repealed")),
                name="edition_in_force_before_repeal",
                violation_error_message=_("An edition is repealed after it took effect."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self, on: date) -> None:
        self.code = short(self.code)
        self.name = f"{self.instrument.cited_as}（{self.label}）"
        self.division_id = self.instrument.division_id
        if not self.code.startswith(f"{self.instrument.code}-"):
            raise ValidationError(
                {"code": _("An edition's short address begins with that of its instrument: %(such)s.")
                         % {"such": f"{self.instrument.code}-{on.year}"}}
            )  # fmt: skip
        if self.supersedes_id == self.id:
            raise ValidationError({"supersedes": _("An edition does not supersede itself.")})


class Article(Record):
    """An article 条 of a law or a clause of a standard: the unit that is cited."""

    open_to_officers: ClassVar[bool] = True

    edition = Link(Edition, _("edition"))
    label = models.CharField(_("article or clause"), max_length=20)
    name = models.CharField(_("cited as"), max_length=320, editable=False)
    order = models.PositiveBigIntegerField(_("place in the order"), default=0, editable=False)
    heading = models.CharField(_("chapter and section"), max_length=200, blank=True)
    text = models.TextField(_("words of the law"))
    wording = models.CharField(_("wording"), max_length=10, choices=Wording, default=Wording.FULL)
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=Confidence, default=Confidence.UNVERIFIED
    )

    class Meta:
        verbose_name, verbose_name_plural = _("article"), _("articles")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "label"],
                condition=Q(voided_at=None),
                name="article_once_an_edition",
                violation_error_message=_("This edition already has this article."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def derive(self, on: date) -> None:
        by_clause = self.edition.instrument.by_clause
        try:
            where = rules.place(self.label, by_clause=by_clause)
        except ValueError:
            raise ValidationError(
                {"label": _("Write 21, 21-1 for an article, 4.1.2 for a clause.")}
            ) from None
        if where.label != self.label:
            raise ValidationError(
                {"label": _("Write 21, 21-1 for an article, 4.1.2 for a clause.")}
            )
        self.name = self.edition.name + rules.in_words(self.label)
        self.order = order_of(self.label)
        self.text = "\n".join(line.strip() for line in self.text.splitlines() if line.strip())
        self.division_id = self.edition.division_id

    @property
    def number(self) -> str:
        return rules.in_words(self.label)

    @property
    def paragraphs(self) -> list[tuple[str, list[str]]]:
        return rules.paragraphs(self.text)


def order_of(label: str) -> int:
    """Where an article stands: four parts of a label, three digits each."""
    made = 0
    for kind, part in [*sorting(label), (0, 0), (0, 0), (0, 0)][:4]:
        made = made * 1000 + min(part + 900 * kind, 999)
    return made


def short(code: str) -> str:
    """A short address. Raises ValidationError when it is none."""
    tidy = code.strip().lower()
    if not re.match(SHORT, tidy):
        raise ValidationError({"code": _("Small letters, digits, hyphens: aqscf-2021.")})
    return tidy
