"""A county officer keeps a photograph with a pond, which the next county does not see; distances on the map are true."""

import io
import re
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.people import TABLET, People, shot

MAP = ".map-desk .map"


def photo() -> bytes:
    made = io.BytesIO()
    Image.linear_gradient("L").resize((1200, 800)).convert("RGB").save(made, "JPEG")
    return made.getvalue()


def pixel_of(page: Page, longitude: float, latitude: float) -> tuple[float, float]:
    """Where a position lies on the screen, from the view in the address (Web Mercator)."""
    asked = dict(re.findall(r"(at|zoom)=([^&]+)", page.url))
    middle = [float(value) for value in asked["at"].split(",")]
    box = page.locator(MAP).bounding_box()
    assert box is not None
    x, y, size = page.evaluate(
        """([at, middle, zoom]) => {
            const size = 512 * 2 ** zoom;
            const flat = ([x, y]) => [x / 360, -Math.log(Math.tan(Math.PI / 4 + (y * Math.PI) / 360)) / (2 * Math.PI)];
            const [a, b] = [flat(at), flat(middle)];
            return [(a[0] - b[0]) * size, (a[1] - b[1]) * size, size];
        }""",
        [[longitude, latitude], middle, float(asked["zoom"])],
    )
    assert size > 0
    return box["x"] + box["width"] / 2 + x, box["y"] + box["height"] / 2 + y


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(f"{MAP}[data-ready]")


def test_a_photograph_stays_in_its_county(people: People) -> None:
    """Chen Min drops a photograph on a pond, sees it small and fetches it; her neighbour is told that nothing is there."""
    page = people.of("county")
    page.goto("/tailings/ponds/")
    page.locator("table.grid tbody td:not(.tick) a").first.click()
    page.click("nav.tabs a:has-text('附件')")
    page.fill("#caption", "北坡坝面")
    page.set_input_files("#file", {"name": "坝面.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    picture = page.locator(".file img").first
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 480)
    expect(page.locator(".file").first).to_contain_text("北坡坝面")
    shot(page, "files")
    with page.expect_download() as coming:
        page.click(".file-words a")
    assert coming.value.suggested_filename == "坝面.jpg"
    page.set_input_files("#file", {"name": "x.png", "mimeType": "image/png", "buffer": b"MZ"})
    expect(page.locator(".sending .failed")).to_contain_text("内容与扩展名不符")

    address = urlsplit(page.locator(".file-words a").first.evaluate("link => link.href")).path
    neighbour = people.of("county2")
    for hidden in (address, f"{address}small/", page.url):
        answer = neighbour.request.get(hidden)
        assert answer.status == 404


def test_a_distance_on_the_map_is_true(people: People) -> None:
    """She measures a tenth of a degree along a parallel: 9.470 km on the ellipsoid of CGCS2000; then what lies around."""
    page = people.of("county")
    opened(page, "/map/?layers=tailings.tailingspond&at=117.50000,31.80000&zoom=11.00")
    page.click("[data-draw=line]")
    for longitude in (117.45, 117.55):
        page.mouse.click(*pixel_of(page, longitude, 31.8))
    page.keyboard.press("Escape")
    told = page.locator("[data-measured]").inner_text()
    assert abs(float(told.split()[0]) - 9.470) < 0.03, told  # a pixel is 33 m
    page.select_option("[data-system]", "gcj02")
    expect(page.locator("[data-position]")).to_contain_text("117.")
    shot(page, "map-measure")

    opened(page, "/map/?layers=tailings.tailingspond&at=117.60000,31.92000&zoom=9.00")
    box = page.locator(MAP).bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.click("[data-draw=circle]")
    page.mouse.click(*middle)
    page.mouse.click(middle[0] + 300, middle[1])
    found = page.locator("#map-inside li button")
    expect(found.first).to_be_visible()
    shot(page, "map-inside")
    found.first.click()
    expect(page.locator(".map-card h2 a")).to_be_visible()
    with page.expect_download() as coming:
        page.click("#map-inside form button")
    assert coming.value.suggested_filename.endswith(".xlsx")


def test_the_desk_on_a_tablet_in_english_and_dark(people: People) -> None:
    page = people.of("province", theme="dark", language="en", size=TABLET)
    opened(page, "/map/")
    page.click("[data-side]")
    expect(page.locator(".map-side")).to_be_visible()
    shot(page, "map-desk-tablet")
