"""A paper is filled from its record, refused while something is missing, numbered once, frozen, served, withdrawn with a trace."""

from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope
from jinan.kernel.identity.models import Account
from jinan.kernel.records.api import Refusal, add, record_type
from jinan.kernel.records.kit import good_row
from jinan.platform.papers import api as papers
from jinan.platform.papers import numbering, sealing
from jinan.platform.papers.editions import DocField
from jinan.platform.papers.models import Mark, Number, Paper, Use
from jinan.platform.papers.printing.page import page, strip
from jinan.platform.papers.printing.view import Shown
from jinan.supervision.hidden_dangers.models import HiddenDanger

pytestmark = pytest.mark.django_db
GOOD = {
    "date": "2026-11-25", "datetime": "2026-11-25T14:30", "daterange": "2026-11-25/2026-12-10",
    "datetimerange": "2026-11-25T09:00/2026-11-25T11:30", "money": "35000", "int": "15", "bool": "1",
}  # fmt: skip
PICTURE = (
    "data:image/png;base64,"
    + "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def value_for(field: DocField) -> Any:
    if field.choices:
        return field.choices[0]
    if field.kind in GOOD:
        return GOOD[field.kind]
    if field.kind in ("table", "personlist", "list", "attachlist", "doclist", "signaturelist"):
        return [["甲项", "乙项"], ["丙项", "丁项"]]
    return f"{field.zh}值"[:200]


@pytest.fixture
def officer() -> Account:
    return kit.officer()


@pytest.fixture
def danger(officer: Account) -> HiddenDanger:
    row = good_row(HiddenDanger)
    with in_scope(kit.viewer(officer)) as by:
        return add(record_type("hidden_dangers.hiddendanger"), row, by=by)  # type: ignore[return-value]


def filled(danger: HiddenDanger, who: Account, code: str = "G05") -> Paper:
    with in_scope(kit.viewer(who)) as by:
        made = papers.draft(danger, code, by=by)
        given = {f.name: value_for(f) for f in papers.document(code).fields}
        return papers.fill(made, given, by=by)


def issued(danger: HiddenDanger, who: Account, code: str = "G05") -> Paper:
    made = filled(danger, who, code)
    with in_scope(kit.viewer(who)) as by:
        return papers.issue(made, by=by)


def test_a_paper_comes_filled_from_its_record(danger: HiddenDanger, officer: Account) -> None:
    with in_scope(kit.viewer(officer)) as by:
        made = papers.draft(danger, "G05", by=by)
        assert made.values["party_name"] == danger.enterprise.name
        assert made.values["danger_items"][0][0] == danger.title
        assert "六个月内" in made.values["remedy_text"]
        assert made.by_hand == []


@pytest.mark.parametrize("code", sorted(papers.all_documents()))
def test_every_document_is_made_and_each_needed_field_is_asked_for(
    code: str, danger: HiddenDanger, officer: Account
) -> None:
    with in_scope(kit.viewer(officer)) as by:
        made = papers.draft(danger, code, by=by)
        Paper.objects.filter(pk=made.pk).update(values={})
        made.refresh_from_db()
        needed = papers.missing(made)
        with pytest.raises(Refusal) as refused:
            papers.issue(made, by=by)
        assert set(refused.value.errors) == {f.name for f in needed}
        given = {f.name: value_for(f) for f in papers.document(code).fields}
        made = papers.issue(papers.fill(made, given, by=by), by=by)
        sheet = str(page(papers.view(made))) + str(strip(papers.view(made)))
    one = papers.document(code)
    assert bool(made.number) == (one.numbering != "none")
    for f in needed:
        shown = Shown(f.name, f.zh, f.kind, made.values[f.name])
        for piece in shown.rows[0] if shown.rows else [shown.text]:
            assert piece in sheet, f"{f.name} does not stand on {one.zh}"


def test_a_choice_is_one_of_what_the_paper_offers(danger: HiddenDanger, officer: Account) -> None:
    made = filled(danger, officer, "G06")
    with in_scope(kit.viewer(officer)) as by, pytest.raises(Refusal) as refused:
        papers.fill(made, {"review_reason": "你单位申请复查"}, by=by)
    assert set(refused.value.errors) == {"review_reason"}


@pytest.mark.parametrize("code", ["G04", "G05", "G06", "G01", "G03"])
def test_a_form_sent_back_untouched_changes_nothing(
    code: str, danger: HiddenDanger, officer: Account
) -> None:
    """What the case has filled stays filled when the page is sent, also in boxes that offer choices."""
    with in_scope(kit.viewer(officer)) as by:
        made = papers.draft(danger, code, by=by)
    address = f"/hidden_dangers/dangers/{danger.pk}/papers/{made.pk}/"
    browser = kit.client(officer)
    sent = Form(browser.get(address).content.decode()).values
    assert {"party_name"} <= set(sent)
    assert browser.post(address, sent | {"deed": "save"}).status_code == 302
    with in_scope(kit.viewer(officer)):
        before = made.values
        made.refresh_from_db()
    assert (made.values, made.by_hand) == (before, [])


class Form(HTMLParser):
    """The values that a browser would send of the form of a paper."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.box, self.kind = "", ""
        start = page.index("<form", page.index("paper-side"))
        self.feed(page[start : page.index("</form>", start)])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            self.values[given.get("name") or ""] = given.get("value") or ""
        elif tag in ("textarea", "select"):
            self.box, self.kind = given.get("name") or "", tag
            self.values[self.box] = ""
        elif tag == "option" and "selected" in given:
            self.values[self.box] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == self.kind:
            self.kind = ""

    def handle_data(self, data: str) -> None:
        if self.kind == "textarea":
            self.values[self.box] += data


def test_numbers_follow_each_other_and_a_void_one_is_accounted_for(
    danger: HiddenDanger, officer: Account
) -> None:
    first, second = issued(danger, officer), issued(danger, officer)
    assert first.number.endswith("1号") and second.number.endswith("2号")
    assert "应急责改〔" in first.number
    with in_scope(kit.viewer(officer)) as by:
        papers.void(first, by=by, reason="单位名称有误")
        third = issued(danger, officer)
        assert third.number.endswith("3号"), "a number is never given twice"
        number = Number.objects.get(paper=first.pk)
        assert (number.use, number.reason) == (Use.VOID, "单位名称有误")
        assert papers.gaps(kit.COUNTY, "责改", timezone.localdate().year) == []


def test_numbers_taken_along_clash_with_nobody(danger: HiddenDanger, officer: Account) -> None:
    with in_scope(kit.viewer(officer)) as by:
        block = papers.reserve(
            papers.document("G05"), 5, by=by, device="tablet-1", on=timezone.localdate()
        )
        other = papers.reserve(
            papers.document("G05"), 5, by=by, device="tablet-2", on=timezone.localdate()
        )
    assert not {n.serial for n in block} & {n.serial for n in other}
    assert issued(danger, officer).number.endswith("11号")
    made = filled(danger, officer)
    with in_scope(kit.viewer(officer)) as by:
        assert papers.issue(made, by=by, number=block[2]).number.endswith("〕3号")
        again = papers.draft(danger, "G05", by=by)
        given = {f.name: value_for(f) for f in papers.document("G05").fields}
        again = papers.fill(again, given, by=by)
        with pytest.raises(Refusal):
            papers.issue(again, by=by, number=block[2])
        assert papers.give_back("tablet-1", by=by, reason="未使用，退回") == 4
        assert papers.gaps(kit.COUNTY, "责改", timezone.localdate().year) == []
        with pytest.raises(Refusal):
            papers.reserve(papers.document("G05"), 51, by=by, device="t", on=timezone.localdate())


def test_an_issued_paper_never_changes_not_even_by_sql(
    danger: HiddenDanger, officer: Account
) -> None:
    made = issued(danger, officer)
    with in_scope(kit.viewer(officer)) as by:
        with pytest.raises(Refusal):
            papers.fill(made, {"law_basis": "别的"}, by=by)
        with pytest.raises(DatabaseError), transaction.atomic():
            Paper.objects.filter(pk=made.pk).update(values={"law_basis": "别的"})
        with pytest.raises(DatabaseError), transaction.atomic():
            Mark.objects.create(
                target_kind=made.target_kind, target=made.target, topic=made.topic, paper=made.pk,
                place="officer1", name="某人", at=timezone.now(),
            )  # fmt: skip


def test_the_signature_holds_and_a_changed_digest_does_not(
    danger: HiddenDanger, officer: Account
) -> None:
    made = issued(danger, officer)
    assert sealing.holds(made.digest, made.signature)
    assert not sealing.holds("00" * 32, made.signature)


def test_anybody_checks_a_paper_by_its_mark_and_reads_nothing_of_it(
    danger: HiddenDanger, officer: Account
) -> None:
    made = issued(danger, officer)
    shown = kit.client(None).get(f"/papers/check/?mark={made.mark.lower()}").content.decode()
    assert (
        made.number in shown and danger.title not in shown and danger.enterprise.name not in shown
    )
    assert (
        made.number not in kit.client(None).get("/papers/check/?mark=AAAAAAAAAAAA").content.decode()
    )


def test_service_has_its_day_its_way_and_its_witness(
    danger: HiddenDanger, officer: Account
) -> None:
    made, today = issued(danger, officer), timezone.localdate()
    faults = [
        ({"way": "pigeon", "on": today, "to": "王某"}, "way"),
        ({"way": "direct", "on": today + timedelta(days=1), "to": "王某"}, "on"),
        ({"way": "direct", "on": today, "to": " "}, "to"),
        ({"way": "left", "on": today, "to": "王某"}, "note"),
    ]
    with in_scope(kit.viewer(officer)) as by:
        for given, field in faults:
            with pytest.raises(Refusal) as refused:
                papers.serve(made, by=by, **given)  # type: ignore[arg-type]
            assert field in refused.value.errors
        papers.serve(made, by=by, way="left", on=today, to="王某", note="见证人：李某")
        assert papers.served(danger, "G05") and papers.served_on(danger, "G05") == today
        with pytest.raises(Refusal):
            papers.serve(made, by=by, way="direct", on=today, to="王某")


def test_a_corrected_paper_points_at_the_one_it_replaces(
    danger: HiddenDanger, officer: Account
) -> None:
    made = issued(danger, officer)
    with in_scope(kit.viewer(officer)) as by:
        new = papers.correct(made, by=by, reason="期限写错", record=danger)
        made.refresh_from_db()
        assert (new.corrects, new.state, made.state) == (made.pk, "draft", "withdrawn")
        assert new.values == made.values


def test_a_signature_is_a_picture_and_nothing_else(danger: HiddenDanger, officer: Account) -> None:
    made = filled(danger, officer)
    with in_scope(kit.viewer(officer)) as by:
        for picture in (
            "javascript:alert(1)",
            "data:text/html;base64,PHNjcmlwdD4=",
            "data:image/png;base64,<b>",
        ):
            with pytest.raises(Refusal):
                papers.sign(made, "party_sign", by=by, name="王某", picture=picture)
        papers.sign(made, "party_sign", by=by, name="王某", picture=PICTURE)
        made = papers.issue(made, by=by)
        assert PICTURE in str(page(papers.view(made)))


def test_the_next_county_sees_no_paper_and_no_number(
    danger: HiddenDanger, officer: Account
) -> None:
    made, stranger = issued(danger, officer), kit.officer("stranger", kit.NEIGHBOUR)
    with in_scope(kit.viewer(stranger)) as by:
        assert not Paper.objects.exists() and not Number.objects.exists()
        with pytest.raises(Refusal):
            papers.void(made, by=by, reason="x")
    address = f"/hidden_dangers/dangers/{danger.pk}/papers/{made.pk}/"
    assert kit.client(stranger).get(address).status_code == 404
    assert kit.client(stranger).get(address + "paper.pdf").status_code == 404


def test_what_is_typed_acts_nowhere(danger: HiddenDanger, officer: Account) -> None:
    evil = "<script>alert(1)</script>#{1+1} {party_name} [[x]] \\n$pow$"
    made = filled(danger, officer)
    with in_scope(kit.viewer(officer)) as by:
        made = papers.fill(made, {"law_basis": evil}, by=by)
        sheet = str(page(papers.view(made)))
    assert "<script>" not in sheet and "{party_name}" in sheet


def test_pages_of_a_paper_from_making_to_service(danger: HiddenDanger, officer: Account) -> None:
    browser, base = kit.client(officer), f"/hidden_dangers/dangers/{danger.pk}/papers/"
    assert "现场处理决定书" in browser.get(base).content.decode()
    address = browser.get(f"{base}new/G05/").headers["Location"]
    assert browser.get(address).status_code == 200
    bad = browser.post(address, {"due_date": "never", "deed": "issue"})
    assert bad.status_code == 422
    given = {
        "due_date": "2026-12-20",
        "deed": "issue",
        "officer1": "甲",
        "officer1_cert": "1",
        "officer2": "乙",
        "officer2_cert": "2",
    }
    assert browser.post(address, given).status_code == 302
    got = browser.get(address + "paper.pdf")
    assert got.content.startswith(b"%PDF") and got.headers["Content-Type"] == "application/pdf"
    browser.post(
        address + "serve/", {"way": "direct", "to": "王某", "on": str(timezone.localdate())}
    )
    assert browser.get(base + "volume.pdf").content.startswith(b"%PDF")
    assert "责改" in browser.get("/papers/numbers/").content.decode()
    with in_scope(kit.viewer(officer)):
        assert papers.served(danger, "G05")


def test_two_who_issue_at_once_get_two_numbers(danger: HiddenDanger, officer: Account) -> None:
    """The series is locked for the time of a transaction; the lock is held, so nobody reads the same last number."""
    with in_scope(kit.viewer(officer)) as by, transaction.atomic():
        numbering.give(
            papers.document("G05"), by.agency or "", timezone.localdate(), paper=danger.pk
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()"
            )
            assert cursor.fetchone()[0] >= 1
