"""Workbooks as officers make them, and the pages that take them in."""

from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter
from playwright.sync_api import Page

from tests.journeys.node import JourneyNode

PONDS = "/tailings/ponds/"
HEADS = ["名称", "企业", "行政区划", "坝址位置", "全库容", "坝高", "安全度"]


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
    page.wait_for_selector("#run", state="detached")


def figures(page: Page) -> list[int]:
    """Added, changed, unchanged, refused, as the page shows them."""
    return [int(text) for text in page.locator(".figures-of-import .number").all_inner_texts()]


def good_row(node: JourneyNode, name: str) -> list[Any]:
    """A pond of Feidong as a careful officer writes it."""
    owner = node.value(
        "SELECT credit_code FROM enterprises_enterprise WHERE division_id = '340122' AND voided_at IS NULL LIMIT 1"
    )
    return [name, owner, "340122", "117.48, 31.92", 120.5, 32, "正常库"]
