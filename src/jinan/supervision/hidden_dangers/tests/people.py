"""The people of a hidden danger for the tests: officers of three levels, the enterprise, and what they do."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from jinan.kernel.agencies.models import Agency
from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.models import Account, Kind
from jinan.kernel.records.api import add, record_type
from jinan.kernel.records.kit import good_row
from jinan.platform.cases import api as cases
from jinan.platform.papers import api as papers
from jinan.registers.enterprises.models import Enterprise
from jinan.supervision.hidden_dangers.models import HiddenDanger

KIND = "hidden_dangers.hiddendanger"
MAJOR = {"grade": "major", "criterion": "COALREG-02"}


def days(number: int) -> Any:
    return timezone.localdate() + timedelta(days=number)


DUE = {"due": days(60)}
PLAN = {
    "measures": "增设抽采钻场", "money": "1200000", "person": "何平", "due": days(50),
    "interim": "限产并加密巡检",
}  # fmt: skip


FILLED = {
    "table": [["1", "通风设施"]], "datetimerange": "2026-11-25T09:00/2026-11-25T11:30", "enum(request,expiry)": "request",
}  # fmt: skip


def issued(danger: HiddenDanger, who: Account, code: str) -> papers.Paper:
    """A paper of the danger, its empty fields filled in, issued."""
    with in_scope(kit.viewer(who)) as by:
        made = papers.draft(danger, code, by=by)
        given = {
            field.name: days(30) if field.kind == "date" else FILLED.get(field.kind, "（试）")
            for field in papers.missing(made)
        }
        return papers.issue(papers.fill(made, given, by=by), by=by)


@dataclass
class People:
    """Officers and heads of county, city and province, of the next county, the enterprise and another one."""

    officer: Account
    head: Account
    cityhead: Account
    provincehead: Account
    neighbour: Account
    firm: Account
    other: Account

    @classmethod
    def made(cls) -> "People":
        officer = kit.officer("officer")
        head = kit.officer("head", role="leader")
        cityhead = kit.officer("cityhead", kit.CITY, "leader")
        province = kit.officer("provincehead", kit.PROVINCE, "leader")
        neighbour = kit.officer("neighbour", kit.NEIGHBOUR)
        with in_scope(system("test")):
            for below, above in (
                (kit.COUNTY, kit.CITY),
                (kit.NEIGHBOUR, kit.CITY),
                (kit.CITY, kit.PROVINCE),
            ):
                Agency.objects.filter(pk=below).update(superior=above)
            row = good_row(HiddenDanger)
            mine = Enterprise.objects.get(pk=row["enterprise"])
            mine.agency_id = kit.COUNTY
            mine.save(update_fields=["agency_id"])
            firm = Account.objects.create(
                login="firm", name="厂方", kind=Kind.ENTERPRISE, holder=mine.pk
            )
            other = Account.objects.create(
                login="other", name="别厂", kind=Kind.ENTERPRISE, holder=officer.pk
            )
        return cls(officer, head, cityhead, province, neighbour, firm, other)

    @property
    def mine(self) -> Enterprise:
        with in_scope(system("test")):
            return Enterprise.objects.get(pk=self.firm.holder)  # type: ignore[no-any-return]

    def danger(self, **changes: Any) -> HiddenDanger:
        row = good_row(HiddenDanger) | {"enterprise": str(self.firm.holder)} | changes
        with in_scope(kit.viewer(self.officer)) as by:
            return add(record_type(KIND), row, by=by)  # type: ignore[return-value]

    def take(self, danger: HiddenDanger, who: str, move: str, **values: Any) -> HiddenDanger:
        reason = values.pop("reason", "")
        with in_scope(system("test")):
            danger.refresh_from_db()
            step = cases.course_of(danger).move(move)
        if step.paper and who in ("officer", "head") and danger.state in step.sources:
            issued(danger, self.officer, step.paper[0])
        with in_scope(kit.viewer(getattr(self, who))) as by:
            return cases.take(danger, move, by=by, values=values, reason=reason)  # type: ignore[return-value]

    def brought_to(self, state: str, **changes: Any) -> HiddenDanger:
        """A major danger that has come to a state by the ordinary way."""
        danger = self.danger(**changes)
        way: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
            ("graded", "officer", "grade", MAJOR),
            ("listed", "head", "list", DUE),
            ("rectifying", "firm", "plan", PLAN),
            ("accept_asked", "firm", "ask_acceptance", {"done": "已完成"}),
            ("accepted", "officer", "pass", {}),
            ("closed", "head", "cancel", {}),
        )
        for reached, who, move, values in way:
            if danger.state == state:
                break
            danger = self.take(danger, who, move, **values)
            assert danger.state == reached
        return danger
