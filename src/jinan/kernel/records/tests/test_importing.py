"""Import: good rows in, bad rows back with the reason; safe to repeat; undone as a whole."""

import io
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from jinan.kernel.changes.api import history
from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.records.models import ImportRow, ImportRun
from jinan.kernel.records.tests.ponds import (
    FIELDS,
    LIST,
    county,
    credit_code,
    enterprise,
    faults,
    figures,
    imported,
    line,
    pond,
    ponds,
    press,
    run_of,
    text,
    upload,
    workbook,
)
from jinan.supervision.tailings.models import TailingsPond


@pytest.mark.django_db
def test_good_rows_go_in_and_bad_rows_come_back_with_the_reason_in_each_cell() -> None:
    _account, browser = county()
    rows = [
        line(1),
        line(2, degree="ruinous", height="tall"),
        line(3, division="340123"),
        line(1),
        line(4, dam=""),
    ]
    run = imported(browser, workbook(rows))
    assert figures(run) == (1, 0, 0, 4)
    told = faults(run)
    assert set(told[3]) == {"degree", "height"}
    assert set(told[4]) == {"division"} and set(told[5]) == {"name"} and set(told[6]) == {"dam"}
    assert pond("库1").grade == 4 and pond("库1").holder == enterprise().pk
    back = browser.get(f"/jobs/{run.job}/file/")
    sheet = CalamineWorkbook.from_filelike(
        io.BytesIO(b"".join(back.streaming_content))
    ).get_sheet_by_index(0)
    returned = sheet.to_python()
    assert returned[0][:-1] == list(FIELDS) and len(returned) == 5
    assert returned[1][6] == "ruinous" and "\n" in returned[1][7]


@pytest.mark.django_db
def test_mended_rows_go_in_when_the_returned_workbook_is_uploaded_again() -> None:
    _account, browser = county()
    run = imported(browser, workbook([line(1), line(2, height=-3)]))
    back = b"".join(browser.get(f"/jobs/{run.job}/file/").streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(back)).get_sheet_by_index(0).to_python()
    rows[1][5] = 12
    again = imported(browser, workbook(rows[1:], rows[0]))
    assert figures(again) == (1, 0, 0, 0) and pond("库2").height == 12


@pytest.mark.django_db
def test_repeated_upload_changes_nothing_and_a_changed_cell_changes_that_field_alone() -> None:
    _account, browser = county()
    imported(browser, workbook([line(n) for n in range(5)]))
    before = ponds()
    assert figures(imported(browser, workbook([line(n) for n in range(5)]))) == (0, 0, 5, 0)
    assert ponds() == before and pond("库3").version == 1
    run = imported(browser, workbook([line(n, height=70 if n == 3 else 35.5) for n in range(5)]))
    assert figures(run) == (0, 1, 4, 0)
    with in_scope(system("test")):
        entry = history("tailings_tailingspond", pond("库3").pk)[-1]
    assert (entry.before, entry.after) == ({"height": 35.5, "grade": 4}, {"height": 70, "grade": 3})
    assert "ponds.xlsx" in entry.reason and entry.actor_name == "County"


@pytest.mark.django_db
def test_dry_run_tells_the_same_and_writes_nothing() -> None:
    _account, browser = county()
    run = run_of(upload(browser, workbook([line(1), line(2, degree="x")])))
    dry = press(browser, run, "dry")
    assert figures(dry) == (1, 0, 0, 1) and not ponds()
    assert figures(press(browser, dry, "go")) == (1, 0, 0, 1) and len(ponds()) == 1


