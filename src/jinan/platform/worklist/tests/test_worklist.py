"""The list holds what waits for this account and no other, in order, with a count that is never wrong."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jinan.kernel.agencies.models import Agency
from jinan.kernel.identity import administration, kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.models import Account, Role
from jinan.kernel.jobs.models import Run, State
from jinan.kernel.records.api import add, answer, decide, record_type
from jinan.kernel.records.kit import enter
from jinan.kernel.records.models import Draft, ImportRun
from jinan.platform.worklist import queries
from jinan.platform.worklist import sources as offered
from jinan.platform.worklist.sources import Item, Source
from jinan.standards.gb32100 import check_sign
from jinan.supervision.coal_mines.models import CoalMine

pytestmark = pytest.mark.django_db
CODE = "91340122XAAAAAAAA"
KIND = "enterprises.enterprise"


@pytest.fixture
def county() -> Account:
    return kit.officer()


@pytest.fixture
def city(county: Account) -> Account:
    made = kit.officer("city", kit.CITY)
    with in_scope(system("test")):
        Agency.objects.filter(pk=kit.COUNTY).update(superior=kit.CITY)
    return made


@pytest.fixture
def works(county: Account) -> Any:
    row = {"name": "青山石料", "credit_code": CODE + check_sign(CODE), "division": kit.COUNTY}
    with in_scope(kit.viewer(county)) as by:
        return add(record_type(KIND), row, by=by)


def titles(account: Account, **asked: str) -> list[str]:
    with in_scope(kit.viewer(account)) as viewer:
        found = queries.waiting(viewer, **asked)
        assert asked or len(found) == queries.count(viewer)[0], "the count says another number"
        return [one.item.title for one in found]


def test_an_order_waits_for_officers_of_its_agency_with_the_duty_until_it_is_answered(
    works: Any, county: Account, city: Account
) -> None:
    others = [
        kit.officer("other", subject="tailings"),
        kit.officer("reader", role=Role.READER),
        kit.officer("next", kit.NEIGHBOUR),
    ]
    with in_scope(kit.viewer(city)) as by:
        order = decide(works, "order", by=by, text="限期核实", due=timezone.localdate())
    assert titles(county) == ["督办 · 青山石料"]
    assert [titles(one) for one in (*others, city)] == [[]] * 4
    with in_scope(kit.viewer(county)) as by:
        answer(order, by=by, text="已核实")
    assert titles(county) == []


def test_what_is_ones_own_waits_for_oneself_alone(county: Account) -> None:
    now = timezone.now()
    with in_scope(kit.viewer(county)):
        Draft.objects.create(account=county, kind=KIND, values={"name": "甲矿"})
        ImportRun.objects.create(account=county, kind=KIND, file_name="企业.xlsx")
        ImportRun.objects.create(account=county, kind=KIND, file_name="旧.xlsx", stage="done")
        Run.objects.create(account=county, task="x", about="导出", state=State.FAILED, ended_at=now)
        Run.objects.create(account=county, task="x", about="好", state=State.DONE, ended_at=now)
    assert set(titles(county)) == {"草稿：甲矿", "待确认导入：企业.xlsx", "失败：导出"}
    assert titles(kit.officer("colleague")) == []
    assert titles(county, kind="work") == ["失败：导出"]
    assert titles(county, room="企业") == titles(county, room="nothing") + titles(
        county, room="企业"
    )


def test_failed_work_leaves_the_list_when_it_is_put_aside(county: Account) -> None:
    with in_scope(kit.viewer(county)):
        run = Run.objects.create(
            account=county, task="x", state=State.FAILED, ended_at=timezone.now()
        )
    page = kit.client(county)
    assert "worklist" in page.get("/worklist/").content.decode()
    page.post(f"/jobs/{run.pk}/cancel/")
    assert titles(county) == []


@pytest.mark.parametrize(
    ("days", "waits"), [(-400, False), (-3, True), (0, True), (20, True), (400, False)]
)
def test_what_ends_soon_waits_for_the_agency_that_owns_it(
    county: Account, city: Account, days: int, waits: bool
) -> None:
    owned = enter(CoalMine)
    with in_scope(system("test")):
        day = timezone.localdate() + timedelta(days=days)
        CoalMine.objects.filter(pk=owned.pk).update(valid_to=day, agency=kit.COUNTY)
    assert titles(county) == ([str(owned)] if waits else [])
    assert titles(city) == [] == titles(kit.officer("reader", role=Role.READER))


def test_a_hand_over_waits_for_the_successor_until_he_has_noted_it(county: Account) -> None:
    successor = kit.officer("two")
    by = kit.viewer(kit.officer("sec", None, Role.SECADMIN))
    with in_scope(kit.viewer(county)):
        Draft.objects.create(account=county, kind=KIND, values={"name": "甲矿"})
    with in_scope(by):
        administration.relieve(county, successor, "退休", by=by)
    assert set(titles(successor)) == {"草稿：甲矿", "接手 County 的工作"}
    with in_scope(kit.viewer(successor)) as viewer:
        (line,) = queries.waiting(viewer, kind="handover")
    kit.client(kit.officer("third")).post(line.item.done)
    assert len(titles(successor)) == 2
    kit.client(successor).post(line.item.done)
    assert titles(successor) == ["草稿：甲矿"]


def made_up(number: int) -> Source:
    now, today = timezone.now(), timezone.localdate()

    def waiting(_viewer: Any) -> Iterator[Item]:
        for n in range(number):
            due = today + timedelta(days=n - 3) if n % 2 else None
            yield Item(f"{n}", "/", now - timedelta(days=n), due)

    return Source("test", "test", waiting, lambda _viewer: number)


def test_late_ones_come_first_and_what_has_no_term_last_the_oldest_first(
    county: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(offered._sources, "test", made_up(8))
    assert titles(county) == ["1", "3", "5", "7", "6", "4", "2", "0"]
    page = kit.client(county).get("/worklist/").content.decode()
    assert "超期 2 天" in page and "还有 2 天" in page


@pytest.mark.parametrize(("number", "shown"), [(0, ""), (7, ">7<"), (99, ">99<"), (100, ">99+<")])
def test_the_count_is_capped_and_says_so(
    county: Account, monkeypatch: pytest.MonkeyPatch, number: int, shown: str
) -> None:
    monkeypatch.setitem(offered._sources, "test", made_up(number))
    page = kit.client(county).get("/worklist/count/").content.decode().strip()
    assert (shown in page) and (bool(page) == bool(number))


def test_the_count_asks_the_database_a_few_times_however_much_waits(
    works: Any, county: Account, city: Account
) -> None:
    def asked() -> int:
        with in_scope(kit.viewer(county)) as viewer, CaptureQueriesContext(connection) as seen:
            queries.count(viewer)
        return len(seen)

    before = asked()
    with in_scope(kit.viewer(city)) as by:
        for n in range(5):
            decide(works, "order", by=by, text=f"{n}")
    assert asked() == before <= 17


def test_an_empty_list_is_pleasant(county: Account) -> None:
    assert "没有待办事项" in kit.client(county).get("/worklist/").content.decode()
