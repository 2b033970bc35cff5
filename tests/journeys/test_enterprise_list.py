"""An office's own list of enterprises goes in, what stands in it twice is merged, the import is taken back."""

from pathlib import Path

from playwright.sync_api import expect

from jinan.operations.testlab.demonstration.trades import TRADES
from tests.journeys.node import JourneyNode
from tests.journeys.people import TABLET, People, shot, table
from tests.journeys.sheets import begin, figures

LIST = "/enterprises/list/"
ROWS = 400


def test_a_list_with_typical_faults_goes_in_is_cleared_of_doubles_and_taken_back(
    people: People, node: JourneyNode, tmp_path: Path
) -> None:
    """Chen Min has the county's list of enterprises as it was always kept: headings of her own, dates as text,
    wide digits, codes with slips, firms entered twice, positions from Amap. She uploads it; the columns are
    understood, the positions turned. What is wrong comes back. Two of the rest look like one: she compares them,
    merges them and reads why in the history. Then she takes the whole import back: the two that were merged since
    stay, and are told.
    """
    path = tmp_path / "企业台账.xlsx"
    node.python("-m", "django", "typical_workbook", str(path), "--rows", str(ROWS))
    page = people.of("county")
    page.goto(f"{LIST}import/")
    page.set_input_files("#sheet", path)
    page.click("form.panel button.primary")
    page.wait_for_selector("form#plan")
    expect(page.locator("select[name=datum-position]")).to_have_value("GCJ-02")
    expect(page.locator("select[name=column-1]")).to_have_value("name")
    shot(page, "enterprise-preview")
    begin(page)
    added, changed, same, refused = figures(page)
    assert (changed, added + same + refused) == (0, ROWS)
    assert 0 < refused < ROWS // 10
    shot(page, "enterprise-import")
    result = page.url

    page.goto(f"{LIST}?q=fd")
    assert len(table(page)) == 50, "the initials of the county are found"
    page.goto("/enterprises/duplicates/")
    shot(page, "duplicates")
    found = page.locator("table.pairs tbody tr", has_text="同市同名")
    expect(found).not_to_have_count(0)
    words = [trade.word for trade in TRADES]
    assert any(word in found.first.inner_text() for word in words)
    found.first.locator("a.button").click()
    page.wait_for_selector("table.compare")
    shot(page, "compare")
    tablet = people.of("county", size=TABLET, theme="dark", language="en")
    tablet.goto(page.url)
    shot(tablet, "compare-tablet-dark-en")
    page.fill("#reason", "营业执照核对为同一企业")
    page.click("button[value=merge]")
    expect(page.locator(".message.success")).to_contain_text("已合并")
    page.click("nav.tabs a[href$='/merging/']")
    page.locator("table.grid tbody tr a").first.click()
    expect(page.locator(".message.warning")).to_contain_text("营业执照核对为同一企业")
    page.click("nav.tabs a[href$='/history/']")
    expect(page.locator("ul.timeline")).to_contain_text("营业执照核对为同一企业")
    shot(page, "merged-history")

    page.goto(result)
    page.click("button[value=undo]")
    page.wait_for_selector("#run", state="detached")
    run = result.rstrip("/").rsplit("/", 1)[1]
    outcomes = dict(
        node.sql(
            "SELECT outcome, count(*) FROM records_importrow WHERE run_id = %s GROUP BY 1", run
        )
    )
    assert outcomes["undone"] == added - outcomes["left"]
    assert 1 <= outcomes["left"] <= 2, "only what was merged since stays"