@pytest.mark.django_db
def test_undo_takes_all_back_but_what_somebody_changed_since() -> None:
    _account, browser = county()
    imported(browser, workbook([line(1), line(2)]))
    run = imported(browser, workbook([line(1, height=80), line(2, height=80), line(3), line(4)]))
    assert figures(run) == (2, 2, 0, 0)
    edited = pond("库4")
    answer = browser.post(
        f"{LIST}{edited.pk}/edit/",
        dict(zip(FIELDS, line(4, height=9), strict=True)) | {"version": edited.version},
    )
    assert answer.status_code == 302, answer.content.decode()
    undone = press(browser, run, "undo")
    assert (undone.stage, undone.left) == ("undone", 1)
    assert [p["name"] for p in ponds()] == ["库1", "库2", "库4"]
    assert pond("库1").height == 35.5 and pond("库3").voided_at and pond("库4").height == 9
    assert "库4" in browser.get(f"{LIST}import/{run.pk}/").content.decode()
    answer = browser.post(f"{LIST}import/{run.pk}/", {"deed": "undo"}, follow=True)
    assert pond("库4").height == 9


@pytest.mark.django_db
def test_sheet_can_be_imported_again_after_its_import_was_undone() -> None:
    _account, browser = county()
    press(browser, imported(browser, workbook([line(1)])), "undo")
    assert not ponds()
    assert figures(imported(browser, workbook([line(1)]))) == (0, 1, 0, 0) and len(ponds()) == 1


@pytest.mark.django_db
def test_void_record_is_not_brought_back_by_a_sheet() -> None:
    _account, browser = county()
    imported(browser, workbook([line(1)]))
    browser.post(f"{LIST}{pond('库1').pk}/void/", {"reason": "dismantled"})
    run = imported(browser, workbook([line(1)]))
    assert figures(run) == (0, 0, 0, 1) and pond("库1").void_reason == "dismantled"


@pytest.mark.django_db
def test_value_is_mapped_once_for_all_rows() -> None:
    _account, browser = county()
    rows = [line(n, degree="危险", division="肥东") for n in range(12)]
    run = run_of(upload(browser, workbook(rows)))
    page = browser.get(f"{LIST}import/{run.pk}/").content.decode()
    assert "危险" in page and "肥东" in page
    meant = {
        "text-degree": "危险",
        "meant-degree": "4",
        "text-division": "肥东",
        "meant-division": "340122",
    }
    assert figures(press(browser, run, "go", **meant)) == (12, 0, 0, 0)
    assert {p["degree"] for p in ponds()} == {"4"}


