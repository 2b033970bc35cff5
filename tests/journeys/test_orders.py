"""An order comes down, an answer goes up; each sees what the other wrote."""

from playwright.sync_api import expect

from tests.journeys.node import JourneyNode
from tests.journeys.people import People, shot
from tests.journeys.sheets import PONDS


def test_a_city_orders_a_county_answers_the_city_reads_it(
    people: People, node: JourneyNode
) -> None:
    """Wu Haibo of Hefei finds a faulty dam in Feidong and sends an order with a day. Chen Min finds it at the
    record, answers what was done, and he reads it.
    """
    uid = node.value(
        "SELECT id FROM tailings_tailingspond WHERE division_id = '340122' ORDER BY id LIMIT 1"
    )
    address = f"{PONDS}{uid}/decisions/"
    city, county = people.of("city"), people.of("county")
    city.goto(address)
    city.select_option("#verb", "order")
    city.fill("#due", "2027-01-31")
    city.fill("#text", "三日内清通排洪沟，报送照片。")
    city.click("form:has(#verb) button.primary")
    expect(city.locator("ul.timeline")).to_contain_text("三日内清通排洪沟")
    expect(city.locator("ul.timeline strong").first).to_have_text("督办")
    shot(city, "order-sent")

    county.goto(address)
    expect(county.locator("ul.timeline")).to_contain_text("三日内清通排洪沟")
    county.fill("form.answer input[name=text]", "排洪沟已清通，照片已入档。")
    county.click("form.answer button.primary")
    expect(county.locator("ul.timeline .badge.good")).to_be_visible()
    shot(county, "order-answered")

    city.reload()
    expect(city.locator("ul.timeline")).to_contain_text("排洪沟已清通，照片已入档。")
    expect(city.locator("ul.timeline .badge.good")).to_be_visible()
