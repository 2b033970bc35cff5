"""The demonstration: one real province by its divisions, invented enterprises and ponds, one account a role."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.gis.geos import Point
from django.db import connection
from django.utils import timezone

from jinan.kernel.agencies.models import Agency, Node, Post
from jinan.kernel.identity import actions as sign_in
from jinan.kernel.identity.api import DEMONSTRATION_PASSWORD as PASSWORD
from jinan.kernel.identity.models import Account, Assignment, Kind, Role
from jinan.kernel.territory import api as territory
from jinan.kernel.territory.models import Branch
from jinan.registers.enterprises.models import Enterprise
from jinan.standards.gb32100 import ALPHABET, check_sign
from jinan.supervision.tailings import rules
from jinan.supervision.tailings.models import TailingsPond

PROVINCE = "340000"
NEIGHBOURS = ("320000", "330000", "360000", "370000", "410000", "420000")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志文海波宁玲鹏宇"
SHAPES = (
    "金河",
    "宏远",
    "恒泰",
    "永兴",
    "长丰",
    "新源",
    "大通",
    "天华",
    "鑫盛",
    "瑞安",
    "中和",
    "远大",
)
TRADES = (
    ("铁矿", "0810"),
    ("铜矿", "0911"),
    ("金矿", "0921"),
    ("石灰石矿", "1011"),
    ("化工", "2614"),
)
PLACES = (
    "北沟",
    "南沟",
    "东山",
    "西岭",
    "石门",
    "大冲",
    "龙潭",
    "杨树洼",
    "老虎岗",
    "青石坳",
    "双河",
    "白土坡",
)


@dataclass(frozen=True)
class Seat:
    """An account of the demonstration."""

    login: str
    name: str
    role: str
    division: str | None = None
    branch: str | None = None
    kind: str = Kind.OFFICER


SEATS = (
    Seat("county", "陈敏（肥东县）", Role.OFFICER, "340122"),
    Seat("county2", "周强（肥西县）", Role.OFFICER, "340123"),
    Seat("city", "吴海波（合肥市）", Role.OFFICER, "340100"),
    Seat("province", "赵志华（安徽省）", Role.LEADER, "340000"),
    Seat("nation", "林静（全国）", Role.READER, "000000"),
    Seat("branch", "高磊（监察分局）", Role.OFFICER, branch="MS340000-1"),
    Seat("sysadmin", "系统管理员", Role.SYSADMIN),
    Seat("secadmin", "安全管理员", Role.SECADMIN),
    Seat("auditor", "审计管理员", Role.AUDITOR),
)


def make_agencies(node_code: str) -> int:
    """An agency for the nation, the province, each of its cities and counties, and the neighbours."""
    node, _made = Node.objects.get_or_create(code=node_code, defaults={"name": "示范节点"})
    top = agency("000000", "应急管理部", None, node)
    for code in NEIGHBOURS:
        agency(code, f"{territory.name(code)}应急管理厅", top, node)
    province = agency(PROVINCE, f"{territory.name(PROVINCE)}应急管理厅", top, node)
    for city in territory.children(PROVINCE):
        office = agency(city.code, f"{city.name}应急管理局", province, node)
        for county in territory.children(city.code):
            agency(county.code, f"{county.name}应急管理局", office, node)
    make_inspectorate(node)
    return Agency.objects.count()


def make_inspectorate(node: Node) -> None:
    """The head office of the inspectorate, the province's bureau and its branches."""
    above: dict[str | None, Agency] = {}
    for one in Branch.objects.filter(code__regex=rf"^MS({PROVINCE}.*)?$").order_by("code"):
        made, _new = Agency.objects.update_or_create(
            code=one.code,
            defaults={
                "name": one.name,
                "branch": one,
                "superior": above.get(one.parent_id),
                "node": node,
                "duty_phone": telephone(one.code),
            },
        )
        above[one.code] = made
        make_posts(made, ("值班室", "负责人", "监察执法处"))


def agency(code: str, name: str, superior: Agency | None, node: Node) -> Agency:
    made, _new = Agency.objects.update_or_create(
        code=code,
        defaults={
            "name": name,
            "division_id": code,
            "superior": superior,
            "node": node,
            "duty_phone": telephone(code),
        },
    )
    if code.startswith(PROVINCE[:2]):
        head = "厅" if code == PROVINCE else "局"
        make_posts(made, ("值班室", f"{head}长", "应急指挥中心主任", "矿山监管科", "危化监管科"))
    return made


