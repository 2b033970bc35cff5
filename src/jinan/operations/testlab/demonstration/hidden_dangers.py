"""Invented hidden dangers in every state: of two counties, of the coal district of the branch, of the enterprise with an account."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from jinan.kernel.identity.api import system
from jinan.kernel.identity.models import Account
from jinan.operations.testlab.demonstration.people import person
from jinan.operations.testlab.demonstration.places import SEED, scattered
from jinan.operations.testlab.demonstration.waiting import FIRM
from jinan.platform.cases.models import Outcome, Step
from jinan.platform.terms import api as terms
from jinan.registers.enterprises.models import Enterprise
from jinan.supervision.hidden_dangers.models import Climb, Grade, HiddenDanger, State
from jinan.supervision.hidden_dangers.rules import climbs

TODAY = date(2026, 11, 25)
COUNTIES, COAL = ("340122", "340123"), ("340406", "340421")
# field: (short words, place, criterion; empty for an ordinary danger)
WORDS = {
    "coal": (
        ("北翼回风巷风量不足", "北翼回风巷", "COALREG-05"), ("抽采泵站备用泵失效", "地面抽采泵站", "COALREG-04"),
        ("采煤工作面瓦斯探头位置不符", "2203工作面", "COALREG-11"), ("探放水钻孔数量不足", "东翼大巷", "COALREG-07"),
        ("巷道支护局部失修", "西翼轨道巷", ""), ("皮带机护栏缺失", "主运皮带", ""),
    ),
    "mines": (
        ("采空区未处理", "二采区", "UGMINE-17"), ("排水能力降低", "-180中段泵房", "UGMINE-07"),
        ("提升保护装置未检测", "主井", "UGMINE-22"), ("通风构筑物破损", "三中段", ""), ("照明线路老化", "选矿车间", ""),
    ),
    "hazchem": (
        ("储罐区未设紧急切断", "一号罐区", "HAZCHEM-04"), ("可燃气体报警器失效", "装卸台", "HAZCHEM-12"),
        ("防火堤局部开裂", "二号罐区", ""), ("静电接地断开", "装卸台", ""),
    ),
    "fireworks": (("工库房超量储存", "三号中转库", "FIREWORK-10"), ("防护屏障高度不足", "药物线", "")),
    "industry": (("粉尘收集系统未防爆", "打磨车间", ""), ("有限空间无警示标志", "污水站", ""), ("行车限位失灵", "总装车间", "")),
    "fire": (("疏散通道被占用", "一层东侧", ""), ("消火栓水压不足", "二层", "")),
    "transport": (("车辆动态监控离线", "车队", ""), ("罐车紧急切断失效", "车队", "")),
}  # fmt: skip
FIELDS = {
    "coal": "coal", "mine": "mines", "hazchem": "hazchem", "fireworks": "fireworks", "trade": "industry",
    "metallurgy": "industry", "transport": "transport", "public": "fire", "construction": "industry",
}  # fmt: skip
ORIGINS = ("enterprise", "enterprise", "inspection", "inspection", "public", "sensor")
# state: its way (move, state, role, days after the one before), for major and for ordinary dangers
MAJOR_WAY = (
    ("grade", State.GRADED, "handler", 2), ("list", State.LISTED, "leader", 2),
    ("plan", State.RECTIFYING, "enterprise", 4), ("ask_acceptance", State.ACCEPT, "enterprise", 30),
    ("pass", State.ACCEPTED, "handler", 6), ("cancel", State.CLOSED, "leader", 2),
)  # fmt: skip
SMALL_WAY = (
    ("grade", State.GRADED, "handler", 1), ("order", State.RECTIFYING, "handler", 1),
    ("ask_acceptance", State.ACCEPT, "enterprise", 8), ("pass", State.ACCEPTED, "handler", 3),
    ("cancel", State.CLOSED, "leader", 1),
)  # fmt: skip
ASIDE = {
    State.REJECTED: (State.FOUND, "reject", "handler"),
    State.EXTENSION: (State.RECTIFYING, "ask_more_time", "enterprise"),
    State.STOPPED: (State.RECTIFYING, "stop", "leader"),
    State.CLOSURE: (State.ACCEPT, "propose_closure", "leader"),
}
OWN = ("listed", "rectifying", "late", "found", "accept_asked", "closed")  # of the enterprise
STATES = (
    "found", "graded", "listed", "rectifying", "late", "closed", "accept_asked", "rejected", "accepted",
    "extension_asked", "ordered_stop", "late", "closed", "closure_proposed", "rectifying", "very_late", "closed",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """A danger to invent: whose, and how far it has come; `late` and `very_late` are being corrected."""

    owner: Enterprise
    state: str


def load(scale: float) -> int:
    """Forty dangers, unless there are some already."""
    if HiddenDanger.objects.exists():
        return 0
    chance = random.Random(f"{SEED}dangers")  # noqa: S311
    made = [danger(one, chance) for one in wanted()]
    HiddenDanger.objects.bulk_create([one for one, _steps in made])
    Step.objects.bulk_create([step for _one, steps in made for step in steps])
    for one, _steps in made:
        if one.state == State.ACCEPT:
            code = "C01" if one.domain == "coal" else "P18"
            terms.start(one, code, on=timezone.localdate(one.state_since), by=system("示范数据"))
    return len(made)


def wanted() -> Iterator[Wanted]:
    held = Account.objects.filter(login=FIRM, holder__isnull=False).values("holder")
    yield from (
        Wanted(own, state) for own in Enterprise.objects.filter(pk__in=held) for state in OWN
    )
    for places, each in ((COUNTIES[:1], 14), (COUNTIES[1:], 10), (COAL, 10)):
        found = Enterprise.objects.filter(division__in=places, synthetic=True).exclude(pk__in=held)
        if places == COAL:
            found = found.filter(industry="0610")
        owners = list(found.order_by("credit_code")[:each])
        for at, owner in enumerate(owners):
            yield Wanted(owner, STATES[at % len(STATES)])


def danger(one: Wanted, chance: random.Random) -> tuple[HiddenDanger, list[Step]]:
    """A danger with the steps that brought it where it is."""
    owner, late = one.owner, {"late": 4, "very_late": 16}.get(one.state, 0)
    state = State.RECTIFYING if late else State(one.state)
    domain = next(
        (FIELDS[s] for s in owner.supervision if s in FIELDS),
        "coal" if owner.industry == "0610" else "industry",
    )
    grave = [w for w in WORDS[domain] if w[2]]
    major = bool(grave) and (
        state in (State.LISTED, State.STOPPED, State.CLOSURE) or chance.random() < 0.7
    )
    title, place, criterion = chance.choice(
        grave if major else [w for w in WORDS[domain] if not w[2]]
    )
    way = way_to(state, MAJOR_WAY if major else SMALL_WAY)
    found = TODAY - timedelta(
        days=sum(days for *_move, days in way) + late + chance.randrange(1, 20)
    )
    made = HiddenDanger(
        title=title, place=place, enterprise=owner, holder=owner.pk, division_id=owner.division_id,
        agency_id=owner.agency_id, domain=domain, origin=chance.choice(ORIGINS), found_on=found,
        description="（虚拟）现场检查发现，原因待进一步查明。", synthetic=True,
        position=scattered((owner.position.x, owner.position.y, 0.005), chance) if owner.position else None,
    )  # fmt: skip
    made.derive(TODAY)
    made.opened_at = made.state_since = moment(found, chance)
    steps = [step(made, ("", "", State.FOUND, "officer"), chance)]
    for name, reached, role, days in way:
        before, made.state = made.state, reached
        made.state_since += timedelta(days=days)
        become(made, name, criterion if major else "", late, chance)
        steps.append(step(made, (name, before, reached, role), chance))
    if state == State.CLOSED:
        made.closed_at = made.state_since
    return made, steps


def way_to(state: State, way: tuple[Any, ...]) -> list[Any]:
    """The moves that lead to a state; those aside branch off the ordinary way."""
    last, aside = (ASIDE[state][0], ASIDE[state]) if state in ASIDE else (state, None)
    reached = [State.FOUND, *(one[1] for one in way)]
    if last not in reached:  # what only a major danger comes to
        last = State.RECTIFYING
    steps = list(way[: reached.index(last)])
    return [*steps, (aside[1], state, aside[2], 1)] if aside else steps


def become(made: HiddenDanger, name: str, criterion: str, late: int, chance: random.Random) -> None:
    """What a move leaves in the danger."""
    day = timezone.localdate(made.state_since)
    if name == "grade":
        made.grade, made.criterion = (Grade.MAJOR if criterion else Grade.ORDINARY), criterion
    if name in ("list", "order"):
        due = (
            TODAY - timedelta(days=late)
            if late
            else TODAY + timedelta(days=chance.randrange(6, 70))
        )
        made.due = made.open_until = due
        made.climbed = Climb(str(climbs(due, TODAY)))
    if name == "list":
        made.level, made.listed_on = chance.choice("4443"), day
    if name == "plan":
        made.measures = "停用相关设施，更换失效部件，完成后组织自检并复测。"
        made.money = Decimal(chance.randrange(3, 300)) * 10_000
        made.person, made.interim = person(chance), "限人限产，专人值守；险情征兆立即停产撤人。"
    if name == "ask_more_time" and made.due:
        made.asked_due = made.due + timedelta(days=30)
    if name == "ask_acceptance":
        made.corrected_on, made.open_until, made.climbed = day, None, Climb.NONE
        if chance.random() < 0.8:
            made.due = day + timedelta(days=chance.randrange(0, 15))
        else:
            made.due = day - timedelta(days=chance.randrange(1, 9))


def moment(day: date, chance: random.Random) -> datetime:
    return timezone.make_aware(
        datetime.combine(day, time(chance.randrange(8, 17), chance.randrange(60)))
    )


def step(of: HiddenDanger, way: tuple[str, str, str, str], chance: random.Random) -> Step:
    """A step as the engine would have written it: move, states before and after, role."""
    move, before, after, role = way
    outcome = Outcome.MOVED if move else Outcome.OPENED
    return Step(
        target_kind=of.kind(), target=of.pk, topic=of.subject(), division_id=of.division_id, holder=of.holder,
        agency_id=of.agency_id, synthetic=True, course=of.course, edition=of.edition, outcome=outcome, move=move,
        came_from=before, came_to=after, role=role, actor=person(chance), at=of.state_since,
        reason="（虚拟）" if move in ("reject", "ask_more_time", "propose_closure") else "",
    )  # fmt: skip
