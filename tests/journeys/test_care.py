"""The desks that keep the node honest: who may see what, what a code means, how the node is."""

from playwright.sync_api import expect

from tests.journeys.node import JourneyNode
from tests.journeys.people import TABLET, People, shot, table
from tests.journeys.sheets import PONDS

SET = "tailings_pond_grades"


def test_why_can_she_see_this(people: People, node: JourneyNode) -> None:
    """Somebody complains that Zhao Zhihua of the province reads a pond of Feidong. The security administrator
    gives the record's address and her account: a sentence names the right and the way from province to
    county. Zhou Qiang of Feixi does not see it, and is told why; then everybody who does is listed.
    """
    uid = node.value("SELECT id FROM tailings_tailingspond WHERE division_id = '340122' LIMIT 1")
    address = f"http://jinan.example{PONDS}{uid}/"
    security = people.of("secadmin")
    security.goto("/security/why/")
    security.fill("[name=account]", "province")
    security.fill("[name=record]", address)
    security.click("form.filters button.primary")
    expect(security.locator(".verdict.good")).to_contain_text("赵志华")
    expect(security.locator(".grounds .yes")).to_contain_text("安徽省 › 合肥市 › 肥东县")
    shot(security, "why-she-sees")
    security.fill("[name=account]", "county2")
    security.click("form.filters button.primary")
    expect(security.locator(".verdict.bad")).to_contain_text("周强")
    expect(security.locator(".grounds")).to_contain_text("肥西县")
    shot(security, "why-he-does-not")
    security.fill("[name=account]", "")
    security.click("form.filters button.primary")
    seen = {row[0] for row in table(security)}
    assert any("陈敏" in name for name in seen) and not any("周强" in name for name in seen)
    shot(security, "who-sees")
    assert security.request.get(f"{PONDS}{uid}/", max_redirects=0).status == 403


def test_an_edition_is_compared_and_an_entry_confirmed(people: People, node: JourneyNode) -> None:
    """He Jing keeps the code sets. She finds a grade that nobody has read in its standard, reads it, and
    confirms the row with the clause. Then she looks at a new edition before it counts: one grade is gone,
    one is new, one is worded anew. Chen Min sees the confirmed row and may settle nothing.
    """
    keeper = people.of("codes")
    keeper.goto(f"/codebook/unverified/?set={SET}")
    shot(keeper, "to-be-verified")
    keeper.click("table.grid tbody tr:nth-child(1) a")
    code = keeper.locator("h1 .mono").inner_text()
    keeper.fill("#source", "GB 39496-2020，4.5")
    keeper.fill("#reason", "对照标准原文")
    shot(keeper, "settle-a-row")
    keeper.click("main form button.primary")
    expect(keeper.locator(".message.success")).to_be_visible()
    expect(keeper.locator(".head .badge.good")).to_be_visible()
    shot(keeper, "settled")

    text = f"code,zh,en,parent,source\n1,一等库,,,GB 1\n2,二等,,,GB 1\n{code}9,新等,,,GB 1\n"
    keeper.goto(f"/codebook/{SET}/new/")
    keeper.set_input_files(
        "#sheet", {"name": "grades.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    keeper.fill("#label", "GB 2027")
    keeper.fill("#begins", "2031-03-01")
    keeper.click("main form button.primary")
    expect(keeper.locator("#new")).to_contain_text("新等")
    expect(keeper.locator("#reworded")).to_contain_text("一等库")
    expect(keeper.locator("#closed")).to_be_visible()
    shot(keeper, "edition-looked-at")
    keeper.fill("#reason", "标准修订")
    keeper.click("main form button.primary")
    expect(keeper.locator(".message.success")).to_be_visible()
    keeper.goto(f"/codebook/{SET}/compare/")
    expect(keeper.locator("#reworded")).to_contain_text("一等库")
    shot(keeper, "editions-compared")

    county = people.of("county", size=TABLET)
    county.goto(f"/codebook/{SET}/row/?code={code}")
    expect(county.locator(".head .badge.good")).to_be_visible()
    expect(county.locator("main form")).to_have_count(0)
    shot(county, "confirmed-row-tablet")


def test_the_duty_staff_sees_how_the_node_is(people: People, node: JourneyNode) -> None:
    """Sun Hao is on duty. The board shows a lamp for each thing and asks again by itself; an officer without
    this duty is refused.
    """
    duty = people.of("duty", size=TABLET)
    duty.goto("/health/")
    expect(duty.locator(".light")).to_have_count(12)
    shot(duty, "board-tablet")
    verdict = duty.locator(".board .verdict")
    expect(verdict).not_to_have_text(verdict.text_content() or "", timeout=60_000)
    expect(duty.locator(".board")).to_have_attribute("data-alive", "yes", timeout=60_000)
    assert people.of("county").request.get("/health/", max_redirects=0).status == 403


def test_personal_data_bear_a_watermark(people: People, node: JourneyNode) -> None:
    """Chen Min opens an enterprise with its legal person: her account, agency and the time stand over the page,
    in the dark as well, and cannot be taken hold of. The codebook bears nothing.
    """
    for theme in ("light", "dark"):
        county = people.of("county", theme=theme)
        county.goto("/enterprises/list/")
        county.click("table.grid tbody td a")
        mark = county.locator("svg.watermark")
        expect(mark).to_contain_text("county")
        assert mark.evaluate("e => getComputedStyle(e).pointerEvents") == "none"
        assert mark.evaluate("e => getComputedStyle(e).userSelect") == "none"
        shot(county, f"watermark-{theme}")
    county.goto("/codebook/")
    expect(county.locator("svg.watermark")).to_have_count(0)
