"""Accounts, their assignments, what leads to an account (links, sign-ups, lost passwords), hand-overs."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from jinan.kernel.agencies.models import Agency
from jinan.kernel.territory.models import Branch, Division


class Role(models.TextChoices):
    """Role 角色 of an assignment. The three administrators are kept apart (GB/T 22239-2019, 8.1.5)."""

    READER = "reader", _("reader")  # 查阅人员
    OFFICER = "officer", _("officer")  # 监管人员
    LEADER = "leader", _("leader")  # 单位负责人
    SYSADMIN = "sysadmin", _("system administrator")  # 系统管理员
    SECADMIN = "secadmin", _("security administrator")  # 安全保密管理员
    AUDITOR = "auditor", _("audit administrator")  # 安全审计员


THREE = (Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR)
WRITERS = (Role.OFFICER, Role.LEADER)


class Kind(models.TextChoices):
    """Whose account it is."""

    OFFICER = "officer", _("officer")  # 公务人员
    ENTERPRISE = "enterprise", _("enterprise")  # 企业
    PUBLIC = "public", _("public")  # 公众


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, login: str, password: str | None = None, **fields: object) -> "Account":
        account = self.model(login=login.strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, login: str | None) -> "Account":
        return self.get(login=(login or "").strip().lower())


class Account(AbstractBaseUser):
    """An account 账号. It has no rights of its own: all rights come from its assignments."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    login = models.CharField(_("account name"), max_length=60, unique=True)
    name = models.CharField(_("full name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OFFICER)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agency")
    )
    holder = models.UUIDField(_("enterprise"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    failures = models.PositiveSmallIntegerField(_("failed sign-ins in a row"), default=0)
    locked_until = models.DateTimeField(_("locked until"), null=True, blank=True)
    password_changed_at = models.DateTimeField(_("password changed at"), null=True, blank=True)
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    must_enrol = models.BooleanField(_("must set up a second factor"), default=False)
    demonstration = models.BooleanField(_("demonstration account"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = AccountManager()

    class Meta:
        verbose_name, verbose_name_plural = _("account"), _("accounts")

    def __str__(self) -> str:
        return self.name

    # Django's own permission questions: rights never come from here.
    is_staff = False
    is_superuser = False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def holding(self, on: date | None = None) -> "AssignmentQuerySet":
        """Assignments that hold on a day, today when none is named; the last day counts."""
        day = on or timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class Assignment(models.Model):
    """An assignment 授权: one role, in one territory, for one subject (or all), for a time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        Account, models.CASCADE, related_name="assignments", verbose_name=_("account")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("territory"),
    )
    branch = models.ForeignKey(
        Branch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("inspectorate branch"),
    )
    subject = models.CharField(
        _("subject"), max_length=40, default="*", help_text=_("* for all subjects")
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    granted_by = models.ForeignKey(
        Account,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("granted by"),
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("assignment"), _("assignments")
        constraints = [
            CheckConstraint(
                condition=Q(role__in=THREE) | Q(division__isnull=False) | Q(branch__isnull=False),
                name="assignment_has_a_territory",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.division or self.branch or ''} {self.subject}"


class Purpose(models.TextChoices):
    """What a one-time link is for."""

    INVITATION = "invitation", _("invitation")  # 邀请
    PASSWORD = "password", _("new password")  # 重置密码


class Link(models.Model):
    """A one-time link to a password. Only the digest of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    made_by = models.UUIDField(null=True)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("one-time link"), _("one-time links")


class SignUp(models.Model):
    """The sign-up of an enterprise 企业注册: its account waits, inactive, for acceptance."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.OneToOneField(Account, models.CASCADE, related_name="sign_up")
    credit_code = models.CharField(_("unified social credit code"), max_length=18)
    enterprise = models.CharField(_("enterprise"), max_length=120)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    origin = models.CharField(_("address"), max_length=45, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    accepted = models.BooleanField(_("accepted"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("sign-up"), _("sign-ups")
        ordering = ("asked_at",)


class LostPassword(models.Model):
    """Somebody asked for a new password and no mail could be sent: an administrator answers."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    origin = models.CharField(_("address"), max_length=45, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("lost password"), _("lost passwords")
        ordering = ("asked_at",)


class HandOver(models.Model):
    """A hand-over 工作交接: what waited for somebody who left, and who goes on with it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="+", verbose_name=_("handed over by")
    )
    successor = models.ForeignKey(
        Account, models.PROTECT, related_name="+", verbose_name=_("successor")
    )
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("handed over at"), auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    giver = models.CharField(_("full name"), max_length=60)
    items = models.JSONField(_("items"), default=dict)
    seen_at = models.DateTimeField(_("taken note of at"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("hand-over"), _("hand-overs")
        ordering = ("-at",)
