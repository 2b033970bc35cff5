"""A city sends an order on a county's record; the county's node applies it, answers, and nobody else can."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from jinan.kernel.agencies.models import Agency
from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.models import Account
from jinan.kernel.jobs import tasks
from jinan.kernel.records import decisions, types
from jinan.kernel.records.actions import Refusal
from jinan.kernel.records.api import add, change, record_type
from jinan.kernel.records.models import Decision

pytestmark = pytest.mark.django_db
CODE = "91340122XAAAAAAAA"


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
def record(county: Account) -> Any:
    from jinan.standards.gb32100 import check_sign

    kind = record_type("enterprises.enterprise")
    code = CODE + check_sign(CODE)
    with in_scope(kit.viewer(county)) as by:
        return add(kind, {"name": "甲矿", "credit_code": code, "division": kit.COUNTY}, by=by)


def deliver() -> None:
    """Make every durable call that waits, as the worker does."""
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


def send(record: Any, account: Account, verb: str = "order", **more: Any) -> Decision:
    with in_scope(kit.viewer(account)) as by:
        return decisions.decide(record, verb, by=by, text="限期核实坝高", **more)


def line_of(record: Any, account: Account) -> decisions.Line:
    with in_scope(kit.viewer(account)):
        (line,) = decisions.decisions_on(record)
        return line


def test_order_waits_is_received_is_answered(record: Any, county: Account, city: Account) -> None:
    version = record.version
    order = send(record, city, due=timezone.localdate() + timedelta(days=5))
    assert line_of(record, city).state == "sent"
    deliver()
    here = line_of(record, city)
    assert here.state == "open" and here.receipt is not None
    assert here.receipt.agency_id == kit.COUNTY
    with in_scope(kit.viewer(county)) as by:
        assert [d.pk for d in decisions.waiting_for(kit.COUNTY)] == [order.pk]
        decisions.answer(order, by=by, text="已核实，坝高 45 m")
        assert decisions.waiting_for(kit.COUNTY) == []
    deliver()
    done = line_of(record, city)
    assert done.state == "done" and done.answer is not None and "45" in done.answer.text
    with in_scope(kit.viewer(county)):
        record.refresh_from_db()
    assert record.version == version, "a higher agency never changes the record itself"


def test_order_arrives_once_however_often_it_is_carried(record: Any, city: Account) -> None:
    order = send(record, city)
    deliver()
    with in_scope(system("test")):
        decisions.arrive(decisions.DecisionSent(order.pk, record.node))
        assert Decision.objects.filter(cause=order, verb="receipt").count() == 1


def test_order_for_another_node_is_left_to_travel(record: Any, city: Account) -> None:
    order = send(record, city)
    with in_scope(system("test")):
        decisions.arrive(decisions.DecisionSent(order.pk, "elsewhere"))
        order.refresh_from_db()
    assert order.applied_at is None


@pytest.mark.parametrize("verb", ["order", "return", "approval"])
def test_owner_orders_nothing_of_itself(record: Any, county: Account, verb: str) -> None:
    with pytest.raises(Refusal):
        send(record, county, verb)


def test_neighbour_sends_nothing_and_sees_nothing(record: Any, city: Account) -> None:
    send(record, city)
    stranger = kit.officer("stranger", kit.NEIGHBOUR)
    with pytest.raises(Refusal):
        send(record, stranger, "annotation")
    with in_scope(kit.viewer(stranger)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_decision")
        assert cursor.fetchone()[0] == 0
    answer = kit.client(stranger).post(
        f"/enterprises/list/{record.pk}/decide/", {"verb": "order", "text": "x"}
    )
    assert answer.status_code == 404


def test_decision_is_never_rewritten_by_its_sender(record: Any, city: Account) -> None:
    order = send(record, city)
    with in_scope(kit.viewer(city)), connection.cursor() as cursor:
        cursor.execute("UPDATE records_decision SET text = 'other' WHERE id = %s", [order.pk])
        assert cursor.rowcount == 0
    with (
        pytest.raises(ProgrammingError),
        in_scope(kit.viewer(city)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM records_decision")


def test_page_sends_and_answers(record: Any, county: Account, city: Account) -> None:
    base = f"/enterprises/list/{record.pk}"
    above = kit.client(city)
    refused = above.post(f"{base}/decide/", {"verb": "order", "text": ""})
    assert refused.status_code == 422
    assert above.post(f"{base}/decide/", {"verb": "order", "text": "核实"}).status_code == 302
    deliver()
    below = kit.client(county)
    page = below.get(f"{base}/decisions/").content.decode()
    assert "核实" in page
    cause = line_of(record, county).decision.pk
    assert below.post(f"{base}/decide/", {"cause": cause, "text": "好"}).status_code == 302
    assert line_of(record, city).state == "done"


def test_handler_of_the_register_may_refuse(
    record: Any, city: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def handler(record: Any, decision: Decision) -> None:
        raise Refusal("No such move.")

    kind = record_type("enterprises.enterprise")
    monkeypatch.setitem(types._offered, kind.kind, replace(kind, on_decision=handler))
    send(record, city)
    deliver()
    assert line_of(record, city).state == "refused"


def test_higher_agency_never_changes_the_record_itself(
    record: Any, county: Account, city: Account
) -> None:
    above, base = kit.client(city), f"/enterprises/list/{record.pk}"
    assert f'href="{base}/edit/"' not in above.get(f"{base}/").content.decode()
    form = {"name": "改名", "version": str(record.version), "reason": "x"}
    assert above.post(f"{base}/edit/", form).status_code == 403
    assert above.post(f"{base}/void/", {"reason": "x"}).status_code == 403
    with in_scope(kit.viewer(city)) as by, pytest.raises(Refusal, match=kit.COUNTY):
        change(record, {"name": "改名"}, by=by)
    with in_scope(kit.viewer(county)) as by:
        assert change(record, {"name": "改名"}, by=by).name == "改名"  # type: ignore[attr-defined]


def test_open_order_stands_on_the_desk_of_the_county(
    record: Any, county: Account, city: Account
) -> None:
    send(record, city)
    deliver()
    desk = kit.client(county).get("/").content.decode()
    assert f"/enterprises/list/{record.pk}/decisions/" in desk and "限期核实坝高" in desk
