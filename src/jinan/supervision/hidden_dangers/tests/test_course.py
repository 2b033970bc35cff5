"""A hidden danger goes its course: who may do what, what is asked, what is refused, who stands in for whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.models import Account, Kind
from jinan.kernel.records.api import Refusal, Stale, add, record_type
from jinan.kernel.records.kit import good_row
from jinan.platform.cases import api as cases
from jinan.platform.cases import standing
from jinan.platform.cases.queries import counted, waiting
from jinan.supervision.hidden_dangers.models import HiddenDanger
from jinan.supervision.hidden_dangers.tests.people import issued

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DUE = {"due": TODAY() + timedelta(days=30)}


@pytest.fixture
def officer() -> Account:
    return kit.officer()


@pytest.fixture
def danger(officer: Account) -> HiddenDanger:
    return entered(officer)


def entered(officer: Account) -> HiddenDanger:
    row = good_row(HiddenDanger)
    with in_scope(kit.viewer(officer)) as by:
        return add(record_type("hidden_dangers.hiddendanger"), row, by=by)  # type: ignore[return-value]


def take(danger: HiddenDanger, who: Account, move: str, **values: Any) -> HiddenDanger:
    reason = values.pop("reason", "")
    at = values.pop("at", None)
    with in_scope(kit.viewer(who)) as by:
        danger.refresh_from_db()
        return cases.take(danger, move, by=by, values=values, reason=reason, at=at)  # type: ignore[return-value]


def ordered(danger: HiddenDanger, who: Account) -> HiddenDanger:
    """Order the correction, with its paper."""
    issued(danger, who, "C05")
    return take(danger, who, "order", **DUE)


def test_no_order_without_its_paper(danger: HiddenDanger, officer: Account) -> None:
    take(danger, officer, "grade", grade="ordinary")
    with pytest.raises(Refusal, match="现场处理决定书"):
        take(danger, officer, "order", **DUE)
    assert ordered(danger, officer).state == "rectifying"


def test_a_case_opens_in_the_first_state_with_its_first_step(
    danger: HiddenDanger, officer: Account
) -> None:
    with in_scope(kit.viewer(officer)):
        (step,) = cases.steps_of(danger)
    assert (danger.state, danger.edition, step.outcome, step.came_to) == (
        "found", "2021-09-01", "opened", "found",
    )  # fmt: skip


def test_a_move_changes_state_keeps_particulars_and_gives_the_case_a_handler(
    danger: HiddenDanger, officer: Account
) -> None:
    moved = take(danger, officer, "grade", grade="major", criterion="COALREG-04")
    assert (moved.state, moved.grade, moved.criterion) == ("graded", "major", "COALREG-04")
    assert moved.handlers == [officer.pk]
    with in_scope(kit.viewer(officer)):
        step = cases.steps_of(danger).last()
        assert step is not None
        assert (step.came_from, step.came_to, step.given["grade"]) == ("found", "graded", "major")


@pytest.mark.parametrize(
    ("move", "values", "field"),
    [
        ("grade", {}, "grade"),
        ("grade", {"grade": "huge"}, "grade"),
        ("grade", {"grade": "major"}, ""),
        ("order", {}, ""),
        ("nowhere", {}, ""),
        ("reject", {}, "reason"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(
    danger: HiddenDanger, officer: Account, move: str, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        take(danger, officer, move, **values)
    assert field in refused.value.errors
    with in_scope(kit.viewer(officer)):
        danger.refresh_from_db()
        assert danger.state == "found"
        assert cases.steps_of(danger).count() == 1, "nothing is half done"


def test_who_opened_an_old_page_is_told_that_the_case_moved_on(
    danger: HiddenDanger, officer: Account
) -> None:
    take(danger, officer, "grade", grade="ordinary")
    with in_scope(kit.viewer(officer)) as by, pytest.raises(Stale, match=r"已判定等级|graded"):
        danger.state = "found"
        cases.take(danger, "grade", by=by, values={"grade": "major", "criterion": "COALREG-01"})


def test_the_enterprise_answers_for_itself_and_for_nobody_else(
    danger: HiddenDanger, officer: Account
) -> None:
    take(danger, officer, "grade", grade="ordinary")
    ordered(danger, officer)
    with in_scope(system("test")):
        own = Account.objects.create(
            login="firm", name="厂方", kind=Kind.ENTERPRISE, holder=danger.enterprise_id
        )
        other = Account.objects.create(
            login="firm2", name="别厂", kind=Kind.ENTERPRISE, holder=danger.pk
        )
    with pytest.raises((Refusal, HiddenDanger.DoesNotExist)):
        take(danger, other, "ask_acceptance", done="已整改")
    with pytest.raises(Refusal, match=r"企业|enterprise"):
        take(danger, officer, "ask_acceptance", done="已整改")
    moved = take(danger, own, "ask_acceptance", done="已完成抽采系统改造")
    assert moved.state == "accept_asked"
    with in_scope(kit.viewer(officer)):
        step = cases.steps_of(danger).last()
        assert step is not None
        assert (step.actor, step.created_by) == ("厂方", own.pk), "written by the node, in his name"


def test_only_the_head_lists_and_only_a_major_danger(
    danger: HiddenDanger, officer: Account
) -> None:
    head = kit.officer("head", role="leader")
    take(danger, officer, "grade", grade="major", criterion="COALREG-02")
    with pytest.raises(Refusal, match=r"负责人|head"):
        take(danger, officer, "list", **DUE)
    moved = take(danger, head, "list", **DUE)
    assert (moved.state, moved.level) == ("listed", "4")


def test_a_stand_in_acts_for_the_head_and_the_step_says_for_whom(
    danger: HiddenDanger, officer: Account
) -> None:
    head = kit.officer("head", role="leader")
    take(danger, officer, "grade", grade="major", criterion="COALREG-02")
    with in_scope(kit.viewer(head)) as by:
        standing.stand_in(
            head.pk,
            officer.pk,
            by=by,
            first=TODAY(),
            last=TODAY() + timedelta(days=5),
            reason="出差",
        )
    assert take(danger, officer, "list", **DUE).state == "listed"


def test_a_stranger_names_no_stand_in(officer: Account) -> None:
    head, stranger = kit.officer("head", role="leader"), kit.officer("stranger", kit.NEIGHBOUR)
    days = {"first": TODAY(), "last": TODAY()}
    with in_scope(kit.viewer(stranger)) as by, pytest.raises(Refusal):
        standing.stand_in(head.pk, stranger.pk, by=by, reason="x", **days)  # type: ignore[arg-type]
    with in_scope(kit.viewer(officer)) as by, pytest.raises(Refusal):
        standing.stand_in(head.pk, officer.pk, by=by, reason="x", **days)  # type: ignore[arg-type]


def test_a_case_belongs_to_its_handlers_until_it_is_handed_over(
    danger: HiddenDanger, officer: Account
) -> None:
    colleague = kit.officer("colleague")
    take(danger, officer, "grade", grade="ordinary")
    with pytest.raises(Refusal, match=r"承办人|handlers"):
        take(danger, colleague, "order", **DUE)
    with in_scope(kit.viewer(officer)) as by:
        cases.hand_over(danger, [colleague.pk], by=by, reason="分工调整")
    assert ordered(danger, colleague).state == "rectifying"


def test_a_step_made_without_a_network_keeps_both_moments(
    danger: HiddenDanger, officer: Account
) -> None:
    then = timezone.now()
    with pytest.raises(Refusal) as refused:
        take(danger, officer, "grade", grade="ordinary", at=then + timedelta(hours=2))
    assert "at" in refused.value.errors
    with pytest.raises(Refusal):
        take(danger, officer, "grade", grade="ordinary", at=danger.state_since - timedelta(days=1))
    take(danger, officer, "grade", grade="ordinary", at=then)
    with in_scope(kit.viewer(officer)):
        step = cases.steps_of(danger).last()
        assert step is not None and step.at == then and step.created_at > then


def test_the_worklist_shows_it_to_who_can_move_it(danger: HiddenDanger, officer: Account) -> None:
    colleague, stranger = kit.officer("colleague"), kit.officer("stranger", kit.NEIGHBOUR)

    def seen(who: Account) -> int:
        with in_scope(kit.viewer(who)) as by:
            lines = list(waiting(by, 100))
            assert counted(by, 101) == len(lines)
            return len(lines)

    assert (seen(officer), seen(colleague), seen(stranger)) == (1, 1, 0)
    take(danger, officer, "grade", grade="ordinary")
    assert (seen(officer), seen(colleague)) == (1, 0), "the handler has it now"


def test_pages_show_the_course_and_make_a_move(danger: HiddenDanger, officer: Account) -> None:
    browser = kit.client(officer)
    page = browser.get(f"/hidden_dangers/dangers/{danger.pk}/")
    assert page.status_code == 200 and "<svg" in page.content.decode()
    address = f"/hidden_dangers/dangers/{danger.pk}/moves/grade/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"grade": "major", "state": "found"}).status_code == 422
    given = {"grade": "major", "criterion": "COALREG-02", "state": "found"}
    assert browser.post(address, given).status_code == 302
    assert kit.client(kit.officer("n", kit.NEIGHBOUR)).get(address).status_code == 404


def test_no_raw_sql_moves_a_case(danger: HiddenDanger, officer: Account) -> None:
    with in_scope(kit.viewer(officer)), pytest.raises(DatabaseError), transaction.atomic():
        HiddenDanger.objects.filter(pk=danger.pk).update(state="closed")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_nobody_rewrites_a_step(danger: HiddenDanger, officer: Account) -> None:
    with in_scope(kit.viewer(officer)), pytest.raises(DatabaseError), transaction.atomic():
        cases.steps_of(danger).update(actor="别人")


def test_a_danger_needs_its_enterprise(officer: Account) -> None:
    kind = record_type("hidden_dangers.hiddendanger")
    with in_scope(kit.viewer(officer)) as by, pytest.raises(Refusal):
        row = good_row(HiddenDanger)
        add(kind, row | {"enterprise": ""}, by=by)
