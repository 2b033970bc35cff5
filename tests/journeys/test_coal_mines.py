"""A leader of the province looks at the mines that may burst out, at a substance, and at certificates that run out."""

from playwright.sync_api import expect

from tests.journeys.people import TABLET, People, shot, table


def test_mines_seams_a_safety_card_and_certificates(people: People) -> None:
    """Zhao Zhihua filters the outburst mines, opens one and enters a seam from its page. He finds a substance by its
    short name and reads its card, then the certificates that end within ninety days.
    """
    page = people.of("province")
    page.goto("/coal_mines/mines/?gas_grade=OUTBURST")
    rows = table(page)
    assert rows and all("突出" in " ".join(row) for row in rows)
    shot(page, "coal-mines")
    page.locator("table.grid tbody tr td:not(.tick) a").first.click()
    page.click("nav.tabs a:has-text('煤层')")
    before = len(table(page))
    shot(page, "coal-mine-seams")
    page.click("a.button:has-text('新增')")
    expect(page.locator("[name=mine]")).not_to_have_value("")
    for field, text in (("name", "16煤"), ("thickness", "2.4"), ("dip", "14")):
        page.fill(f"[name={field}]", text)
    page.select_option("[name=outburst]", "0")
    page.click("form button.primary")
    page.wait_for_selector("h1:has-text('16煤')")
    page.click("dl.facts a:has-text('煤矿')")
    page.click("nav.tabs a:has-text('煤层')")
    assert len(table(page)) == before + 1

    page.goto("/substances/list/?q=TDI")
    page.locator("table.grid tbody a").first.click()
    expect(page.locator("h1")).to_have_text("甲苯二异氰酸酯")
    expect(page.locator("main")).to_contain_text("GB 18218-2018")
    expect(page.locator("a[data-key=edit]")).to_have_count(0)
    shot(page, "safety-card")

    page.goto("/people/certified/?valid_to=near")
    rows = table(page)
    assert rows and all("*" in " ".join(row) for row in rows)
    shot(page, "certificates")


def test_the_same_on_a_tablet_in_english_and_dark(people: People) -> None:
    """The nation's reader opens the pages on a tablet; nothing is cut off and nothing may be changed."""
    page = people.of("nation", theme="dark", language="en", size=TABLET)
    for address, name in (
        ("/coal_mines/mines/", "coal-mines-tablet"),
        ("/substances/list/?q=Chlorine", "substances-tablet"),
        ("/people/experts/", "experts-tablet"),
    ):
        page.goto(address)
        expect(page.locator("table.grid tbody tr").first).to_be_visible()
        expect(page.locator("a:has-text('New')")).to_have_count(0)
        shot(page, name)
