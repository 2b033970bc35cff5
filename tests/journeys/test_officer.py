"""The county officer's day: sheets in and out, a pond found on the map and put right."""

from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.journeys.node import JourneyNode
from tests.journeys.people import People, download, shot, sign_in, table
from tests.journeys.sheets import PONDS, begin, figures, good_row, rows_of, upload, write


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
    good = good_row(node, "岱山尾矿库")

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
    assert "原因" in str(back[0][-1])
    assert [row[0] for row in back[1:]] == [row[0] for row in faulty]
    assert all(str(row[-1]).strip() for row in back[1:])
    assert "请填写数字" in str(back[4][-1])
    mended = [[row[0], *good[1:]] for row in back[1:]]
    upload(page, write(tmp_path / "已改正.xlsx", heads, mended))
    begin(page)
    assert figures(page) == [4, 0, 0, 0]
    page.goto(f"{PONDS}?q=山尾矿库")
    names = {row[1] for row in table(page)}
    assert {"岱山尾矿库", *(row[0] for row in faulty)} <= names


def test_a_pond_is_found_on_the_map_put_right_and_its_history_read(
    people: People, node: JourneyNode, tmp_path: Path
) -> None:
    """On the map Chen Min clicks a dot in Feidong and stands at the pond. She writes the new height with its
    reason; the history shows what stood there before and what stands there now.
    """
    page = people.of("county")
    page.goto(f"{PONDS}map/")
    page.wait_for_selector("[data-map][data-ready]")
    shot(page, "county-map")
    uid = node.value(
        "SELECT id FROM tailings_tailingspond WHERE division_id = '340122' "
        "ORDER BY ST_Y(dam) DESC LIMIT 1"
    )
    page.goto(f"{PONDS}{uid}/map/")
    page.wait_for_selector("[data-map][data-ready]")
    box = page.locator("[data-map] canvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(f"**{PONDS}*-*/")
    name = page.locator("h1").inner_text()
    before = node.value("SELECT height FROM tailings_tailingspond WHERE name = %s", name)
    page.click("[data-key=edit]")
    page.fill("[name=height]", "36.5")
    page.fill("#reason", "竣工测量更正坝高")
    shot(page, "form")
    page.click("form[data-draft-url] button.primary")
    page.click("nav.tabs a[href$='/history/']")
    top = page.locator("ul.timeline li").first
    expect(top).to_contain_text("竣工测量更正坝高")
    expect(top.locator("td.was").first).to_contain_text(f"{before:g}")
    expect(top.locator("td.now").first).to_contain_text("36.5")
    expect(top).to_contain_text("陈敏")
    shot(page, "history")


def test_a_filter_is_kept_and_what_it_shows_is_exported(
    people: People, node: JourneyNode, tmp_path: Path
) -> None:
    """She narrows the list to one safety degree, keeps the filter under a name, finds it there the next time,
    and exports what it shows: the workbook has as many rows as the list says.
    """
    page = people.of("county")
    page.goto(PONDS)
    shot(page, "list")
    dark = people.of("county", theme="dark", language="en")
    dark.goto(PONDS)
    shot(dark, "list-dark-en")
    page.select_option("form.filters select[name=degree]", "1")
    page.wait_for_url("**degree=1**")
    page.click("form.filters details.menu:has([popovertarget=save-filter]) summary")
    page.click("[popovertarget=save-filter]")
    page.fill("#filter-name", "正常的库")
    page.click("form#save-filter button.primary")
    page.goto(PONDS)
    page.click("form.filters details.menu:has([popovertarget=save-filter]) summary")
    shot(page, "saved-filters")
    page.click("text=正常的库")
    page.wait_for_url("**degree=1**")
    count = node.value(
        "SELECT count(*) FROM tailings_tailingspond WHERE division_id = '340122' AND degree = '1'"
    )
    expect(page.locator(".foot")).to_contain_text(str(count))
    page.click("a[href*='/export/']")
    shot(page, "export")
    made = download(page, lambda: page.click("form.panel button.primary"), tmp_path)
    assert len([row for row in rows_of(made)[1:] if any(row)]) == count
