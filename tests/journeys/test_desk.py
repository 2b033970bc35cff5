"""The desk lives: an order comes up at an open page, an officer hands over, a telephone is one touch away."""

from playwright.sync_api import Page, expect

from tests.journeys.node import PATIENCE, JourneyNode, until
from tests.journeys.people import TABLET, People, shot, sign_in
from tests.journeys.sheets import PONDS

PHONE = {"width": 390, "height": 844}


def order(city: Page, node: JourneyNode, text: str) -> str:
    """Wu Haibo sends an order with a day on a dam of Feidong; the address of its decisions."""
    uid = node.value(
        "SELECT id FROM tailings_tailingspond WHERE division_id = '340122' ORDER BY id DESC LIMIT 1"
    )
    address = f"{PONDS}{uid}/decisions/"
    city.goto(address)
    city.select_option("#verb", "order")
    city.fill("#due", "2027-01-31")
    city.fill("#text", text)
    city.click("form:has(#verb) button.primary")
    expect(city.locator("ul.timeline")).to_contain_text(text)
    return address


def test_an_order_comes_up_at_the_open_page_and_survives_a_killed_push(
    people: People, node: JourneyNode
) -> None:
    """Chen Min of Feidong has her desk open and touches nothing. The city's order comes up at the edge of her page,
    her list and both counts grow; the push process is killed, and the next order comes all the same. She opens
    the first from the bell, and answers.
    """
    city, county = people.of("city"), people.of("county")
    county.goto("/")
    before = county.locator("#waits .wait").count()
    address = order(city, node, "七日内核实坝体位移监测数据。")
    expect(county.locator(".toast")).to_contain_text("七日内核实坝体位移监测数据")
    expect(county.locator("#waits .wait")).to_have_count(before + 1)
    expect(county.locator("[data-count]")).to_be_visible()
    shot(county, "push-arrived")

    node.kill("push")
    order(city, node, "更新应急预案并备案。")
    patience = PATIENCE * 1000
    expect(county.locator("[data-toasts]")).to_contain_text("更新应急预案并备案", timeout=patience)
    expect(county.locator("#waits .wait")).to_have_count(before + 2)
    until(node.pushes, "pushes are there again")

    county.click("details.bell summary")
    expect(county.locator("a.notice.unread").first).to_be_visible()
    shot(county, "bell")
    county.locator("a.notice.unread", has_text="七日内").first.click()
    county.wait_for_url(f"**{address}")
    city.goto("/")  # where she is told of what came elsewhere
    county.locator("form.answer input[name=text]").first.fill("已核实，数据正常。")
    county.locator("form.answer button.primary").first.click()
    expect(city.locator("[data-toasts]")).to_contain_text("已核实，数据正常", timeout=patience)
    county.goto("/worklist/")
    shot(county, "worklist")
    people.watch.errors[:] = [said for said in people.watch.errors if "net::ERR_" not in said]


def test_an_officer_hands_over_and_the_successor_goes_on(people: People, node: JourneyNode) -> None:
    """Zheng Wentao of the province has begun a form. The security administrator ends his rights and hands over to Chen Min, who
    finds the draft in her worklist with the reason, takes note, and goes on with it. He may write nothing more.
    """
    leaving, guard, heir = people.stranger(), people.of("secadmin"), people.of("county")
    sign_in(leaving, "provinceofficer")
    leaving.goto("/enterprises/list/new/")
    leaving.fill("[name=name]", "紫蓬山石材")
    until(
        lambda: node.value(
            "SELECT count(*) FROM records_draft WHERE values->>'name' = '紫蓬山石材'"
        ),
        "the draft is kept",
    )
    uid = node.value("SELECT id FROM identity_account WHERE login = 'provinceofficer'")
    guard.goto(f"/security/accounts/{uid}/")
    guard.click("[popovertarget=relieve]")
    guard.fill("#relieve-successor", "county")
    guard.fill("#relieve-reason", "调任省厅")
    shot(guard, "hand-over")
    guard.click("#relieve .actions button.danger")
    expect(guard.locator(".message.success")).to_contain_text("1")

    heir.goto("/worklist/")
    row = heir.locator(".wait", has_text="郑文涛")
    expect(row).to_contain_text("调任省厅")
    shot(heir, "hand-over-worklist")
    row.locator("button").click()
    expect(heir.locator(".wait", has_text="郑文涛")).to_have_count(0)
    heir.locator(".wait a", has_text="紫蓬山石材").click()
    expect(heir.locator("[name=name]")).to_have_value("紫蓬山石材")

    leaving.goto("/enterprises/list/new/")
    expect(leaving.locator("#sign-in-form")).to_be_visible()


def test_every_role_finds_its_desk(people: People) -> None:
    """City, province, reader and inspectorate branch open the house in the morning, in every light and language."""
    for login, look in (
        ("city", {}),
        ("province", {"language": "en"}),
        ("nation", {"theme": "dark"}),
        ("branch", {"size": TABLET}),
        ("county", {"theme": "dark", "language": "en", "size": TABLET}),
    ):
        page = people.of(login, **look)
        page.goto("/")
        expect(page.locator("main h1")).to_be_visible()
        shot(page, f"desk-{login}")


def test_a_duty_telephone_is_one_touch_away(people: People) -> None:
    """On a telephone in the field Chen Min finds the duty number of the city by the initials of its name."""
    page = people.of("county", size=PHONE)
    page.goto("/telephones/")
    expect(page.locator(".call.duty").first).to_be_visible()
    shot(page, "telephones-own")
    page.fill("#book-q", "hfsyj")
    page.keyboard.press("Enter")
    expect(page.locator(".book .line").first).to_contain_text("合肥市应急管理局")
    href = page.locator(".book .call.duty").first.get_attribute("href") or ""
    assert href.startswith("tel:")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    shot(page, "telephones-found")
