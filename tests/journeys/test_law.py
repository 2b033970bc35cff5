"""An inspector finds an article and cites it; a steward brings a text in; nothing is asked while she composes."""

from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.node import JourneyNode
from tests.journeys.people import TABLET, People, shot
from tests.journeys.test_keyboard import compose

TEXT = """肥东县安全生产举报办法
第一章　总则
第一条　为了鼓励举报，制定本办法。
第二条　举报人可以：
（一）实名举报；
（二）匿名举报。
第五条　这一行其实是引文。
第三条　本办法自公布之日起施行。
"""


def test_an_inspector_finds_an_article_and_cites_it(people: People) -> None:
    """Chen Min needs the clause on major hazards. She types it into the box of her desk as people say it,
    opens the article, takes the citation with one click, and looks what stood there before 2021.
    """
    page = people.of("county")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.insert_text("安全生产法40条")
    expect(page.locator("#suggestions a").first).to_contain_text("第四十条")
    shot(page, "law-suggestions")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".law-title")).to_contain_text("第四十条")
    page.goto("/find/?q=登记建档")
    expect(page.locator(".found mark").first).to_have_text("登记建档")
    shot(page, "law-found")
    page.locator(".hits a", has_text="（2021年修正）第四十条").click()
    page.click("button[data-copy]")
    expect(page.locator("button[data-copy]")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "《安全生产法》（2021年修正）第四十条"
    shot(page, "law-cited")
    page.goto("/law/aqscf/?on=2015-01-01")
    expect(page.locator(".head")).to_contain_text("2014年修正")
    page.locator(".law-sisters a", has_text="对比").first.click()
    expect(page.locator(".law-pairs ins").first).to_be_visible()
    shot(page, "law-compared")
    small = people.of("county", theme="dark", language="en", size=TABLET)
    small.goto("/law/aqscf-2021/?q=重大危险源#a40")
    expect(small.locator("#a40 mark").first).to_be_visible()
    shot(small, "law-read-dark-en-tablet")


def test_a_steward_mends_the_split_of_a_text_before_it_is_kept(
    people: People, node: JourneyNode, tmp_path: Path
) -> None:
    """The county has a reporting rule of its own, as a file in GB18030. One line is a quotation and no article:
    the page says so at its line, she joins it to the one above, and keeps the rest.
    """
    page = people.of("county")
    page.goto("/regulations/instruments/new/")
    page.fill("[name=name]", "肥东县安全生产举报办法")
    page.fill("[name=code]", "340122-fdjb")
    page.select_option("[name=rank]", "60")
    page.select_option("[name=division]", "340122")
    page.click("form button.primary")
    expect(page.locator("h1")).to_have_text("肥东县安全生产举报办法")
    page.goto("/regulations/editions/new/")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "suggest" in one.url else None)
    page.focus("[name=instrument]")
    compose(page, "肥东县安全")
    page.wait_for_timeout(800)
    assert asked and all("shi" not in url for url in asked), asked
    page.fill("[name=instrument]", "340122-fdjb")
    page.fill("[name=label]", "2026年")
    page.fill("[name=code]", "340122-fdjb-2026")
    page.click("form button.primary")
    file = tmp_path / "办法.txt"
    file.write_bytes(TEXT.encode("gb18030"))
    page.goto("/law/import/?edition=340122-fdjb-2026")
    page.set_input_files("#file", file)
    page.click("button[value=split]")
    expect(page.locator(".law-faults")).to_contain_text("第8行")
    shot(page, "law-import")
    page.locator(".law-unit", has_text="第五条").locator("button").click()
    expect(page.locator(".law-faults")).to_have_count(0)
    page.click("button[value=keep]")
    expect(page.locator("h1")).to_have_text("肥东县安全生产举报办法")
    expect(page.locator(".law-article")).to_have_count(3)
    shot(page, "law-kept")
