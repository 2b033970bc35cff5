"""A notice reaches its receiver and nobody else, is numbered without gaps, and is told of what the kernel tells."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation

from jinan.kernel.agencies.models import Agency
from jinan.kernel.identity import administration, kit
from jinan.kernel.identity.api import NOBODY, SIGN_IN, in_scope, system
from jinan.kernel.identity.models import Account, Kind, Role, SignUp
from jinan.kernel.jobs.models import Run, State
from jinan.kernel.jobs.work import end
from jinan.kernel.records.api import add, answer, decide, record_type
from jinan.platform.notices import actions, kinds, queries
from jinan.platform.notices.actions import tell
from jinan.platform.notices.models import Delivery, Notice, Preference, Urgency
from jinan.platform.notices.tests.kit import deliver
from jinan.standards.gb32100 import check_sign

pytestmark = pytest.mark.django_db
CODE = "91340122XAAAAAAAA"


@pytest.fixture
def county() -> Account:
    return kit.officer()


def told(account: Account) -> list[Notice]:
    with in_scope(kit.viewer(account)):
        return list(queries.own(account.pk))


def test_a_notice_is_read_by_its_receiver_alone(county: Account) -> None:
    tell(county, "明天停电", kind=kinds.WORK)
    (one,) = told(county)
    others = [
        kit.viewer(kit.officer("colleague")),
        kit.viewer(kit.officer("nation", "000000")),
        kit.viewer(kit.officer("auditor", None, Role.AUDITOR)),
        kit.viewer(kit.officer("sys", None, Role.SYSADMIN)),
        NOBODY,
        SIGN_IN,
    ]
    for viewer in others:
        with in_scope(viewer), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM notices_notice")
            assert cursor.fetchone()[0] == 0, viewer.name
            cursor.execute("UPDATE notices_notice SET read_at = now()")
            assert cursor.rowcount == 0, viewer.name
    assert told(county) == [one]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE notices_notice SET subject = 'x'",
        "DELETE FROM notices_notice",
        "INSERT INTO notices_notice (id, account_id, kind, urgency, subject, values, text, href, sender, made_at) "
        "SELECT gen_random_uuid(), account_id, 'x', 'normal', 'forged', '{}', '', '', '', now() FROM notices_notice",
    ],
)
def test_nobody_writes_a_notice_or_changes_one(county: Account, sql: str) -> None:
    tell(county, "一", kind=kinds.WORK)
    with (
        in_scope(kit.viewer(county)),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        cursor.execute(sql)


def test_numbers_of_an_account_have_no_gaps_and_begin_with_one(county: Account) -> None:
    other = kit.officer("next", kit.NEIGHBOUR)
    for text in "一二三":
        tell([county, other], text, kind=kinds.WORK)
    assert [one.number for one in told(county)] == [3, 2, 1]
    with in_scope(kit.viewer(county)):
        after = queries.news(county.pk, 1)
        assert [one["title"] for one in after.notices] == ["二", "三"]
        assert (after.unread, after.number) == (3, 3)
        assert queries.news(county.pk, 3).number == 3


def test_a_notice_leads_to_a_page_of_this_node_only(county: Account) -> None:
    for href in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        with pytest.raises(ValueError, match="this node"):
            tell(county, "x", kind=kinds.WORK, href=href)


def test_reading_all_leaves_what_came_meanwhile(county: Account) -> None:
    tell(county, "一", kind=kinds.WORK)
    tell(county, "二", kind=kinds.WORK)
    page = kit.client(county)
    page.post("/notices/read/", {"to": "1"})
    assert [(one.number, one.read_at is not None) for one in told(county)] == [
        (2, False),
        (1, True),
    ]


def test_opening_a_notice_reads_it_and_goes_where_it_leads(county: Account) -> None:
    tell(county, "一", kind=kinds.WORK, href="/jobs/")
    (one,) = told(county)
    answered = kit.client(county).get(f"/notices/{one.pk}/open/")
    assert answered["Location"] == "/jobs/"
    assert told(county)[0].read_at is not None
    stranger = kit.client(kit.officer("next", kit.NEIGHBOUR))
    for tail in ("", "open/"):
        assert stranger.get(f"/notices/{one.pk}/{tail}").status_code == 404


def test_a_quiet_page_shows_emergencies_alone(county: Account) -> None:
    now = timezone.localtime()
    with in_scope(kit.viewer(county)):
        actions.keep_preference(
            county.pk,
            channels={},
            quiet_from=(now - timedelta(hours=1)).time(),
            quiet_to=(now + timedelta(hours=1)).time(),
        )
    tell(county, "普通", kind=kinds.WORK)
    tell(county, "特急", kind=kinds.WORK, urgency=Urgency.EMERGENCY)
    with in_scope(kit.viewer(county)):
        assert [one["show"] for one in queries.news(county.pk, 0).notices] == [False, True]


def test_without_configuration_nothing_leaves_the_node(county: Account) -> None:
    with in_scope(system("test")):
        Account.objects.filter(pk=county.pk).update(email="a@example.org", phone="0000-1")
    tell(county, "特急", kind=kinds.ORDER, urgency=Urgency.EMERGENCY)
    with in_scope(system("test")):
        assert not Delivery.objects.exists()


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
        return add(record_type("enterprises.enterprise"), row, by=by)


def test_an_order_is_told_to_the_officers_concerned_and_the_answer_to_who_ordered(
    works: Any, county: Account, city: Account
) -> None:
    same = kit.officer("same")
    reader = kit.officer("reader", role=Role.READER)
    other = kit.officer("other", subject="tailings")
    with in_scope(kit.viewer(city)) as by:
        order = decide(works, "order", by=by, text="限期核实地址")
    deliver()
    for one in (county, same):
        (notice,) = told(one)
        assert notice.title == "督办：青山石料"
        assert notice.href == f"/enterprises/list/{works.pk}/decisions/"
        assert notice.urgency == Urgency.URGENT and notice.text == "限期核实地址"
        with translation.override("en"):
            assert notice.title == "Order: 青山石料"
    assert told(reader) == told(other) == told(city) == []
    with in_scope(kit.viewer(county)) as by:
        answer(order, by=by, text="已核实")
    deliver()
    assert [one.title for one in told(city)] == ["已回复：青山石料"]
    assert len(told(county)) == 1


def test_an_enterprise_is_told_that_it_is_accepted() -> None:
    by = kit.viewer(kit.officer("sys", None, Role.SYSADMIN))
    with in_scope(system("test")):
        account = Account.objects.create(
            login="firm", name="甲", kind=Kind.ENTERPRISE, is_active=False
        )
        asked = SignUp.objects.create(account=account, enterprise="甲矿", credit_code="x")
    with in_scope(by):
        administration.accept_sign_up(asked, by=by, reason="已核", holder=account.pk)
    assert [one.title for one in told(account)] == ["甲矿 已通过审核，可以登录"]


@pytest.mark.parametrize(
    ("state", "title"), [(State.DONE, "已完成：台账导出"), (State.FAILED, "失败：台账导出")]
)
def test_work_that_is_over_is_told_to_who_asked(county: Account, state: State, title: str) -> None:
    with in_scope(kit.viewer(county)):
        run = Run.objects.create(account=county, task="records.export", about="台账导出")
    end(run, state, note="")
    assert [one.title for one in told(county)] == [title]


def test_work_taken_over_by_another_worker_is_not_told_twice(county: Account) -> None:
    with in_scope(kit.viewer(county)):
        run = Run.objects.create(account=county, task="records.export", about="台账导出")
    run.turn = 7
    end(run, State.DONE)
    assert told(county) == []


def test_wishes_are_ones_own_and_half_a_quiet_time_is_refused(county: Account) -> None:
    page = kit.client(county)
    asked = {"order.sms": "on", "quiet_from": "22:00", "quiet_to": "07:00"}
    page.post("/notices/preferences/", asked)
    with in_scope(kit.viewer(county)):
        wish = queries.preference(county.pk)
        assert wish.channels["order"] == ["sms"] and wish.channels["answer"] == []
        assert (wish.quiet_from, wish.quiet_to) == (time(22), time(7))
    with in_scope(kit.viewer(kit.officer("next", kit.NEIGHBOUR))):
        assert not Preference.objects.exists()
    answer = page.post("/notices/preferences/", {"quiet_from": "22:00", "quiet_to": ""})
    assert answer.status_code == 422
    with in_scope(kit.viewer(county)):
        wish = queries.preference(county.pk)
        assert (wish.quiet_from, wish.quiet_to) == (time(22), time(7)), "what stood there stands"
    page.post("/notices/preferences/", {"quiet_from": "", "quiet_to": ""})
    with in_scope(kit.viewer(county)):
        assert queries.preference(county.pk).quiet_from is None


def test_the_pages_answer_in_both_languages(county: Account) -> None:
    tell(county, kinds.ORDER and "Order: %(record)s", values={"record": "甲"}, kind=kinds.ORDER)
    page = kit.client(county)
    for language, words in (("zh-hans", "督办：甲"), ("en", "Order: 甲")):
        page.cookies["language"] = language
        for address in ("/notices/", "/notices/newest/", "/notices/?only=unread"):
            assert words in page.get(address).content.decode(), address
        assert page.get("/notices/preferences/").status_code == 200
    told_of = page.get("/notices/since/?after=0").json()
    assert told_of["unread"] == 1 and told_of["notices"][0]["title"] == "Order: 甲"
