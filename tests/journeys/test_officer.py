"""The county officer's day: sheets in and out, a pond found on the map and put right."""

from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter
from playwright.sync_api import Page, expect

from tests.journeys.node import JourneyNode
from tests.journeys.people import People, download, shot, sign_in, table

PONDS = "/tailings/ponds/"


def rows_of(path: Path) -> list[list[Any]]:
    book = python_calamine.CalamineWorkbook.from_path(path)
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def write(path: Path, heads: list[str], rows: list[list[Any]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("尾矿库")
        sheet.write_row(0, 0, heads)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)
    return path


def upload(page: Page, path: Path) -> None:
    page.goto(f"{PONDS}import/")
    page.set_input_files("#sheet", path)
    page.click("form.panel button.primary")
    page.wait_for_selector("form#plan")


def begin(page: Page) -> None:
    """Press “import” and stay until the page says how it ended."""
    page.click("button[value=go]")
    page.wait_for_selector(".figures-of-import")
    page.wait_for_selector("section.run", state="detached")


def figures(page: Page) -> list[int]:
    """Added, changed, unchanged, refused, as the page shows them."""
    return [int(text) for text in page.locator(".figures-of-import .number").all_inner_texts()]


def test_a_workbook_with_faults_comes_back_coloured_and_goes_in_when_mended(
    people: People, node: JourneyNode, tmp_path: Path
) -> None:
    """Chen Min of Feidong signs in with her authenticator and fetches the template. Her workbook has the
    faults that workbooks have: a height below zero, an enterprise nobody knows, a county that is not hers,
    a degree written as people say it. The preview shows them; the good rows go in; the others come back
    with a reason in each. She mends them in that very workbook, and now all are in.
    """
    page = people.stranger()
    page.goto(PONDS)
    shot(page, "sign-in")
    sign_in(page, "county")
    shot(page, "desk")
    page.goto(f"{PONDS}import/")
    template = download(page, lambda: page.click("a[href$='template/']"), tmp_path)
    heads = [str(head) for head in rows_of(template)[0] if head]
    assert len(heads) == 7
    owner = node.value(
        "SELECT credit_code FROM enterprises_enterprise WHERE division_id = '340122' LIMIT 1"
    )
    good = ["岱山尾矿库", owner, "340122", "117.48, 31.92", 120.5, 32, "正常库"]

    def variant(name: str, **changes: Any) -> list[Any]:
        return [name, *(changes.get(f"c{n}", good[n]) for n in range(1, 7))]

    faulty = [
        variant("四顶山尾矿库", c5=-3),
        variant("浮槎山尾矿库", c1="91340122MA000000XX"),
        variant("紫蓬山尾矿库", c2="340123 肥西县"),
        variant("白马山尾矿库", c4="很大"),
    ]
    odd = variant("撮镇尾矿库", c6="挺好的")
    upload(page, write(tmp_path / "尾矿库普查.xlsx", heads, [good, odd, *faulty]))
    expect(page.locator("td.faulty")).not_to_have_count(0)
    expect(page.get_by_text("挺好的").first).to_be_visible()
    shot(page, "import-preview")
    page.select_option("select[name=meant-degree]", label="正常库")
    begin(page)
    assert figures(page) == [2, 0, 0, 4]
    shot(page, "import-result")

    returned = download(page, lambda: page.click("a[href$='/file/']"), tmp_path)
    back = rows_of(returned)
    assert back[0][-1] == "不能导入的原因" or "原因" in str(back[0][-1])
    assert [row[0] for row in back[1:]] == [row[0] for row in faulty]
    assert all(str(row[-1]).strip() for row in back[1:])
    mended = [[row[0], *good[1:]] for row in back[1:]]
    upload(page, write(tmp_path / "已改正.xlsx", heads, mended))
    begin(page)
    assert figures(page) == [4, 0, 0, 0]
    page.goto(f"{PONDS}?q=山尾矿库")
    names = {row[1] for row in table(page)}
    assert {"岱山尾矿库", *(row[0] for row in faulty)} <= names
