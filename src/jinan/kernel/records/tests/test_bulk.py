"""Changing many records together: seen before, done at once, with a reason, undone as a whole."""

from typing import Any

import pytest

from jinan.kernel.changes.api import Verb, history
from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.jobs import tasks
from jinan.kernel.records.tests.ponds import (
    LIST,
    county,
    enterprise,
    imported,
    line,
    now,
    pond,
    ponds,
    run_of,
    workbook,
)
from jinan.supervision.tailings.models import TailingsPond

HEIGHT = {"set-height": "on", "height": "70", "reason": "measured anew"}


def chosen(browser: Any, *names: str, **more: str) -> Any:
    answer = browser.post(f"{LIST}bulk/", {"chosen": [pond(n).pk for n in names]} | more)
    return run_of(answer)


def press(browser: Any, run: Any, deed: str, **more: str) -> Any:
    return browser.post(f"{LIST}bulk/{run.pk}/", {"deed": deed} | more)


@pytest.mark.django_db
def test_preview_shows_before_and_after_with_what_is_computed_and_writes_nothing() -> None:
    _account, browser = county()
    imported(browser, workbook([line(n) for n in range(3)]))
    run = chosen(browser, "库1", "库2")
    page = press(browser, run, "look", **HEIGHT).content.decode()
    assert page.count("<strong>70</strong>") == 2 and page.count("<strong>3</strong>") == 2
    assert pond("库1").height == 35.5 and pond("库1").version == 1


@pytest.mark.django_db
def test_chosen_records_are_changed_with_the_reason_and_undone_again() -> None:
    _account, browser = county()
    imported(browser, workbook([line(n) for n in range(3)]))
    run = chosen(browser, "库1", "库2")
    press(browser, run, "go", **HEIGHT)
    assert [(p["height"], p["grade"]) for p in ponds()] == [(35.5, 4), (70, 3), (70, 3)]
    with in_scope(system("test")):
        assert history("tailings_tailingspond", pond("库1").pk)[-1].reason == "measured anew"
    press(browser, run, "undo")
    tasks.run(str(now(run).job))
    assert {(p["height"], p["grade"]) for p in ponds()} == {(35.5, 4)}


@pytest.mark.django_db
def test_record_changed_meanwhile_stops_the_whole_change() -> None:
    _account, browser = county()
    imported(browser, workbook([line(n) for n in range(3)]))
    run = chosen(browser, "库1", "库2")
    with in_scope(system("test")):
        TailingsPond.objects.filter(name="库2").update(capacity=7)
    answer = press(browser, run, "go", **HEIGHT)
    assert answer.status_code == 422 and {p["height"] for p in ponds()} == {35.5}
    press(browser, run, "refresh")
    press(browser, run, "go", **HEIGHT)
    assert [p["height"] for p in ponds()] == [35.5, 70, 70]


@pytest.mark.django_db
def test_faulty_value_and_missing_reason_are_told_at_their_fields() -> None:
    _account, browser = county()
    imported(browser, workbook([line(1)]))
    run = chosen(browser, "库1")
    answer = press(browser, run, "look", **HEIGHT | {"height": "-4"})
    assert answer.status_code == 422 and "field ticked wrong" in answer.content.decode()
    assert press(browser, run, "go", **HEIGHT | {"reason": ""}).status_code == 422
    assert pond("库1").height == 35.5


@pytest.mark.django_db
def test_record_that_would_break_a_rule_is_left_and_listed() -> None:
    _account, browser = county()
    imported(browser, workbook([line(1), line(2)]))
    run = chosen(browser, "库1", "库2")
    values = {"set-name": "on", "name": "同名库", "reason": "one name"}
    page = press(browser, run, "look", **values).content.decode()
    assert "pond_name_once_a_division" in page or "同名" in page
    press(browser, run, "go", **values)
    assert sorted(p["name"] for p in ponds()) in (["同名库", "库1"], ["同名库", "库2"])


@pytest.mark.django_db
def test_all_of_a_filter_are_changed_in_the_background_when_many() -> None:
    _account, browser = county()
    imported(browser, workbook([line(n, degree="2" if n % 2 else "1") for n in range(1_200)]))
    run = run_of(browser.post(f"{LIST}bulk/", {"all": "1", "query": "degree=2"}))
    assert len(run.plan["records"]) == 600
    press(browser, run, "go", **HEIGHT)
    tasks.run(str(now(run).job))
    assert now(run).changed == 600
    assert {(p["degree"], p["height"]) for p in ponds()} == {("1", 35.5), ("2", 70)}


@pytest.mark.django_db
def test_stranger_can_choose_nothing_of_another_county() -> None:
    _account, browser = county()
    imported(browser, workbook([line(1)]))
    other = kit.client(kit.officer("other", kit.NEIGHBOUR))
    answer = other.post(f"{LIST}bulk/", {"chosen": [pond("库1").pk]}, follow=True)
    assert "message error" in answer.content.decode()
    assert other.get(f"{LIST}bulk/{chosen(browser, '库1').pk}/").status_code == 404
    assert enterprise().version == 1


@pytest.mark.django_db
def test_personal_fields_shown_in_a_preview_are_noted() -> None:
    account = kit.officer()
    browser, firm = kit.client(account), enterprise()
    answer = browser.post("/enterprises/list/bulk/", {"chosen": [firm.pk]})
    browser.post(
        answer.headers["Location"],
        {"deed": "look", "set-phone": "on", "phone": "0551-1234567", "reason": "x"},
    )
    with in_scope(system("test")):
        read = [one for one in history("enterprises_enterprise", firm.pk) if one.verb == Verb.READ]
    assert len(read) == 1
