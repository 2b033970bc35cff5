"""The test kit of registers: a room names its model, a good row and its faults; the rest follows.

    class TestTailingsPonds(RecordTypeTests):
        model = TailingsPond
        good = {"name": "North", "dam": [117.2, 31.8], "capacity": 1200, "height": 45, "degree": "1"}
        derived = {"grade": 3}
        bad = {"capacity": -1, "degree": "9"}

The kit stands in `tests/test_room.py` of the room: links to other registers are filled with the good
row of their own kit, the division with a county.
"""

from typing import Any, ClassVar

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.utils import timezone
from django.utils.html import escape

from jinan.kernel.changes.api import history
from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Account, Role
from jinan.kernel.identity.scope import in_scope
from jinan.kernel.jobs import tasks
from jinan.kernel.records import actions
from jinan.kernel.records.figures import tallies
from jinan.kernel.records.forms import link_text
from jinan.kernel.records.kit_rows import (
    as_posted,
    check_tally,
    enter,
    good_row,
    kit_of,
    labels,
    same,
    tile_of,
)
from jinan.kernel.records.listing import Listing
from jinan.kernel.records.models import Draft, ImportRun, Record
from jinan.kernel.records.types import TONES, Column, RecordType, record_type, type_of

__all__ = ["RecordTypeTests", "as_posted", "check_tally", "enter", "good_row", "kit_of"]

CHINESE = "青山绿水尾库"
LATER = "改过的名称"
TILE = "application/vnd.mapbox-vector-tile"