def make_posts(of: Agency, titles: tuple[str, ...]) -> None:
    for order, title in enumerate(titles):
        Post.objects.update_or_create(
            agency=of,
            title=title,
            defaults={
                "order": order,
                "phone": of.duty_phone if not order else telephone(of.code + title),
            },
        )


def telephone(seed: str) -> str:
    """An invented number: no place has the area code 0000."""
    chance = random.Random(seed)  # noqa: S311
    return f"0000-{chance.randrange(10**6, 10**7)}"


def make_accounts() -> None:
    """One account a role; password and second factor are shown on the sign-in page."""
    granting = None
    for seat in sorted(SEATS, key=lambda s: s.role != Role.SECADMIN):
        account, new = Account.objects.get_or_create(
            login=seat.login,
            defaults={
                "name": seat.name,
                "kind": seat.kind,
                "agency_id": seat.division if seat.division else None,
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
            valid_from=date(2026, 1, 1),
            granted_by=granting,
            reason="示范账号",
        )


def counties() -> list[str]:
    return [c.code for city in territory.children(PROVINCE) for c in territory.children(city.code)]


def middles(codes: list[str]) -> dict[str, tuple[float, float, float]]:
    """A point inside each county and how far it reaches [degrees]; a guess where no boundary is loaded."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT division_id, ST_X(p), ST_Y(p), reach FROM (SELECT division_id, ST_PointOnSurface(geom) AS p, "
            "sqrt(ST_Area(geom)) / 4 AS reach FROM territory_boundary WHERE detail = 1 AND division_id = ANY(%s)) s",
            [codes],
        )
        found = {row[0]: (row[1], row[2], row[3]) for row in cursor.fetchall()}
    for number, code in enumerate(codes):
        found.setdefault(code, (115.6 + number % 12 * 0.3, 30.2 + number // 12 * 0.4, 0.05))
    return found


def person(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2))))


def credit_code(division: str, chance: random.Random) -> str:
    """A code with a right check sign whose organisation part is invented."""
    body = "91" + division + "X" + "".join(chance.choice(ALPHABET) for _ in range(8))
    return body + check_sign(body)


def scattered(middle: tuple[float, float, float], chance: random.Random) -> Point:
    angle, far = chance.uniform(0, 2 * math.pi), middle[2] * math.sqrt(chance.random())
    return Point(
        round(middle[0] + far * math.cos(angle), 6),
        round(middle[1] + far * math.sin(angle), 6),
        srid=4490,
    )


def enterprises(codes: list[str], each: int, seed: int) -> Iterator[Enterprise]:
    """Invented enterprises, `each` a county, the same for the same seed."""
    places = middles(codes)
    for code in codes:
        chance = random.Random(f"{seed}{code}")  # noqa: S311  # a demonstration is no secret
        for _number in range(each):
            trade, industry = chance.choice(TRADES)
            short = territory.name(code).rstrip("县市区")
            made = Enterprise(
                name=f"{short}{chance.choice(SHAPES)}{trade}有限公司（虚拟{chance.randrange(1000, 9999)}）",
                credit_code=credit_code(code, chance),
                industry=industry,
                legal_person=person(chance),
                phone=f"0000-{chance.randrange(10**6, 10**7)}",
                address=f"{territory.name(code, full=True)}{chance.choice(PLACES)}",
                position=scattered(places[code], chance),
                division_id=code,
                agency_id=code,
                synthetic=True,
            )
            made.holder = made.id
            yield made


def ponds(owners: list[Enterprise], seed: int) -> Iterator[TailingsPond]:
    """One or two ponds for every second enterprise."""
    today = date(2026, 1, 1)
    for owner in owners:
        chance = random.Random(f"{seed}{owner.credit_code}")  # noqa: S311
        if owner.position is None:
            continue
        for number in range(chance.choice((0, 0, 1, 2))):
            capacity = round(10 ** chance.uniform(0.8, 3.8), 1)
            height = round(8 + 10 ** chance.uniform(0.6, 2.0), 1)
            middle = (owner.position.x, owner.position.y, 0.02)
            yield TailingsPond(
                name=f"{chance.choice(PLACES)}尾矿库{owner.credit_code[-4:]}-{number + 1}",
                enterprise=owner,
                dam=scattered(middle, chance),
                capacity=capacity,
                height=height,
                degree=chance.choices("1234", (80, 13, 5, 2))[0],
                grade=rules.grade(capacity, height, on=today),
                division_id=owner.division_id,
                agency_id=owner.agency_id,
                holder=owner.id,
                synthetic=True,
            )
