from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from jinan.kernel.territory.models import Branch, Division


class Node(models.Model):
    """A node 节点: one installation with its own database. Nodes form a tree that follows the levels."""

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    superior = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subordinates"
    )

    class Meta:
        verbose_name, verbose_name_plural = _("node"), _("nodes")

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """An agency 机构 that supervises one division, or one branch of the inspectorate."""

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)  # its name in the log
    name = models.CharField(_("name"), max_length=100)
    division = models.ForeignKey(Division, models.PROTECT, null=True, blank=True, related_name="+")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+")
    superior = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subordinates",
        verbose_name=_("superior"),
    )
    node = models.ForeignKey(
        Node, models.PROTECT, related_name="+", verbose_name=_("served by node")
    )
    duty_phone = models.CharField(_("duty telephone"), max_length=30, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("agency"), _("agencies")
        ordering = ("code",)
        constraints = [
            CheckConstraint(
                condition=Q(division__isnull=False) | Q(branch__isnull=False),
                name="agency_has_a_place",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post 岗位 within an agency, held by accounts through their assignments."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="posts")
    title = models.CharField(_("title"), max_length=60)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("post"), _("posts")
        ordering = ("agency", "order")

    def __str__(self) -> str:
        return self.title