class RecordTypeTests:
    """What holds for every register. `good` is a row; `bad` gives a wrong value for some fields."""

    pytestmark = pytest.mark.django_db
    model: ClassVar[type[Record]]
    good: ClassVar[dict[str, Any]]
    derived: ClassVar[dict[str, Any]] = {}
    bad: ClassVar[dict[str, Any]]

    @pytest.fixture(autouse=True)
    def _people(self, db: None) -> None:
        self.kind: RecordType = type_of(self.model)
        self.county = kit.officer()
        self.page = kit.client(self.county)

    def add(self, **changes: Any) -> Any:
        """The good row, entered by the county's officer."""
        viewer = kit.viewer(self.county)
        row = good_row(self.model) | changes
        with in_scope(viewer):
            return actions.add(self.kind, row, by=viewer)

    def change(self, record: Any, **values: Any) -> Any:
        viewer = kit.viewer(self.county)
        with in_scope(viewer):
            return actions.change(record, values, by=viewer, reason="kit")

    def stranger(self) -> Account:
        return kit.officer("stranger", kit.NEIGHBOUR)

    def address(self, record: Any = None, tail: str = "") -> str:
        return f"/{self.kind.address}/" + (f"{record.pk}/" if record else "") + tail

    def listed(self, query: dict[str, str], by: Account | None = None) -> set[Any]:
        viewer = kit.viewer(by or self.county)
        with in_scope(viewer):
            return {row.pk for row in Listing(self.kind, viewer, query).page().rows}

    def text_field(self) -> str:
        """A field of free text that may be changed at will."""
        for name in self.kind.form_fields:
            this = self.kind.field_of(name)
            plain = not this.choices and not this.unique and name not in self.kind.personal
            if type(this) is models.CharField and plain:
                return name
        pytest.skip("no free text in this register")

    # writing

    def test_good_row_is_kept_through_the_form(self) -> None:
        row = good_row(self.model)
        answer = self.page.post(self.address(tail="new/"), as_posted(row))
        assert answer.status_code == 302, answer.content.decode()[-2000:]
        with in_scope(kit.viewer(self.county)):
            kept = self.model.objects.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[1])
            for name, given in self.good.items():
                assert same(getattr(kept, self.kind.field_of(name).attname), given), name
            assert kept.created_by == self.county.pk
            assert kept.agency_id == self.county.agency_id

    def test_derived_values_are_right(self) -> None:
        record = self.add()
        for name, expected in self.derived.items():
            assert getattr(record, name) == expected, name

    def test_each_fault_is_named_at_its_field(self) -> None:
        viewer, row = kit.viewer(self.county), good_row(self.model)
        for name, wrong in self.bad.items():
            with in_scope(viewer), pytest.raises(actions.Refusal) as refused:
                actions.add(self.kind, row | {name: wrong}, by=viewer)
            assert set(refused.value.errors) == {name}, name
        answer = self.page.post(self.address(tail="new/"), as_posted(row | self.bad))
        assert answer.status_code == 422
        assert answer.content.decode().count('class="field wrong"') >= min(1, len(self.bad))

    def test_needed_field_left_out_is_named(self) -> None:
        viewer = kit.viewer(self.county)
        needed = {
            name
            for name in self.kind.form_fields
            if not ((this := self.kind.field_of(name)).blank or this.null or this.has_default())
        }
        with in_scope(viewer), pytest.raises(actions.Refusal) as refused:
            actions.add(self.kind, {}, by=viewer)
        assert needed <= set(refused.value.errors)

    def test_reader_may_not_write(self) -> None:
        record, row = self.add(), good_row(self.model)
        reader = kit.officer("reader", kit.COUNTY, Role.READER)
        page, viewer = kit.client(reader), kit.viewer(reader)
        assert page.get(self.address(record)).status_code == 200
        assert page.post(self.address(tail="new/"), as_posted(row)).status_code == 403
        assert page.post(self.address(record, "edit/"), as_posted(row)).status_code == 403
        with in_scope(viewer), pytest.raises(actions.Refusal):
            actions.change(record, {self.kind.form_fields[0]: "x"}, by=viewer)
        with in_scope(viewer), pytest.raises(actions.Refusal):
            actions.void(record, by=viewer, reason="no")

    def test_changed_record_rises_in_version_and_the_stale_one_is_refused(self) -> None:
        record, name = self.add(), self.text_field()
        changed = self.change(record, **{name: LATER})
        assert changed.version == record.version + 1
        posted = as_posted(good_row(self.model)) | {"version": "1"}
        answer = self.page.post(self.address(record, "edit/"), posted)
        assert answer.status_code == 422
        with in_scope(kit.viewer(self.county)):
            assert getattr(self.model.objects.get(pk=record.pk), name) == LATER

    def test_void_needs_a_reason_and_can_be_taken_back(self) -> None:
        record, viewer = self.add(), kit.viewer(self.county)
        with in_scope(viewer), pytest.raises(actions.Refusal) as refused:
            actions.void(record, by=viewer, reason=" ")
        assert set(refused.value.errors) == {"reason"}
        self.page.post(self.address(record, "void/"), {"reason": "entered twice"})
        assert record.pk not in self.listed({})
        assert record.pk in self.listed({"void": "1"})
        self.page.post(self.address(record, "void/"))
        assert record.pk in self.listed({})

    def test_draft_is_kept_and_shown_again(self) -> None:
        name = self.text_field()
        self.page.post(self.address(tail="draft/"), {name: CHINESE})
        assert CHINESE in self.page.get(self.address(tail="new/")).content.decode()
        with in_scope(kit.viewer(self.county)):
            assert Draft.objects.filter(account=self.county, kind=self.kind.kind).count() == 1

    # the log

    def test_one_entry_for_each_save_with_who_and_why(self) -> None:
        record = self.add()
        self.change(record, **{self.text_field(): LATER})
        with in_scope(kit.viewer(self.county)):
            entries = history(self.model._meta.db_table, record.pk)
        assert [entry.verb for entry in entries] == ["add", "change"]
        assert {entry.actor for entry in entries} == {self.county.pk}
        assert entries[1].reason == "kit"

    def test_history_reads_before_and_after(self) -> None:
        record, name = self.add(), self.text_field()
        was = str(getattr(record, name))
        self.change(record, **{name: LATER})
        text = self.page.get(self.address(record, "history/")).content.decode()
        assert was in text and LATER in text and self.county.name in text and "kit" in text

    # reading

    def test_list_shows_every_column(self) -> None:
        record = self.add()
        names = [c.name if isinstance(c, Column) else c for c in self.kind.columns]
        answer = self.page.get(self.address(), {"columns": ",".join(names)})
        text = answer.content.decode()
        assert answer.status_code == 200
        assert text.count('<th scope="col"') == len(names)
        assert str(record.pk) in text
        for name in names:
            for sort in (name, f"-{name}"):
                assert self.page.get(self.address(), {"sort": sort}).status_code == 200, sort

    def test_every_filter_finds_the_record_and_leaves_out_others(self) -> None:
        record = self.add()
        for name in self.kind.filters:
            this = self.kind.field_of(name)
            kept = getattr(record, this.attname)
            held = [str(code) for code in kept] if isinstance(kept, list) else [str(kept)]
            for value in held:
                assert record.pk in self.listed({name: value}), name
            others = [str(code) for code, _label in this.flatchoices if str(code) not in held]
            other = kit.NEIGHBOUR if name == "division" else next(iter(others), None)
            if other:
                assert record.pk not in self.listed({name: other}), name

    def test_each_term_finds_the_record_by_its_state_alone(self) -> None:
        record, today = self.add(), timezone.localdate()
        for term in self.kind.terms:
            ends = getattr(record, term.field)
            states = {term.state(ends, today)} if ends else set()
            found = {one for one in TONES if record.pk in self.listed({term.field: one})}
            assert found == states, term.field

    def test_search_finds_each_search_field_and_two_chinese_characters(self) -> None:
        record = self.add()
        for name in self.kind.search:
            value = record
            for part in name.split("__"):
                value = getattr(value, part)
            assert record.pk in self.listed({"q": str(value)}), name
        own = [n for n in self.kind.search if n == self.text_field()]
        if own:
            self.change(record, **{own[0]: CHINESE})
            assert record.pk in self.listed({"q": CHINESE[2:4]})
            assert record.pk not in self.listed({"q": "山水"})
            found = self.page.get("/find/", {"q": CHINESE[2:4]}).content.decode()
            assert str(record.pk) in found

    def test_tile_of_the_layer_holds_the_record(self) -> None:
        record = self.add()
        tile = tile_of(self.kind, record)
        if tile is None:
            pytest.skip("no layer")
        answer = self.page.get(tile)
        assert answer["Content-Type"] == TILE
        assert str(record.pk).encode() in answer.content
        viewer = kit.client(self.stranger())
        assert str(record.pk).encode() not in viewer.get(tile).content

    def test_parts_show_their_records_to_those_in_sight(self) -> None:
        if not self.kind.parts:
            pytest.skip("no parts")
        record, reader = self.add(), kit.client(kit.officer("reader", role=Role.READER))
        stranger = kit.client(self.stranger())
        for one in self.kind.parts:
            kind = record_type(one.kind)
            part = enter(kind.model, **{one.link: str(record.pk)})
            tail = f"{kind.address.rpartition('/')[2]}/"
            address, adding = self.address(record, tail), f"/{kind.address}/new/?{one.link}="
            text = self.page.get(address).content.decode()
            assert str(part.pk) in text and f"{adding}{record.pk}" in text, one.kind
            seen = reader.get(address).content.decode()
            assert str(part.pk) in seen and adding not in seen, one.kind
            form = self.page.get(f"{adding}{record.pk}").content.decode()
            assert escape(link_text(record)) in form, one.kind
            assert stranger.get(address).status_code == 404, one.kind

    def test_stranger_sees_nothing(self) -> None:
        if self.model.open_to_officers:
            pytest.skip("open to every officer")
        record, stranger = self.add(), self.stranger()
        page, viewer = kit.client(stranger), kit.viewer(stranger)
        for tail in ("", "history/", "edit/", "map/"):
            assert page.get(self.address(record, tail)).status_code == 404, tail
        assert page.post(self.address(record, "void/"), {"reason": "mine"}).status_code == 404
        assert record.pk not in self.listed({}, stranger)
        assert record.pk not in self.listed({"division": kit.COUNTY}, stranger)
        words = str(getattr(record, self.kind.form_fields[0]))
        assert str(record.pk) not in page.get("/find/", {"q": words}).content.decode()
        with in_scope(viewer), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {self.model._meta.db_table}")
            assert cursor.fetchone() == (0,)
        assert kit.client(None).get(self.address(record)).status_code == 302

    # other doors

    def test_api_takes_shows_and_refuses_as_the_page_does(self) -> None:
        row, at = good_row(self.model), f"/api{self.address()}"
        added = self.page.post(at, row, content_type="application/json")
        assert added.status_code == 201, added.content
        one, tag = added["Location"], {"If-Match": added["ETag"]}
        read = self.page.get(one).json()
        for name, given in self.good.items():
            assert same(read[name], given), name
        for name, expected in self.derived.items():
            assert read[name] == expected, name
        again = {name: read[name] for name in self.kind.form_fields}
        kept = self.page.patch(one, again, content_type="application/json", headers=tag)
        assert kept.status_code == 200, kept.content
        for name, wrong in self.bad.items():
            refused = self.page.post(at, row | {name: wrong}, content_type="application/json")
            assert refused.status_code == 422
            assert [fault["field"] for fault in refused.json()["errors"]] == [name]
        reader, stranger = kit.officer("reader", role=Role.READER), self.stranger()
        assert kit.client(reader).get(one).status_code == 200
        page = kit.client(reader)
        assert page.post(at, row, content_type="application/json").status_code == 403
        assert kit.client(None).get(one).status_code == 401
        if self.model.open_to_officers:
            assert kit.client(stranger).get(one).status_code == 200
            return
        assert kit.client(stranger).get(one).status_code == 404
        assert kit.client(stranger).get(f"{one}history/").status_code == 404
        assert kit.client(stranger).get(at).json()["items"] == []

    def test_every_figure_opens_to_its_records(self) -> None:
        if not self.kind.figures:
            pytest.skip("no figures")
        self.add()
        county, city = kit.viewer(self.county), kit.viewer(kit.officer("city", kit.CITY))
        with in_scope(county):
            for tally in tallies(self.kind, county, kit.COUNTY):
                check_tally(tally, county)
        with in_scope(city):
            for tally in tallies(self.kind, city, kit.CITY):
                check_tally(tally, city)
        stranger = kit.viewer(self.stranger())
        with in_scope(stranger):
            for tally in tallies(self.kind, stranger, kit.CITY):
                assert tally.total.total.number == 0
        text = self.page.get(self.address(tail="figures/")).content.decode()
        assert str(tallies(self.kind, county, kit.COUNTY)[0].title) in text

    def test_sheet_goes_out_and_comes_back_unchanged(self) -> None:
        if not self.kind.sheet:
            pytest.skip("no sheet")
        record = self.add()
        sent = self.page.post(self.address(tail="export/"), {"form": "xlsx"})
        sheet = SimpleUploadedFile("back.xlsx", b"".join(sent))
        answer = self.page.post(self.address(tail="import/"), {"sheet": sheet})
        assert answer.status_code == 302, answer.content.decode()[-2000:]
        self.page.post(answer["Location"], {"deed": "go"})
        run = self.import_run(answer["Location"])
        tasks.run(str(run.job))
        run = self.import_run(answer["Location"])
        assert (run.added, run.changed, run.same, run.refused) == (0, 0, 1, 0)
        with in_scope(kit.viewer(self.county)):
            assert self.model.objects.get(pk=record.pk).version == record.version

    def import_run(self, address: str) -> ImportRun:
        with in_scope(kit.viewer(self.county)):
            return ImportRun.objects.get(pk=address.rstrip("/").rsplit("/", 1)[1])

    # words

    def test_labels_are_translated(self) -> None:
        for english, chinese in zip(
            labels(self.kind, "en"), labels(self.kind, "zh-hans"), strict=True
        ):
            assert english and english != chinese, english
            assert not chinese.isascii(), chinese
