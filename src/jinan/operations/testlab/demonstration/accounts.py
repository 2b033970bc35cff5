"""One account a role and level; its password and its present second factor stand on the sign-in page."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from jinan.kernel.identity import actions as sign_in
from jinan.kernel.identity.api import DEMONSTRATION_PASSWORD as PASSWORD
from jinan.kernel.identity.models import Account, Assignment, Kind, Role


@dataclass(frozen=True)
class Seat:
    """An account of the demonstration."""

    login: str
    name: str
    role: str
    division: str | None = None
    branch: str | None = None
    kind: str = Kind.OFFICER
    subject: str = "*"


SEATS = (
    Seat("county", "陈敏（肥东县）", Role.OFFICER, "340122"),
    Seat("county2", "周强（肥西县）", Role.OFFICER, "340123"),
    Seat("countyhead", "钱正（肥东县）", Role.LEADER, "340122"),
    Seat("city", "吴海波（合肥市）", Role.OFFICER, "340100"),
    Seat("cityhead", "宋建国（合肥市）", Role.LEADER, "340100"),
    Seat("provinceofficer", "郑文涛（安徽省）", Role.OFFICER, "340000"),
    Seat("province", "赵志华（安徽省）", Role.LEADER, "340000"),
    Seat("nation", "林静（全国）", Role.READER, "000000"),
    Seat("steward", "韩晓（数据管理）", Role.OFFICER, "000000", subject="substances"),
    Seat("branch", "高磊（监察分局）", Role.OFFICER, branch="MS340000-1"),
    Seat("codes", "何静（代码管理）", Role.OFFICER, "000000", subject="codes"),
    Seat("duty", "孙浩（值班）", Role.READER, "340000", subject="operations"),
    Seat("sysadmin", "系统管理员", Role.SYSADMIN),
    Seat("secadmin", "安全管理员", Role.SECADMIN),
    Seat("auditor", "审计管理员", Role.AUDITOR),
)


def load(scale: float) -> int:
    """One account for each seat; those that exist keep what they have."""
    granting = None
    for seat in sorted(SEATS, key=lambda s: s.role != Role.SECADMIN):
        account, new = Account.objects.get_or_create(
            login=seat.login,
            defaults={
                "name": seat.name,
                "kind": seat.kind,
                "agency_id": seat.division or seat.branch,
                "demonstration": True,
            },
        )
        if seat.role == Role.SECADMIN:
            granting = account
        if not new:
            continue
        account.set_password(PASSWORD)
        account.password_changed_at = timezone.now()
        account.save(update_fields=["password", "password_changed_at"])
        sign_in.enrol(account, sign_in.fixed_secret(seat.login), None)
        Assignment.objects.create(
            account=account,
            role=seat.role,
            division_id=seat.division,
            branch_id=seat.branch,
            subject=seat.subject,
            valid_from=date(2026, 1, 1),
            granted_by=granting,
            reason="示范账号",
        )
    return len(SEATS)