@pytest.mark.django_db
def test_column_is_given_to_another_field_by_hand() -> None:
    _account, browser = county()
    head = [*FIELDS[:4], "how much", *FIELDS[5:]]
    run = run_of(upload(browser, workbook([line(1)], head)))
    assert press(browser, run, "look").plan["columns"][4] == ""
    done = press(browser, run, "go", **{"column-4": "capacity"})
    assert figures(done) == (1, 0, 0, 0) and pond("库1").capacity == 120


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_headings_of_the_template_are_known_again(language: str) -> None:
    _account, browser = county()
    browser.cookies["language"] = language
    template = browser.get(f"{LIST}import/template/")
    content = b"".join(template.streaming_content)
    head = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[0]
    run = run_of(upload(browser, workbook([line(1)], head)))
    assert run.plan["columns"] == list(FIELDS)
    browser.cookies["language"] = "zh-hans" if language == "en" else "en"
    assert figures(press(browser, run, "go")) == (1, 0, 0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_csv_is_read_in_its_encoding(encoding: str) -> None:
    _account, browser = county()
    content = text([line(1, name="龙潭尾矿库")], encoding=encoding)
    assert figures(imported(browser, content, "ponds.csv")) == (1, 0, 0, 0)
    assert ponds()[0]["name"] == "龙潭尾矿库"


@pytest.mark.django_db
@pytest.mark.parametrize("sign", [";", "\t"])
def test_csv_is_read_with_its_delimiter(sign: str) -> None:
    _account, browser = county()
    content = "\n".join(sign.join(map(str, row)) for row in (FIELDS, line(1))).encode()
    assert figures(imported(browser, content, "ponds.csv")) == (1, 0, 0, 0)


@pytest.mark.django_db
def test_key_taken_out_of_sight_is_a_fault_of_its_row_and_no_crash() -> None:
    _account, browser = county()
    hidden = credit_code(7)
    enterprise(7, kit.NEIGHBOUR)
    rows = [["新矿业", credit_code(8), "340122"], ["旧矿业", hidden, "340122"]]
    content = workbook(rows, ("name", "credit_code", "division"))
    run = run_of(upload(browser, content, to="/enterprises/list/"))
    browser.post(f"/enterprises/list/import/{run.pk}/", {"deed": "go"})
    from jinan.kernel.jobs import tasks
    from jinan.kernel.records.tests.ponds import now

    tasks.run(str(now(run).job))
    assert figures(now(run)) == (1, 0, 0, 1) and set(faults(run)[3]) == {"credit_code"}
    assert enterprise(7).name == "矿业7"


@pytest.mark.django_db
def test_record_seen_but_not_written_is_refused() -> None:
    _account, browser = county()
    with in_scope(system("test")):
        TailingsPond.objects.create(
            name="界河库", division_id=kit.NEIGHBOUR, also=[kit.COUNTY], enterprise=enterprise(),
            dam="SRID=4490;POINT(117 31)", capacity=1, height=1, degree="1", grade=5,
        )  # fmt: skip
    run = imported(browser, workbook([line(1, name="界河库", division=kit.NEIGHBOUR, height=50)]))
    assert figures(run) == (0, 0, 0, 1) and pond("界河库").height == 1


@pytest.mark.django_db
def test_stranger_neither_sees_the_import_nor_its_rows_by_raw_sql() -> None:
    _account, browser = county()
    run = imported(browser, workbook([line(1), line(2, degree="x")]))
    stranger = kit.officer("other", kit.NEIGHBOUR)
    other = kit.client(stranger)
    assert other.get(f"{LIST}import/{run.pk}/").status_code == 404
    assert other.post(f"{LIST}import/{run.pk}/", {"deed": "undo"}).status_code == 404
    assert other.get(f"/jobs/{run.job}/file/").status_code == 404
    with in_scope(kit.viewer(stranger)):
        assert not ImportRun.objects.exists() and not ImportRow.objects.exists()


@pytest.mark.django_db
def test_reader_may_not_import() -> None:
    county()
    browser = kit.client(kit.officer("reader", role="reader"))
    assert browser.get(f"{LIST}import/").status_code == 403
    assert upload(browser, workbook([line(1)])).status_code == 403


@pytest.mark.django_db
def test_stranger_cannot_write_into_another_county() -> None:
    enterprise()
    enterprise(2, kit.NEIGHBOUR)
    browser = kit.client(kit.officer("other", kit.NEIGHBOUR))
    rows = [
        line(1),
        line(2, enterprise=credit_code(2), division="340123"),
        line(3, division="340123"),
    ]
    run = imported(browser, workbook(rows))
    told = faults(run)
    assert figures(run) == (1, 0, 0, 2) and "division" in told[2] and set(told[4]) == {"enterprise"}


@pytest.mark.django_db
def test_formulas_merged_cells_and_hidden_sheets_are_told() -> None:
    import xlsxwriter

    _account, browser = county()
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        title, sheet = book.add_worksheet("secret"), book.add_worksheet("ponds")
        sheet.activate()
        title.hide()
        sheet.merge_range("A1:G1", "Ponds of 2026")
        sheet.write_row(1, 0, FIELDS)
        sheet.write_row(2, 0, line(1))
        sheet.write_formula("E3", "=60*2", None, 120)
    run = run_of(upload(browser, out.getvalue()))
    page = browser.get(f"{LIST}import/{run.pk}/").content.decode()
    assert page.count('class="message warning"') == 3 and "secret" in page
    assert figures(press(browser, run, "go")) == (1, 0, 0, 0) and pond("库1").capacity == 120


@pytest.mark.django_db
def test_many_rows_over_several_batches_keep_their_faults_and_their_figures(tmp_path: Path) -> None:
    _account, browser = county()
    rows = [line(n, degree="x" if n % 100 == 0 else "2") for n in range(4_500)]
    run = imported(browser, workbook(rows))
    assert figures(run) == (4_455, 0, 0, 45) and len(ponds()) == 4_455
