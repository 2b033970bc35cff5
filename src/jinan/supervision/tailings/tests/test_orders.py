"""An order from above stops a pond once its owner has carried it out, and consent lets it be used again."""

import json
from typing import Any

import pytest
from django.db import connection

from jinan.kernel.agencies.models import Agency
from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Account
from jinan.kernel.identity.scope import in_scope, system
from jinan.kernel.jobs import tasks
from jinan.kernel.records.api import add, record_type
from jinan.kernel.records.kit import good_row
from jinan.kernel.records.models import Decision
from jinan.supervision.tailings.models import TailingsPond

pytestmark = pytest.mark.django_db


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
def pond(county: Account) -> Any:
    with in_scope(kit.viewer(county)) as by:
        return add(record_type("tailings.tailingspond"), good_row(TailingsPond), by=by)


def deliver() -> None:
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE id = (SELECT min(id) FROM procrastinate_jobs "
                "WHERE task_name = 'jobs.call') RETURNING args"
            )
            row = cursor.fetchone()
        if row is None:
            return
        tasks.call(**(json.loads(row[0]) if isinstance(row[0], str) else row[0]))


def send(pond: Any, by: Account, verb: str) -> Any:
    given = {"verb": verb, "text": "坝体渗漏，立即停用"}
    answer = kit.client(by).post(f"/tailings/ponds/{pond.pk}/decide/", given)
    deliver()
    return answer


def answered(pond: Any, by: Account) -> Any:
    with in_scope(system("test")):
        last = Decision.objects.filter(target=pond.pk, verb="order").order_by("-id")[0]
    given = {"cause": str(last.pk), "text": "已停用"}
    return kit.client(by).post(f"/tailings/ponds/{pond.pk}/decide/", given)


def standing(pond: Any) -> str:
    with in_scope(system("test")):
        return str(TailingsPond.objects.get(pk=pond.pk).standing)


def test_an_order_stops_the_pond_when_it_is_carried_out(
    pond: Any, county: Account, city: Account
) -> None:
    assert send(pond, city, "order.stop").status_code == 302
    assert standing(pond) == "in_use", "an order alone moves nothing"
    assert answered(pond, county).status_code == 302
    deliver()
    assert standing(pond) == "stopped"
    page = kit.client(county)
    assert "责令停用" in page.get(f"/tailings/ponds/{pond.pk}/").content.decode()
    assert "坝体渗漏" in page.get(f"/tailings/ponds/{pond.pk}/history/").content.decode()
    send(pond, city, "order.resume")
    answered(pond, county)
    assert standing(pond) == "in_use"


def test_a_plain_order_moves_nothing(pond: Any, county: Account, city: Account) -> None:
    send(pond, city, "order")
    answered(pond, county)
    assert standing(pond) == "in_use"


def test_only_declared_orders_can_be_sent(pond: Any, city: Account) -> None:
    assert send(pond, city, "order.burn").status_code == 422
    assert send(pond, city, "annotation.stop").status_code in (302, 422)
    assert standing(pond) == "in_use"


def test_the_owner_is_not_offered_to_send_to_itself(pond: Any, county: Account) -> None:
    text = kit.client(county).get(f"/tailings/ponds/{pond.pk}/decisions/").content.decode()
    assert "发送给" not in text and "批注" in text
