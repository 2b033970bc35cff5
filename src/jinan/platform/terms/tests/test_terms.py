"""Terms on real records: started, met, paused, extended; counted anew; told once; seen by who sees the record."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from jinan.kernel.agencies.models import Agency
from jinan.kernel.changes.api import Change
from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Role
from jinan.kernel.identity.scope import Viewer, in_scope, system
from jinan.kernel.records.api import Refusal, void
from jinan.kernel.records.kit import enter
from jinan.platform.notices.models import Notice
from jinan.platform.terms import api
from jinan.platform.terms.loading import recompute
from jinan.platform.terms.models import HolidayDay, RunningTerm, State
from jinan.platform.terms.reminding import remind
from jinan.platform.worklist.api import sources
from jinan.standards.deadlines import SHANGHAI
from jinan.supervision.tailings.models import TailingsPond

pytestmark = pytest.mark.django_db
D = date.fromisoformat
HOLDER = UUID(int=7)
NOTICE_2027 = """
2027-01-01..2027-01-03 休 元旦
2027-02-05..2027-02-11 休 春节
2027-10-01..2027-10-07 休 国庆节
2026-12-27 班 元旦
"""


class Desk:
    """A pond of the county, its officer and his terms."""

    def __init__(self) -> None:
        self.officer = kit.officer()
        self.viewer = kit.viewer(self.officer)
        self.page = kit.client(self.officer)
        self.pond = enter(TailingsPond)
        with in_scope(system("test")):
            TailingsPond.objects.filter(pk=self.pond.pk).update(agency=kit.agency(kit.COUNTY))
            self.pond.refresh_from_db()
        self.base = f"/tailings/ponds/{self.pond.pk}/terms/"

    def do(self, deed: Any, *given: Any, by: Viewer | None = None, **more: Any) -> RunningTerm:
        with in_scope(by or self.viewer):
            found: RunningTerm = deed(self.pond, *given, by=by or self.viewer, **more)
            return found

    def start(self, code: str, on: str | datetime | date, **more: Any) -> RunningTerm:
        when = D(on) if isinstance(on, str) else on
        return self.do(api.start, code, on=when, **more)

    def terms(self, viewer: Viewer | None = None) -> list[RunningTerm]:
        with in_scope(viewer or self.viewer):
            return list(RunningTerm.objects.order_by("code"))

    def fresh(self, term: RunningTerm) -> RunningTerm:
        with in_scope(self.viewer):
            return RunningTerm.objects.get(pk=term.pk)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def steward() -> Any:
    return kit.officer("steward", "000000", subject="*")


def load(account: Any, text: str = NOTICE_2027, year: int = 2027, **more: Any) -> int:
    viewer = kit.viewer(account)
    with in_scope(viewer):
        return api.load_notice(year, text, source="国办发明电〔2026〕1号", by=viewer, **more)


def told_to(account: Any) -> list[str]:
    with in_scope(system("test")):
        return [one.title for one in Notice.objects.filter(account=account).order_by("number")]


def reminded() -> int:
    with in_scope(system("terms.remind")):
        return remind()


def test_a_term_starts_with_its_last_day_counted_and_the_place_of_its_record(desk: Desk) -> None:
    term = desk.start("P02", "2026-09-29", note="听证告知书送达")
    assert (term.last_day, term.state) == (D("2026-10-12"), State.RUNNING)
    kept = desk.fresh(term)
    assert (kept.division_id, kept.topic, kept.agency_id) == (kit.COUNTY, "tailings", kit.COUNTY)
    assert kept.edition == "2021-07-15"


def test_the_edition_stays_when_the_law_has_changed_since(desk: Desk) -> None:
    term = desk.start("P02", "2021-07-14")
    assert (term.last_day, desk.fresh(term).rule.quantity) == (D("2021-07-19"), 3)


def test_a_rule_out_of_force_and_a_second_start_are_refused(desk: Desk) -> None:
    with pytest.raises(Refusal, match="P05"):
        desk.start("P05", "2026-03-01")
    desk.start("P04", "2026-03-01")
    with pytest.raises(Refusal, match="已有"):
        desk.start("P04", "2026-03-02")
    with pytest.raises(KeyError):
        desk.start("Z99", "2026-03-02")


def test_a_term_by_hours_needs_its_moment(desk: Desk) -> None:
    with pytest.raises(Refusal, match="时刻"):
        desk.start("E01", "2026-11-25")
    term = desk.start("E01", datetime(2026, 11, 25, 23, 40, tzinfo=SHANGHAI))
    assert term.last_moment == datetime(2026, 11, 26, 0, 40, tzinfo=SHANGHAI)
    assert term.last_day == D("2026-11-26")


def test_met_in_time_met_late_and_dropped(desk: Desk) -> None:
    desk.start("P01", "2026-03-04")
    assert not desk.do(api.meet, "P01", on=D("2026-03-13")).was_late
    desk.start("P01", "2026-03-04")  # once met, the same rule may run again
    assert desk.do(api.meet, "P01", on=D("2026-03-16")).was_late
    desk.start("P04", "2026-03-04")
    with pytest.raises(Refusal):
        desk.do(api.drop, "P04", reason=" ")
    assert desk.do(api.drop, "P04", reason="撤案").state == State.DROPPED
    with pytest.raises(api.NotRunning):
        desk.do(api.meet, "P04", on=D("2026-03-16"))


def test_a_pause_takes_the_last_day_away_and_gives_a_later_one(desk: Desk) -> None:
    desk.start("K02", "2026-03-01")
    paused = desk.do(api.suspend, "K02", on=D("2026-03-10"), reason="检测")
    assert (paused.state, paused.last_day) == (State.PAUSED, None)
    with pytest.raises(Refusal):
        desk.do(api.suspend, "K02", on=D("2026-03-11"), reason="again")
    with pytest.raises(Refusal):
        desk.do(api.resume, "K02", on=D("2026-03-09"))
    resumed = desk.do(api.resume, "K02", on=D("2026-03-20"))
    assert resumed.last_day == D("2026-04-10")
    assert desk.do(api.extend, "K02", days=30, reason="负责人批准").last_day == D("2026-05-10")
    with pytest.raises(Refusal):
        desk.do(api.extend, "K02", days=0, reason="x")


def test_only_who_may_write_the_record_keeps_its_terms(desk: Desk) -> None:
    reader = kit.viewer(kit.officer("reader", role=Role.READER))
    with pytest.raises(Refusal):
        desk.do(api.start, "P01", on=D("2026-03-04"), by=reader)
    desk.start("P01", "2026-03-04")
    with pytest.raises(Refusal):
        desk.do(api.meet, "P01", on=D("2026-03-05"), by=reader)
    with pytest.raises(DatabaseError), in_scope(reader), transaction.atomic():
        RunningTerm.objects.create(
            target_kind="tailings.tailingspond", target=desk.pond.pk, topic="tailings", code="P04",
            who="agency", started_on=D("2026-03-04"),
        )  # fmt: skip


def test_a_void_record_takes_no_term(desk: Desk) -> None:
    with in_scope(desk.viewer):
        void(desk.pond, by=desk.viewer, reason="test")
    with pytest.raises(Refusal):
        desk.start("P01", "2026-03-04")


def test_the_next_county_sees_nothing(desk: Desk) -> None:
    term = desk.start("P01", "2026-03-04")
    neighbour = kit.officer("neighbour", kit.NEIGHBOUR)
    assert desk.terms(kit.viewer(neighbour)) == []
    assert kit.client(neighbour).get(f"/terms/{term.pk}/").status_code == 404
    assert desk.page.get(f"/terms/{term.pk}/").status_code == 200


def test_beyond_the_calendar_the_last_day_is_to_be_verified_until_the_notice_comes(
    desk: Desk, steward: Any
) -> None:
    term = desk.start("P01", "2026-12-23")
    assert (term.last_day, term.missing_year, term.is_doubtful) == (None, 2027, True)
    settled = desk.start("P11", "2026-12-18")
    assert settled.last_day == D("2026-12-29")
    assert "2027" in desk.page.get(desk.base).content.decode()
    assert load(steward) == 18
    recompute.function(year=2027, by="Steward")
    now = desk.fresh(term)
    assert (now.last_day, now.missing_year) == (D("2026-12-31"), None)
    assert desk.fresh(settled).last_day == D("2026-12-28")  # 27 December is worked now
    with in_scope(system("test")):
        entry = Change.objects.filter(record=term.pk).order_by("seq").last()
    assert entry is not None
    assert "2027" in entry.reason
    assert entry.after["last_day"] == "2026-12-31"


def test_counting_anew_leaves_alone_what_does_not_change(desk: Desk) -> None:
    term = desk.start("P01", "2026-03-04")
    closed = desk.start("P02", "2026-03-04")
    desk.do(api.meet, "P02", on=D("2026-03-05"))
    before = desk.fresh(term).version
    assert api.recompute_open(system("test")) == 0
    assert desk.fresh(term).version == before
    assert desk.fresh(closed).state == State.MET


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2027-01-01 休 元旦", "国庆节"),
        (NOTICE_2027 + "2027-01-04 班 元旦", "周六"),
        (NOTICE_2027 + "2027-01-01 休 元旦", "重复"),
        (NOTICE_2027 + "2028-01-01 休 元旦", "不属于"),
        (NOTICE_2027 + "2027-13-01 休 元旦", "无法识别"),
        (NOTICE_2027 + "tomorrow off", "无法识别"),
        ("", "国庆节"),
    ],
)
def test_a_notice_that_is_not_whole_is_refused_and_nothing_is_kept(
    steward: Any, text: str, said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        load(steward, text)
    with in_scope(system("test")):
        assert not HolidayDay.objects.exists()


def test_only_national_stewards_load_a_notice(desk: Desk, steward: Any) -> None:
    with pytest.raises(Refusal):
        load(desk.officer)
    with pytest.raises(DatabaseError), in_scope(desk.viewer), transaction.atomic():
        HolidayDay.objects.create(year=2027, day=D("2027-01-04"), kind="off", name="x", source="x")
    sent = {"year": "2027", "text": NOTICE_2027, "source": "国办发明电"}
    assert desk.page.post("/terms/calendar/", sent).status_code == 422
    assert kit.client(steward).post("/terms/calendar/", sent).status_code == 302
    assert "02-11" in desk.page.get("/terms/calendar/").content.decode()


def test_a_corrected_notice_takes_the_place_of_the_first(steward: Any) -> None:
    load(steward)
    load(steward, NOTICE_2027.replace("2026-12-27 班 元旦", ""))
    with in_scope(system("test")):
        calendar = api.present()
    assert not calendar.is_workday(D("2026-12-27"))
    assert 2026 in calendar.years


def test_each_reminder_goes_out_once_and_what_is_over_goes_to_the_leaders_above(
    desk: Desk,
) -> None:
    with in_scope(system("test")):
        city = kit.agency(kit.CITY)
        Agency.objects.filter(pk=kit.COUNTY).update(superior=city)
    leader = kit.officer("leader", kit.CITY, Role.LEADER)
    clerk = kit.officer("clerk", kit.CITY)
    today = timezone.localdate()
    term = desk.start("X01", today - timedelta(days=12))  # 15 days: three are left
    assert (reminded(), reminded()) == (1, 0)
    set_last(term, today)
    assert (reminded(), reminded()) == (1, 0)
    assert told_to(leader) == []
    set_last(term, today - timedelta(days=1))
    assert (reminded(), reminded()) == (1, 0)
    assert len(told_to(desk.officer)) == 3
    assert len(told_to(leader)) == 1
    assert str(desk.pond) in told_to(leader)[0]
    assert told_to(clerk) == []


def set_last(term: RunningTerm, day: date) -> None:
    with in_scope(system("test")):
        RunningTerm.objects.filter(pk=term.pk).update(last_day=day)


def test_a_partys_term_is_told_to_the_agency_but_not_above(desk: Desk) -> None:
    with in_scope(system("test")):
        Agency.objects.filter(pk=kit.COUNTY).update(superior=kit.agency(kit.CITY))
    leader = kit.officer("leader", kit.CITY, Role.LEADER)
    desk.start("J01", "2026-01-05")
    assert reminded() == 1
    assert len(told_to(desk.officer)) == 1
    assert told_to(leader) == []


def test_what_binds_nobody_is_never_reminded(desk: Desk) -> None:
    desk.start("K04", "2026-03-04")
    desk.start("S01", "2025-03-04")
    assert reminded() == 0


def test_the_worklist_shows_what_is_near_and_late_until_it_is_met(desk: Desk) -> None:
    source = next(one for one in sources() if one.name == "terms")
    today = timezone.localdate()
    desk.start("X01", today - timedelta(days=10))  # five days left
    desk.start("X03", today - timedelta(days=70))  # late
    desk.start("P04", today)  # far
    with in_scope(desk.viewer):
        items = list(source.waiting(desk.viewer))
        assert [one.tone for one in items] == ["bad", ""]
        assert source.count(desk.viewer) == 2
    desk.do(api.meet, "X03", on=today)
    with in_scope(desk.viewer):
        assert source.count(desk.viewer) == 1
    reader = kit.viewer(kit.officer("reader", role=Role.READER))
    with in_scope(reader):
        assert source.count(reader) == 0


def test_terms_of_a_void_record_wait_for_nobody(desk: Desk) -> None:
    desk.start("X03", timezone.localdate() - timedelta(days=70))
    with in_scope(desk.viewer):
        void(desk.pond, by=desk.viewer, reason="test")
    source = next(one for one in sources() if one.name == "terms")
    with in_scope(desk.viewer):
        assert list(source.waiting(desk.viewer)) == []
    assert reminded() == 0
    assert told_to(desk.officer) == []


def test_an_enterprise_sees_what_it_must_do_itself(desk: Desk) -> None:
    with in_scope(system("test")):
        TailingsPond.objects.filter(pk=desk.pond.pk).update(holder=HOLDER)
        desk.pond.refresh_from_db()
    today = timezone.localdate()
    desk.start("P07", today - timedelta(days=40))
    desk.start("X03", today - timedelta(days=70))
    source = next(one for one in sources() if one.name == "terms")
    owner = Viewer(kind="enterprise", name="own", holder=HOLDER)
    other = Viewer(kind="enterprise", name="other", holder=UUID(int=8))
    with in_scope(owner):
        (item,) = source.waiting(owner)
        assert item.title.startswith("缴纳罚款")
        assert source.count(owner) == 1
    with in_scope(other):
        assert source.count(other) == 0


def test_the_tab_stands_only_on_records_that_have_terms(desk: Desk) -> None:
    facts = f"/tailings/ponds/{desk.pond.pk}/"
    assert desk.base not in desk.page.get(facts).content.decode()
    desk.start("P02", "2026-09-29")
    assert desk.base in desk.page.get(facts).content.decode()
    shown = desk.page.get(desk.base).content.decode()
    assert "2026-10-12" in shown
    assert "国庆节" in shown


def test_the_rules_are_found_by_words_and_their_doubts_are_marked(desk: Desk) -> None:
    page = desk.page.get("/terms/rules/?q=听证").content.decode()
    assert "P02" in page
    assert "K02" not in page
    doubtful = desk.page.get("/terms/rules/?sure=doubtful").content.decode()
    assert ">P15<" in doubtful
    assert ">P01<" not in doubtful
    assert desk.page.get("/terms/rules/?q=nothing-of-the-kind").status_code == 200


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("rule=P02&on=2026-09-29", "2026-10-12"),
        ("rule=E01&on=2026-11-25&at=23:40", "2026-11-26 00:40"),
        ("rule=P01&on=2026-12-23", "2027"),
        ("rule=P05&on=2026-03-01", "P05"),
        ("rule=A01&on=2006-11-25", "2026-11-25"),
        ("rule=A01&on=9999-11-25", "message error"),
        ("rule=P01&on=0001-01-01", "not loaded"),
        ("rule=Z99&on=2026-03-01", "message error"),
        ("rule=P01&on=never", "message error"),
        ("rule=E01&on=2026-03-01&at=nine", "message error"),
        ("", "<form"),
    ],
)
def test_a_term_is_counted_by_hand_or_the_reason_is_said(desk: Desk, asked: str, said: str) -> None:
    desk.page.cookies["language"] = "en"
    answer = desk.page.get(f"/terms/count/?{asked}")
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_pages_of_terms_are_shut_to_strangers() -> None:
    for path in ("/terms/rules/", "/terms/count/", "/terms/calendar/", f"/terms/{UUID(int=1)}/"):
        assert kit.client(None).get(path).status_code == 302
