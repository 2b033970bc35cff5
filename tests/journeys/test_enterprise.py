"""An enterprise signs up, is accepted, and sees itself alone."""

from playwright.sync_api import expect

from jinan.standards.coordinates import metres
from jinan.standards.gb32100 import check_sign
from tests.journeys.node import JourneyNode
from tests.journeys.people import People, shot, table

PASSWORD = "Kuangye-2026"


def test_an_enterprise_is_accepted_and_sees_only_itself(people: People, node: JourneyNode) -> None:
    """The safety manager of a mine in Feidong signs the mine up. Chen Min sees it wait, compares it with the
    register and accepts it. He signs in and finds his mine and its ponds, and no other.
    """
    uid, code, name = node.sql(
        "SELECT e.id, e.credit_code, e.name FROM enterprises_enterprise e JOIN tailings_tailingspond p "
        "ON p.enterprise_id = e.id WHERE e.division_id = '340122' ORDER BY e.id LIMIT 1"
    )[0]
    manager = people.stranger()
    manager.goto("/sign-up/")
    for field, text in (
        ("credit_code", code),
        ("enterprise", name),
        ("name", "马超"),
        ("phone", "13800000000"),
        ("email", "machao@example.com"),
        ("login", "machao"),
        ("password", PASSWORD),
    ):
        manager.fill(f"[name={field}]", text)
    shot(manager, "sign-up")
    manager.click("form.stack button.primary")
    manager.wait_for_url("**/sign-up/**")
    expect(manager.locator(".wrong")).to_have_count(0)

    county = people.of("county")
    county.goto("/security/sign-ups/")
    row = county.locator("table.grid tbody tr", has_text=code)
    expect(row).to_contain_text(name)
    for words in ("信用代码校验正确", "名称与台账一致"):
        expect(row).to_contain_text(words)
    shot(county, "sign-ups")
    row.locator("button.primary").click()
    county.locator("form.deed:popover-open input[name=reason]").fill("营业执照已核验")
    county.locator("form.deed:popover-open button.primary").click()
    expect(county.locator(".message.success")).to_be_visible()

    manager.goto("/sign-in/")
    manager.fill("#login", "machao")
    manager.fill("#password", PASSWORD)
    manager.click("#sign-in-form button.primary")
    manager.wait_for_selector("main#content")
    shot(manager, "enterprise-desk")
    manager.click("nav.side a[href='/enterprises/list/']")
    manager.wait_for_url("**/enterprises/list/")
    assert [row[0] for row in table(manager)] == [name]
    manager.goto("/tailings/ponds/")
    own = node.value(
        "SELECT count(*) FROM tailings_tailingspond WHERE holder = %s AND voided_at IS NULL", uid
    )
    assert len(table(manager)) == own
    other = node.value("SELECT id FROM enterprises_enterprise WHERE id <> %s LIMIT 1", uid)
    assert manager.request.get(f"/enterprises/list/{other}/").status == 404


def test_an_unknown_enterprise_is_doubted_and_entered_from_its_sign_up(
    people: People, node: JourneyNode
) -> None:
    """Somebody signs up a firm that Feidong does not know, under the name of one it knows. Chen Min sees that it may
    be a duplicate; the form opens with the name and code of the sign-up, its position from Baidu is turned.
    """
    known = node.value(
        "SELECT name FROM enterprises_enterprise WHERE division_id = '340122' AND voided_at IS NULL ORDER BY id LIMIT 1"
    )
    body = "91340122MA0XNQ000"
    code = body + check_sign(body)
    clerk = people.stranger()
    clerk.goto("/sign-up/")
    for field, text in (
        ("credit_code", code),
        ("enterprise", known),
        ("name", "何平"),
        ("phone", "13800000001"),
        ("email", "heping@example.com"),
        ("login", "heping"),
        ("password", PASSWORD),
    ):
        clerk.fill(f"[name={field}]", text)
    clerk.click("form.stack button.primary")
    clerk.wait_for_url("**/sign-up/**")

    county = people.of("county")
    county.goto("/security/sign-ups/")
    row = county.locator("table.grid tbody tr", has_text=code)
    expect(row).to_contain_text("可能重复")
    shot(county, "sign-up-doubted")
    row.locator("a[href*='/new/']").click()
    expect(county.locator("[name=credit_code]")).to_have_value(code)
    expect(county.locator("[name=name]")).to_have_value(known)
    county.fill("[name=position]", "117.49, 31.90")
    county.select_option("[name=position-datum]", "BD-09")
    county.click("form[data-draft-url] button.primary")
    expect(county.locator(".message.success")).to_contain_text("BD-09")
    shot(county, "turned")
    east, north = node.sql(
        "SELECT ST_X(position), ST_Y(position) FROM enterprises_enterprise WHERE credit_code = %s",
        code,
    )[0]
    assert 300 < metres((east, north), (117.49, 31.90)) < 2000
    county.goto("/security/sign-ups/")
    expect(row.locator("button.primary")).to_be_visible()
