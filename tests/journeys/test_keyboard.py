"""Without a mouse; and what a page remembers."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.node import JourneyNode, until
from tests.journeys.people import TABLET, People, shot
from tests.journeys.sheets import PONDS


def compose(page: Page, signs: str) -> None:
    """Type with an input method: letters stand in the field until the signs are chosen."""
    devtools = page.context.new_cdp_session(page)
    for part in ("s", "shi", "shi men"):
        devtools.send(
            "Input.imeSetComposition",
            {"text": part, "selectionStart": len(part), "selectionEnd": len(part)},
        )
    page.wait_for_timeout(600)  # longer than the page waits before it asks
    devtools.send("Input.insertText", {"text": signs})


def test_everything_without_a_mouse(people: People, node: JourneyNode) -> None:
    """Chen Min leaves her mouse in the drawer. `/` and a name typed with an input method: nothing is asked
    while she composes, then the suggestions come; arrow and Enter open the record. `?` shows the keys and
    Escape closes them; j, k and Enter walk the list; n begins a new record.
    """
    uid = node.value("SELECT id FROM tailings_tailingspond WHERE division_id = '340122' LIMIT 1")
    node.sql("UPDATE tailings_tailingspond SET name = '石门关尾矿库' WHERE id = %s", uid)
    page = people.of("county")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "suggest" in one.url else None)
    page.goto("/")
    page.keyboard.press("/")
    compose(page, "石门关")
    expect(page.locator("#suggestions a").first).to_contain_text("石门关尾矿库")
    assert all("shi" not in url for url in asked)
    shot(page, "suggestions")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("石门关尾矿库")

    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    shot(page, "keys")
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).not_to_be_visible()
    page.goto(PONDS)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("table.grid tbody tr").first.locator("a").first
    expect(first).to_be_focused()
    name = first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)
    page.goto(PONDS)
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(rf"{PONDS}new/$"))


def test_theme_language_and_a_draft_are_kept(people: People, node: JourneyNode) -> None:
    """She turns the page dark and English; both stay when she comes again. She begins a pond, the page is
    closed by accident, and what she typed is there when she opens the form again.
    """
    page = people.of("county", size=TABLET)
    page.goto(PONDS)
    page.click("header details.menu:not(.bell) summary")
    page.click("button[name=theme][value=dark]")
    page.click("header details.menu:not(.bell) summary")
    page.click("button[name=language][value=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    shot(page, "list-dark-en-tablet")
    page.goto(f"{PONDS}new/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.fill("[name=name]", "雨夜草稿尾矿库")
    page.fill("[name=height]", "21")
    until(lambda: page.locator("[data-draft-note]").inner_text(), "the draft is kept")
    shot(page, "draft-dark-en-tablet")
    context = page.context
    page.close()
    page = context.new_page()
    page.goto(f"{PONDS}new/")
    expect(page.locator("[name=name]")).to_have_value("雨夜草稿尾矿库")
    expect(page.locator(".message.warning")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    node.sql("DELETE FROM records_draft")
