"""Export: the list as asked for, readable again, without formulas, noted in the log."""

import csv
import io
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.jobs import tasks
from jinan.kernel.records.tests.ponds import (
    LIST,
    county,
    credit_code,
    enterprise,
    figures,
    imported,
    line,
    ponds,
    workbook,
)
from jinan.supervision.tailings.models import TailingsPond

XML = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")


def exported(browser: Any, query: str = "", **wish: str) -> bytes:
    answer = browser.post(f"{LIST}export/{query}", {"form": "xlsx"} | wish)
    return b"".join(answer.streaming_content)


def rows_of(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.django_db
def test_export_shows_labels_names_and_positions_as_the_reader_reads_them() -> None:
    _account, browser = county()
    imported(browser, workbook([line(1, degree="4")]))
    head, row = rows_of(exported(browser))
    assert row == [
        "库1",
        f"{credit_code(1)} 矿业1",
        "340122 肥东县",
        "117.5, 31.9",
        120,
        35.5,
        "危库",
    ]
    assert head[4] == "全库容 (10⁴ m³)"


@pytest.mark.django_db
def test_export_has_the_filter_the_order_and_the_columns_of_the_list() -> None:
    _account, browser = county()
    imported(
        browser, workbook([line(n, degree="2" if n % 2 else "1", height=n) for n in range(1, 7)])
    )
    rows = rows_of(exported(browser, "?degree=2&sort=-name&columns=name,grade", columns="list"))
    assert rows[1:] == [["库5", 4], ["库3", 4], ["库1", 4]]


@pytest.mark.django_db
@pytest.mark.parametrize(("form", "encoding"), [("csv", "utf-8-sig"), ("gbk", "gb18030")])
def test_csv_cells_are_never_formulas_and_come_back_unchanged(form: str, encoding: str) -> None:
    _account, browser = county()
    imported(
        browser,
        workbook([line(n, name=name) for n, name in enumerate(["=1+1", "-库", "@a", "'=x"])]),
    )
    content = exported(browser, form=form)
    cells = [row[0] for row in csv.reader(io.StringIO(content.decode(encoding)))][1:]
    assert sorted(cells) == ["''=x", "'-库", "'=1+1", "'@a"]
    assert figures(imported(browser, content, "x.csv")) == (0, 0, 4, 0)


@pytest.mark.django_db
def test_workbook_cells_are_never_formulas() -> None:
    _account, browser = county()
    imported(browser, workbook([line(1)]))
    with in_scope(system("test")):
        TailingsPond.objects.update(name="=HYPERLINK(1)")
    import zipfile

    sheet = zipfile.ZipFile(io.BytesIO(exported(browser))).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet and b"=HYPERLINK(1)" in sheet


@pytest.mark.django_db
def test_large_export_is_written_in_the_background_with_all_rows() -> None:
    _account, browser = county()
    imported(browser, workbook([line(n) for n in range(2_100)]))
    answer = browser.post(f"{LIST}export/?sort=name", {"form": "csv"})
    run = answer["Location"].rstrip("/").rsplit("/", 1)[1]
    tasks.run(run)
    content = b"".join(browser.get(f"/jobs/{run}/file/").streaming_content).decode("utf-8-sig")
    names = [row[0] for row in csv.reader(io.StringIO(content))][1:]
    assert len(names) == 2_100 and names == sorted(names)


@pytest.mark.django_db
def test_stranger_exports_nothing_of_another_county_and_the_log_knows_who_exported() -> None:
    account, browser = county()
    imported(browser, workbook([line(1)]))
    exported(browser)
    stranger = kit.client(kit.officer("other", kit.NEIGHBOUR))
    assert len(rows_of(exported(stranger, "?division=340122"))) == 1
    with in_scope(system("test")), connection.cursor() as cursor:
        cursor.execute(
            "SELECT actor, kind, after->>'rows' FROM changes_change WHERE verb = 'export' ORDER BY seq"
        )
        told = cursor.fetchall()
    assert told[0] == (account.pk, "tailings.tailingspond", "1") and told[1][2] == "0"


@pytest.mark.django_db
def test_pond_whose_enterprise_is_out_of_sight_is_not_lost_from_the_export() -> None:
    _account, browser = county()
    with in_scope(system("test")):
        TailingsPond.objects.create(
            name="界河库", division_id=kit.COUNTY, enterprise=enterprise(2, kit.NEIGHBOUR),
            dam="SRID=4490;POINT(117 31)", capacity=1, height=1, degree="1", grade=5,
        )  # fmt: skip
    assert [row[0] for row in rows_of(exported(browser))[1:]] == ["界河库"]


ROW = st.fixed_dictionaries(
    {
        "capacity": st.floats(0, 1e9),
        "height": st.floats(0, 1e4, allow_subnormal=False),
        "degree": st.sampled_from("1234"),
        "at": st.tuples(st.floats(73, 136), st.floats(3, 54)),
        "name": st.text(XML, min_size=1, max_size=60).map(str.strip).filter(bool),
    }
)


@pytest.mark.django_db
@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(
    rows=st.lists(ROW, min_size=1, max_size=30, unique_by=lambda row: row["name"]),
    form=st.sampled_from(["xlsx", "csv"]),
)
def test_what_was_exported_leaves_everything_unchanged_when_imported(
    rows: list[Any], form: str
) -> None:
    browser = kit.client(account := kit.officer(f"c{uuid4().hex[:8]}"))
    with in_scope(system("test")):
        TailingsPond.objects.all().update(voided_at="2026-01-01T00:00Z", name="", division_id=None)
        TailingsPond.objects.bulk_create(
            TailingsPond(
                name=row["name"], capacity=row["capacity"], height=row["height"], degree=row["degree"], grade=5,
                dam=f"SRID=4490;POINT({row['at'][0]!r} {row['at'][1]!r})", division_id=kit.COUNTY,
                enterprise=enterprise(),
            )
            for row in rows
        )  # fmt: skip
    before = ponds()
    run = imported(browser, exported(browser, form=form), f"x.{form}")
    assert figures(run) == (0, 0, len(rows), 0), account
    assert ponds() == before
