"""A major hidden danger, from the enterprise's report on a telephone to its cancellation."""

import struct
import zlib
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from jinan.kernel.identity.demonstration import PASSWORD
from jinan.standards.deadlines import SHANGHAI
from tests.journeys.node import JourneyNode
from tests.journeys.people import TABLET, People, shot

TELEPHONE = {"width": 390, "height": 844}
FIRM = """
import django; django.setup()
from jinan.kernel.identity.api import in_scope, system
from jinan.operations.testlab.demonstration import waiting
from jinan.registers.enterprises.models import Enterprise
with in_scope(system("示范数据")):
    found = Enterprise.objects.filter(
        division="340122", voided_at=None, supervision__overlap=["hazchem"]
    )
    firm = found.order_by("credit_code").first()
    waiting.account("firm", "安全科（企业）", firm)
"""


def picture() -> bytes:
    """A small picture, as a telephone would take it."""
    size = 96
    rows = b"".join(
        b"\0" + bytes(v for x in range(size) for v in (180 - y, 120 + x, 90)) for y in range(size)
    )

    def part(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")  # fmt: skip


def photo(name: str) -> dict[str, object]:
    return {"name": name, "mimeType": "image/png", "buffer": picture()}


def in_days(number: int) -> str:
    return (datetime.now(SHANGHAI) + timedelta(days=number)).date().isoformat()


def step(page: Page, case: str, move: str, **values: str) -> None:
    """Open the page of a move from the course of the case, fill it in, make the move."""
    page.goto(f"/hidden_dangers/dangers/{case}/")
    page.click(f"a[href$='/moves/{move}/']")
    for name, value in values.items():
        page.fill(f"[name={name}]", value)
    page.click("form.move-form button.primary")
    page.wait_for_selector(".message.success")


def paper(page: Page, case: str, code: str, **values: str) -> None:
    """Make a paper from the course of the case: what is still empty is filled in, then it is issued."""
    page.goto(f"/hidden_dangers/dangers/{case}/")
    page.click(f"a[href$='/papers/new/{code}/']")
    for name, value in values.items():
        page.fill(f"[name={name}]", value)
    page.click("button[value=issue]")
    page.wait_for_selector(".message.success")


def narrow(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_major_danger_from_the_enterprise_s_report_to_its_cancellation(
    people: People, node: JourneyNode
) -> None:
    """The safety office of a firm in Feidong reports a missing cut-off with a photo from a telephone. Chen Min
    finds it in the worklist and judges it major by a criterion she finds by words; Qian Zheng puts it on the county's list. The
    firm enters its plan, reports it done, with another photo; Chen Min accepts, Qian Zheng takes it off the list.
    """
    node.python("-c", FIRM)
    firm = people.stranger(size=TELEPHONE)
    firm.goto("/sign-in/")
    firm.fill("#login", "firm")
    firm.fill("#password", PASSWORD)
    firm.click("#sign-in-form button.primary")
    firm.wait_for_selector("main#content")
    firm.click(".own-dangers a.button.primary")
    narrow(firm)
    firm.fill("[name=title]", "一号罐区未设紧急切断阀")
    firm.select_option("[name=domain]", "hazchem")
    firm.fill("[name=place]", "一号罐区")
    firm.set_input_files("[name=photo]", photo("切断阀.png"))  # type: ignore[arg-type]
    shot(firm, "danger-report-telephone")
    firm.click("form.report-form button.primary")
    expect(firm.locator(".danger-card")).to_contain_text("一号罐区未设紧急切断阀")
    shot(firm, "danger-own-telephone")
    case = node.value(
        "SELECT id::text FROM hidden_dangers_hiddendanger WHERE title = '一号罐区未设紧急切断阀'"
    )
    assert node.value("SELECT count(*) FROM files_attachment WHERE target = %s", case) == 1

    county = people.of("county")
    county.goto("/worklist/")
    county.click("a.title:has-text('一号罐区未设紧急切断阀')")
    county.wait_for_url(f"**/dangers/{case}/**")
    shot(county, "danger-course")
    county.click("a[href$='/moves/grade/']")
    county.select_option("[name=grade]", "major")
    county.fill("[data-sift] input[type=search]", "紧急切断")
    left = county.locator("[data-sift] section label:visible")
    expect(left.first).to_contain_text("HAZCHEM")
    assert left.count() < 20
    shot(county, "danger-grade")
    left.first.click()
    county.click("form.move-form button.primary")
    expect(county.locator(".now-state")).to_have_text("已判定等级")
    english = people.of("county", size=TABLET, language="en", theme="dark")
    english.goto("/dangers/target/")
    expect(english.locator("table.grid").last).to_contain_text("一号罐区未设紧急切断阀")
    narrow(english)
    shot(english, "danger-target-tablet-dark-en")

    head = people.of("countyhead")
    step(head, case, "list", due=in_days(60))
    firm.goto("/")
    firm.click(".danger-card a.button.primary")
    for name, value in (
        ("measures", "增设紧急切断阀并与液位联锁，投用前联合调试。"),
        ("money", "860000"),
        ("person", "何平"),
        ("due", in_days(45)),
        ("interim", "一号罐区限量储存，专人值守，启用应急堵漏物资。"),
    ):
        firm.fill(f"[name={name}]", value)
    narrow(firm)
    shot(firm, "danger-plan-telephone")
    firm.click("form.move-form button.primary")
    expect(firm.locator(".now-state")).to_have_text("治理中")
    firm.goto("/dangers/own/")
    firm.set_input_files(".danger-card input[name=photo]", photo("新阀.png"))  # type: ignore[arg-type]
    firm.wait_for_selector(".message")
    county.goto(f"/hidden_dangers/dangers/{case}/plan/")
    expect(county.locator(".five")).to_contain_text("何平")
    shot(county, "danger-plan")
    step(firm, case, "ask_acceptance", done="切断阀已投用，联锁调试合格。")

    paper(
        county, case, "G06", review_opinion="经复查，紧急切断阀已投用，联锁有效。", last_doc="首次复查",
        officer1_cert="（虚拟）0001", officer2_cert="（虚拟）0002",
    )  # fmt: skip
    shot(county, "danger-review-paper")
    step(county, case, "pass")
    firm.goto("/dangers/own/")
    expect(firm.locator(".danger-papers")).to_contain_text("整改复查意见书")
    step(head, case, "cancel")
    expect(head.locator(".now-state")).to_have_text("已销号")
    shot(head, "danger-closed")
    firm.goto("/dangers/own/")
    expect(firm.locator(".danger-card")).to_have_count(0)
    assert firm.request.get("/dangers/target/").status == 403
    county2 = people.of("county2")
    assert county2.request.get(f"/hidden_dangers/dangers/{case}/").status == 404
    row = node.sql(
        "SELECT state, level, corrected_on <= due, closed_at IS NOT NULL, (SELECT count(*) FROM cases_step s WHERE s.target = d.id) "
        "FROM hidden_dangers_hiddendanger d WHERE id = %s",
        case,
    )[0]
    assert tuple(row) == ("closed", "4", True, True, 7)
