"""The enterprise on its own page, what other rooms report, who sees what, climbing and the target."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone, translation

from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.models import Account
from jinan.kernel.records.api import Refusal, add, record_type
from jinan.kernel.records.kit import enter
from jinan.platform.cases.api import CaseMoved
from jinan.platform.files.models import Attachment
from jinan.platform.notices.models import Notice
from jinan.platform.papers import api as papers
from jinan.registers.enterprises.models import Enterprise
from jinan.standards.gb32100 import check_sign
from jinan.supervision.hidden_dangers import actions, queries
from jinan.supervision.hidden_dangers.api import RecordRef, report
from jinan.supervision.hidden_dangers.models import HiddenDanger, Informant
from jinan.supervision.hidden_dangers.rules import quarter
from jinan.supervision.hidden_dangers.tests.people import DUE, PLAN, People, days

pytestmark = pytest.mark.django_db
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)
CODE = "91340122MA0XNQ000"
REPORT = {"title": "风门损坏", "domain": "coal", "place": "南翼", "found_on": "2026-11-20"}


@pytest.fixture
def people() -> People:
    return People.made()


def photo(name: str = "风门.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG, "image/png")


def files_seen(who: Account) -> int:
    with in_scope(kit.viewer(who)):
        return Attachment.objects.count()


def test_the_enterprise_reports_with_a_photo_and_the_agency_has_it(people: People) -> None:
    answer = kit.client(people.firm).post("/dangers/own/new/", REPORT | {"photo": photo()})
    assert answer.status_code == 302, answer.content.decode()[-1500:]
    with in_scope(kit.viewer(people.officer)):
        danger = HiddenDanger.objects.get(title="风门损坏")
        assert (danger.origin, danger.agency_id, danger.state) == (
            "enterprise",
            kit.COUNTY,
            "found",
        )
        assert danger.created_by == people.firm.pk, "the node writes it in the enterprise's name"
    assert [files_seen(one) for one in (people.officer, people.firm, people.neighbour, people.other)] == [1, 1, 0, 0]  # fmt: skip


def test_a_form_sent_twice_is_one_report(people: People) -> None:
    page, form = kit.client(people.firm), REPORT | {"once": str(uuid4())}
    assert [page.post("/dangers/own/new/", form).status_code for _again in range(2)] == [302, 302]
    with in_scope(system("test")):
        assert HiddenDanger.objects.count() == 1
        HiddenDanger.objects.update(
            enterprise=enter(Enterprise, name="别厂", credit_code=CODE + check_sign(CODE))
        )
    assert page.post("/dangers/own/new/", form).status_code == 422, "a mark of another's form"


def test_agency_and_enterprise_are_told_of_each_other_s_steps(people: People) -> None:
    kit.client(people.firm).post("/dangers/own/new/", REPORT)
    with in_scope(system("test")):
        danger = HiddenDanger.objects.get()
        actions.tell_of_report(actions.DangerReported(danger.pk))
    assert told(people.officer) == 1 and told(people.firm) == 0 and told(people.neighbour) == 0
    danger = people.take(danger, "officer", "grade", grade="ordinary")
    order = CaseMoved(danger.kind(), danger.pk, "order", "graded", "rectifying")
    asked = CaseMoved(danger.kind(), danger.pk, "ask_acceptance", "rectifying", "accept_asked")
    with in_scope(system("test")):
        actions.tell_of_move(order)
    assert told(people.firm) == 1 and told(people.other) == 0
    with in_scope(system("test")):
        actions.tell_of_move(asked)
    assert [told(one) for one in (people.officer, people.head)] == [2, 1], "the handler alone"


def test_a_report_with_faults_is_given_back_with_them(people: People) -> None:
    page = kit.client(people.firm)
    wrong = page.post(
        "/dangers/own/new/", {"title": "", "domain": "moon", "found_on": "2099-01-01"}
    )
    assert wrong.status_code == 422
    assert page.get("/dangers/own/new/").status_code == 200
    with in_scope(system("test")):
        assert HiddenDanger.objects.count() == 0
    assert kit.client(people.officer).get("/dangers/own/").status_code == 403


def test_its_page_says_what_it_does_next_and_until_when(people: People) -> None:
    danger = people.brought_to("listed")
    text = kit.client(people.firm).get("/dangers/own/").content.decode()
    assert "/moves/plan/" in text and danger.open_until.isoformat() in text
    desk = kit.client(people.firm).get("/").content.decode()
    assert f"/hidden_dangers/dangers/{danger.pk}/moves/plan/" in desk
    assert danger.title not in kit.client(people.other).get("/").content.decode()


def test_its_page_shows_the_papers_it_was_given(people: People) -> None:
    danger = people.take(people.brought_to("rectifying"), "head", "stop")
    page = kit.client(people.firm)
    with in_scope(kit.viewer(people.firm)):
        (given,) = papers.papers_of(danger)
    at = f"/hidden_dangers/dangers/{danger.pk}/papers/{given.pk}/paper.pdf"
    assert at in page.get("/dangers/own/").content.decode()
    assert page.get(at).content.startswith(b"%PDF")
    assert kit.client(people.other).get(at).status_code == 404


def test_the_next_county_and_another_enterprise_see_nothing(people: People) -> None:
    danger = people.danger()
    at = f"/hidden_dangers/dangers/{danger.pk}/"
    for who in (people.neighbour, people.other):
        page = kit.client(who)
        assert page.get(at).status_code == 404
        assert page.get(f"{at}moves/grade/").status_code == 404
        assert page.post(f"/dangers/own/{danger.pk}/photos/", {"photo": photo()}).status_code == 404
        with in_scope(kit.viewer(who)):
            assert HiddenDanger.objects.count() == 0


def test_the_database_itself_lets_no_enterprise_write(people: People) -> None:
    danger = people.danger()
    with in_scope(kit.viewer(people.firm)):
        assert HiddenDanger.objects.filter(pk=danger.pk).update(title="已整改") == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Attachment.objects.create(
                target_kind=danger.kind(), target=danger.pk, topic="hidden_dangers", digest="0" * 64,
                name="x.png", size=1, media="image/png", division_id=danger.division_id, holder=danger.holder,
            )  # fmt: skip


def test_an_enterprise_adds_files_to_its_open_cases_alone(people: People) -> None:
    page, danger = kit.client(people.firm), people.danger()
    at = f"/hidden_dangers/dangers/{danger.pk}/files/"
    assert (
        page.post(
            f"{at}add/", {"file": photo()}, headers={"Accept": "application/json"}
        ).status_code
        == 201
    )
    with in_scope(kit.viewer(people.firm)):
        file = Attachment.objects.get(target=danger.pk)
        assert file.agency_id is None and file.created_by == people.firm.pk
    page.post(f"{at}{file.pk}/void/", {"reason": "不要了"})
    with in_scope(kit.viewer(people.officer)):
        file.refresh_from_db()
        assert file.voided_at is None, "what was handed in stays"
    assert 'class="panel drop"' in page.get(at).content.decode()
    people.take(danger, "officer", "reject", reason="不属实")
    shut = page.post(f"{at}add/", {"file": photo("b.png")}, headers={"Accept": "application/json"})
    assert shut.status_code == 422
    mine = f"/enterprises/list/{people.firm.holder}/files/add/"
    assert (
        page.post(
            mine, {"file": photo("c.png")}, headers={"Accept": "application/json"}
        ).status_code
        == 422
    )


def test_one_source_becomes_one_danger(people: People) -> None:
    source = RecordRef("monitoring.alarm", uuid4())
    facts: dict[str, Any] = {"domain": "coal", "origin": "sensor", "source": source}
    with in_scope(system("monitoring")) as by:
        first = report(by, people.mine, "瓦斯超限", **facts)
        again = report(by, people.mine, "瓦斯超限（再次）", **facts)
    assert again.pk == first.pk and first.agency_id == kit.COUNTY
    with in_scope(kit.viewer(people.officer)):
        assert HiddenDanger.objects.count() == 1


def test_who_may_not_report_is_refused(people: People) -> None:
    facts: dict[str, Any] = {"domain": "coal", "origin": "public"}
    with in_scope(kit.viewer(people.other)) as by, pytest.raises(Refusal):
        report(by, people.mine, "别家的隐患", **facts)
    with in_scope(kit.viewer(people.neighbour)) as by, pytest.raises(Refusal):
        report(by, people.mine, "邻县", **facts)
    with in_scope(kit.viewer(people.officer)) as by, pytest.raises(Refusal) as refused:
        report(by, people.mine, "明日", found_on=days(1).isoformat(), **facts)
    assert set(refused.value.errors) == {"found_on"}


def test_the_enterprise_never_learns_who_told(people: People) -> None:
    danger = people.danger(origin="public")
    row = {"danger": str(danger.pk), "name": "王某", "phone": "0000-7", "told_on": "2026-11-20"}
    with in_scope(kit.viewer(people.officer)) as by:
        told = add(record_type("hidden_dangers.informant"), row, by=by)
    with in_scope(kit.viewer(people.firm)):
        assert Informant.objects.count() == 0
    page = kit.client(people.firm)
    for tail in ("", "facts/", "informants/", "history/", "plan/"):
        text = page.get(f"/hidden_dangers/dangers/{danger.pk}/{tail}").content.decode()
        assert "王某" not in text and str(told.pk) not in text, tail
        assert f'/{danger.pk}/informants/"' not in text.split("<footer")[0], "not even the tab"
    seen = kit.client(people.officer).get(f"/hidden_dangers/dangers/{danger.pk}/informants/")
    assert str(told.pk) in seen.content.decode()


def test_what_is_overdue_climbs_and_each_level_is_told_once(people: People) -> None:
    danger = people.brought_to("rectifying")
    with in_scope(system("test")) as by:
        assert actions.climb_all(by, days(50)) == 0
        assert [actions.climb_all(by, days(51)) for _again in range(2)] == [1, 0]
        danger.refresh_from_db()
        assert danger.climbed == "1"
    assert told(people.cityhead) == 1 and told(people.provincehead) == 0
    with in_scope(system("test")) as by:
        assert [actions.climb_all(by, days(61)) for _again in range(2)] == [1, 0]
    assert told(people.cityhead) == 1 and told(people.provincehead) == 1


def told(who: Account) -> int:
    with in_scope(kit.viewer(who)):
        return Notice.objects.filter(account=who, kind="danger").count()


def test_a_late_danger_stands_in_the_worklist_of_the_level_above(people: People) -> None:
    danger = people.brought_to("rectifying")
    with in_scope(system("test")) as by:
        HiddenDanger.objects.filter(pk=danger.pk).update(due=days(-1), open_until=days(-1))
        actions.climb_all(by, timezone.localdate())

    def seen(who: Account) -> int:
        with in_scope(kit.viewer(who)) as by:
            assert queries.counted(by, 101) == len(list(queries.waiting(by, 100)))
            return queries.counted(by, 101)

    assert [seen(one) for one in (people.cityhead, people.provincehead, people.neighbour)] == [1, 0, 0]  # fmt: skip
    with in_scope(system("test")) as by:
        HiddenDanger.objects.filter(pk=danger.pk).update(due=days(-12), open_until=days(-12))
        actions.climb_all(by, timezone.localdate())
    assert seen(people.provincehead) == 1
    people.take(danger, "firm", "ask_acceptance", done="已完成")
    assert seen(people.cityhead) == 0, "who asks for acceptance is late no more"


def test_a_cancelled_danger_is_reopened_once_as_a_new_one(people: People) -> None:
    danger = people.brought_to("closed")
    page = kit.client(people.officer)
    at = f"/hidden_dangers/dangers/{danger.pk}/"
    assert "reopen" in page.get(f"{at}plan/").content.decode()
    assert page.post(f"{at}reopen/", {"reason": "又出现"}).status_code == 302
    with in_scope(kit.viewer(people.officer)):
        again = HiddenDanger.objects.get(reopens=danger)
        assert (again.state, again.enterprise_id) == ("found", danger.enterprise_id)
    with in_scope(kit.viewer(people.officer)) as by, pytest.raises(Refusal):
        actions.reopen(danger, by=by, reason="又出现")
    assert str(again.pk) in page.get(f"{at}plan/").content.decode()
    with in_scope(kit.viewer(people.officer)) as by, pytest.raises(Refusal):
        actions.reopen(again, by=by, reason="还没销号")


def test_the_target_opens_to_what_is_missing(people: People) -> None:
    missing, listed = people.brought_to("graded"), people.brought_to("rectifying")
    people.danger(title="一般隐患")
    with in_scope(system("test")):
        HiddenDanger.objects.filter(pk=listed.pk).update(due=days(-1), open_until=days(-1))
    with in_scope(kit.viewer(people.officer)) as by:
        found = queries.target(by)
        assert (found.listed.part, found.listed.whole, found.listed.percent) == (1, 2, "50.0")
        assert (found.in_term.part, found.in_term.whole) == (0, 1)
        assert sum(n for _level, ages in queries.ages(by) for n in ages) == 2
        assert [one.pk for one in queries.opened(by, "unlisted")] == [missing.pk]
        assert [one.pk for one in queries.opened(by, "late")] == [listed.pk]
        for level, ages in queries.ages(by):
            for at, number in enumerate(ages):
                assert len(queries.opened(by, f"age-{level or '0'}-{at}")) == number
    page = kit.client(people.officer)
    assert missing.title in page.get("/dangers/target/").content.decode()
    assert "/dangers/target/?open=unlisted" in page.get("/").content.decode()
    assert page.get("/dangers/target/?open=age-4").status_code == 400
    assert kit.client(people.firm).get("/dangers/target/").status_code == 403
    with in_scope(kit.viewer(people.neighbour)) as by:
        assert queries.target(by).listed.whole == 0


def test_the_quarter_counts_found_and_corrected_by_grade(people: People) -> None:
    people.brought_to("accepted", found_on="2026-10-01")
    people.danger(title="线缆破损", found_on="2026-11-02")
    page = kit.client(people.officer)
    with in_scope(kit.viewer(people.officer)) as by:
        (line,) = queries.quarter(by, *quarter(2026, 4))
        assert (line.found, line.corrected, line.open) == ((1, 1), (0, 1), 1)
        (before,) = queries.quarter(by, *quarter(2026, 3)) or (None,)
        assert before is None
    assert page.get("/dangers/quarters/?year=2026&quarter=4").status_code == 200
    assert page.get("/dangers/quarters/?quarter=5").status_code == 400


def test_a_listing_above_is_confirmed_from_the_keeper_s_worklist(people: People) -> None:
    danger = people.take(people.brought_to("graded"), "cityhead", "list_above", **DUE)
    with in_scope(kit.viewer(people.cityhead)) as by, translation.override("en"):
        assert list(queries.waiting(by, 10)) == []
    danger = people.take(danger, "firm", "plan", **PLAN)
    danger = people.take(danger, "firm", "ask_acceptance", done="完成")
    people.take(danger, "officer", "pass")
    with in_scope(kit.viewer(people.cityhead)) as by, translation.override("en"):
        (item,) = queries.waiting(by, 10)
        assert "confirm" in item.note
