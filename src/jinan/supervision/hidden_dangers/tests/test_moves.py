"""Every move of a hidden danger, and every refusal with its reason."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.records.api import Refusal
from jinan.platform.cases.api import course_of, courses, steps_of
from jinan.supervision.hidden_dangers.models import HiddenDanger
from jinan.supervision.hidden_dangers.tests.people import DUE, MAJOR, PLAN, People, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return People.made()


GOOD = (
    ("found", "officer", "grade", {"grade": "ordinary"}, "graded"),
    ("found", "officer", "reject", {"reason": "不属实"}, "rejected"),
    ("graded", "cityhead", "list_above", DUE, "listed"),
    ("listed", "cityhead", "list_above", DUE, "listed"),
    ("listed", "head", "stop", {}, "ordered_stop"),
    ("rectifying", "head", "stop", {}, "ordered_stop"),
    ("rectifying", "provincehead", "list_above", DUE, "listed"),
    ("rectifying", "firm", "ask_more_time", {"due": days(80), "reason": "设备到货晚"}, "extension_asked"),
    ("accept_asked", "officer", "fail", {**DUE, "reason": "风量不足"}, "rectifying"),
    ("accept_asked", "head", "propose_closure", {"reason": "无法整改"}, "closure_proposed"),
)  # fmt: skip


@pytest.mark.parametrize(("state", "who", "move", "values", "target"), GOOD)
def test_a_move_leads_where_the_table_says(
    people: People, state: str, who: str, move: str, values: dict[str, Any], target: str
) -> None:
    assert people.take(people.brought_to(state), who, move, **values).state == target


REFUSED = (
    ("found", "officer", "grade", {"grade": "major"}, "Choose the criterion"),
    ("found", "officer", "grade", MAJOR | {"criterion": "HAZCHEM-01"}, "did not hold"),
    ("found", "officer", "grade", MAJOR | {"criterion": "COALREG-99"}, "no such criterion"),
    ("found", "officer", "reject", {"reason": "重复", "first": "x"}, "another danger"),
    ("found", "firm", "grade", MAJOR, "officer"),
    ("graded", "officer", "list", DUE, "head"),
    ("graded", "head", "list", {"due": days(-1)}, "passed already"),
    ("graded", "head", "list", {"due": days(400)}, "a year at most"),
    ("graded", "officer", "order", DUE, "listed for supervision first"),
    ("listed", "head", "list_above", DUE, "above"),
    ("listed", "firm", "plan", PLAN | {"due": days(61)}, "within the term"),
    ("listed", "firm", "plan", PLAN | {"money": "much"}, "does not fit"),
    ("listed", "firm", "plan", {k: v for k, v in PLAN.items() if k != "person"}, "responsible person is missing"),
    ("listed", "officer", "plan", PLAN, "enterprise itself"),
    ("listed", "other", "plan", PLAN, "not there"),
    ("rectifying", "firm", "ask_more_time", {"due": days(80)}, "Say why"),
    ("rectifying", "firm", "ask_more_time", {"due": days(40), "reason": "晚"}, "after the present"),
    ("rectifying", "firm", "pass", {}, "possible in the state"),
    ("accept_asked", "firm", "pass", {}, "officer"),
    ("accept_asked", "officer", "propose_closure", {"reason": "x"}, "head"),
    ("accepted", "officer", "cancel", {}, "head"),
    ("accepted", "head", "cancel_above", {}, "no list of a level above"),
    ("closed", "head", "cancel", {}, "possible in the state"),
)  # fmt: skip


@pytest.mark.parametrize(("state", "who", "move", "values", "sentence"), REFUSED)
def test_what_may_not_be_is_refused_with_its_reason(
    people: People, state: str, who: str, move: str, values: dict[str, Any], sentence: str
) -> None:
    danger = people.brought_to(state)
    with translation.override("en"), pytest.raises(Refusal, match=sentence):
        people.take(danger, who, move, **values)
    with in_scope(system("test")):
        danger.refresh_from_db()
        assert danger.state == state


def test_a_danger_of_a_field_without_a_list_is_judged_by_a_named_text(people: People) -> None:
    danger = people.danger(domain="fire")
    with translation.override("en"), pytest.raises(Refusal, match="Name the text"):
        people.take(danger, "officer", "grade", grade="major")
    graded = people.take(danger, "officer", "grade", grade="major", basis="XF 653")
    assert (graded.criterion, graded.basis) == ("", "XF 653")


def test_the_plan_keeps_the_five_settled_things(people: People) -> None:
    danger = people.brought_to("rectifying")
    kept = (danger.measures, str(danger.money), danger.person, danger.due, danger.interim)
    assert kept == ("增设抽采钻场", "1200000", "何平", days(50), "限产并加密巡检")
    assert danger.open_until == days(50)


def test_a_major_danger_stopped_before_its_plan_needs_the_plan_first(people: People) -> None:
    danger = people.take(people.brought_to("listed"), "head", "stop")
    with translation.override("en"), pytest.raises(Refusal, match="plan of correction first"):
        people.take(danger, "firm", "ask_acceptance", done="已完成")
    assert people.take(danger, "firm", "plan_stopped", **PLAN).state == "ordered_stop"
    assert people.take(danger, "firm", "ask_acceptance", done="已完成").state == "accept_asked"


@pytest.mark.parametrize(("left", "good"), [(10, True), (9, False)])
def test_more_time_is_asked_for_ten_days_before_the_end(
    people: People, left: int, good: bool
) -> None:
    danger = people.take(people.brought_to("listed"), "firm", "plan", **PLAN | {"due": days(left)})
    asked = {"due": days(90), "reason": "设备到货晚"}
    if good:
        danger = people.take(danger, "firm", "ask_more_time", **asked)
        assert danger.asked_due == days(90)
        granted = people.take(danger, "head", "grant", due=days(90))
        assert (granted.due, granted.open_until, granted.asked_due) == (days(90), days(90), None)
    else:
        with translation.override("en"), pytest.raises(Refusal, match="ten days before"):
            people.take(danger, "firm", "ask_more_time", **asked)


def test_a_refused_extension_leaves_the_term(people: People) -> None:
    danger = people.take(
        people.brought_to("rectifying"), "firm", "ask_more_time", due=days(90), reason="晚"
    )
    denied = people.take(danger, "head", "deny", reason="理由不足")
    assert (denied.state, denied.due, denied.asked_due) == ("rectifying", days(50), None)


def test_what_a_higher_level_lists_is_cancelled_by_both(people: People) -> None:
    danger = people.take(people.brought_to("graded"), "cityhead", "list_above", **DUE)
    assert danger.level == "3"
    danger = people.take(danger, "firm", "plan", **PLAN)
    danger = people.take(danger, "firm", "ask_acceptance", done="已完成")
    danger = people.take(danger, "officer", "pass")
    with translation.override("en"), pytest.raises(Refusal, match="keeper confirms"):
        people.take(danger, "head", "cancel")
    with translation.override("en"), pytest.raises(Refusal, match="keeps the list"):
        people.take(danger, "provincehead", "cancel_above")
    assert people.take(danger, "head", "cancel_above").state == "accepted", "one alone does not"
    closed = people.take(danger, "cityhead", "cancel_above")
    assert closed.state == "closed" and closed.closed_at is not None
    with in_scope(system("test")):
        assert steps_of(closed).filter(outcome="agreed", role="leader").count() == 1


def test_only_a_level_above_the_present_list_takes_it(people: People) -> None:
    danger = people.take(people.brought_to("listed"), "provincehead", "list_above", **DUE)
    with translation.override("en"), pytest.raises(Refusal, match="higher one already"):
        people.take(danger, "cityhead", "list_above", **DUE)


def test_a_duplicate_is_linked_to_the_first(people: People) -> None:
    first = people.danger()
    second = people.danger(title="北翼抽采能力不足，重复上报")
    again = people.take(second, "officer", "reject", reason="重复", first=str(first.pk))
    assert (again.state, again.duplicate_of_id) == ("rejected", first.pk)


def test_acceptance_of_a_coal_mine_has_its_own_term(people: People) -> None:
    coal, other = people.danger(), people.danger(domain="hazchem", title="储罐区无紧急切断")
    assert course_of(coal).move("pass").within == "C01"
    assert course_of(other).move("pass").within == "P18"


def test_the_days_of_correction_stop_when_acceptance_is_asked(people: People) -> None:
    danger = people.brought_to("accept_asked")
    assert (danger.corrected_on, danger.open_until) == (timezone.localdate(), None)
    back = people.take(danger, "officer", "fail", due=days(20), reason="风量不足")
    assert (back.corrected_on, back.open_until) == (None, days(20))


def test_every_state_of_the_table_has_words_in_both_languages() -> None:
    for course in courses():
        if course.model is HiddenDanger:
            for language in ("en", "zh-hans"):
                with translation.override(language):
                    assert all(str(course.title_of(state)) for state in course.states)


def test_the_grade_page_offers_the_lists_of_the_day(people: People) -> None:
    danger = people.danger(found_on=(timezone.localdate() - timedelta(days=3)).isoformat())
    page = kit.client(people.officer).get(f"/hidden_dangers/dangers/{danger.pk}/moves/grade/")
    text = page.content.decode()
    assert "data-sift" in text and "COALREG-04" in text and "COAL-01" in text
    assert "HAZCHEM-01" not in text and "国务院令第774号" in text
