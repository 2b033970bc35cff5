"""The three administrators: who came in, who may what, and whether the log is whole."""

import re

from playwright.sync_api import expect

from tests.journeys.node import PATIENCE, JourneyNode, until
from tests.journeys.people import People, code_of, shot, sign_in, table
from tests.journeys.sheets import PONDS

BUSINESS = (
    "/tailings/ponds/",
    "/tailings/ponds/map/",
    "/enterprises/list/",
    "/api/tailings/ponds/",
)
PASSWORD = "Qingshan-2026"


def test_a_tampered_entry_is_named(people: People, node: JourneyNode) -> None:
    """The audit administrator finds Chen Min's change in the log and sees before and after. Somebody with
    the keys of the database writes another number into that entry; he lets the log be verified, and the
    page names the seal and the entry. Ponds and enterprises are refused to him.
    """
    uid = node.value(
        "SELECT id FROM tailings_tailingspond WHERE division_id = '340122' ORDER BY id DESC LIMIT 1"
    )
    county = people.of("county")
    county.goto(f"{PONDS}{uid}/edit/")
    county.fill("[name=height]", "47.5")
    county.fill("#reason", "坝体加高验收")
    county.click("form[data-draft-url] button.primary")
    county.wait_for_url(f"**{PONDS}{uid}/")

    auditor = people.of("auditor")
    auditor.goto("/")
    shot(auditor, "audit-desk")
    auditor.goto("/security/log/?reason=坝体加高验收")
    assert len(table(auditor)) == 1
    shot(auditor, "audit-log")
    auditor.click("table.log tbody a")
    expect(auditor.locator("table.diff")).to_contain_text("47.5")
    entry = re.search(r"(\d+)-(\d+)-(\d+)/$", auditor.url)
    assert entry
    shot(auditor, "audit-entry")
    seq = int(entry[3])
    until(lambda: node.value("SELECT max(seq) >= %s FROM changes_seal", seq), "the entry is sealed")
    node.sql(
        "UPDATE changes_change SET after = jsonb_set(after, '{height}', '99') WHERE seq = %s", seq
    )
    auditor.goto("/security/seals/")
    auditor.click("#verification button.primary")
    expect(auditor.locator("#verification")).to_have_class(
        re.compile(r"\bbad\b"), timeout=PATIENCE * 1000
    )
    expect(auditor.locator("#verification a")).to_have_attribute("href", re.compile(rf"-{seq}/$"))
    shot(auditor, "audit-broken")
    for way in BUSINESS:
        assert auditor.request.get(way, max_redirects=0).status == 403, way
    node.sql(
        "UPDATE changes_change SET after = jsonb_set(after, '{height}', '47.5') WHERE seq = %s", seq
    )
    auditor.goto("/security/seals/")
    auditor.click("#verification button.primary")
    expect(auditor.locator("#verification")).to_have_class(
        re.compile(r"\bgood\b"), timeout=PATIENCE * 1000
    )


def test_why_she_sees_it_and_a_session_that_ends_at_the_next_click(
    people: People, node: JourneyNode
) -> None:
    """The security administrator asks why Chen Min sees a pond and reads the right that opens it; Zhou Qiang
    does not see it. A session of hers looks strange: he ends it, and her next click asks her to sign in.
    """
    uid = node.value("SELECT id FROM tailings_tailingspond WHERE division_id = '340122' LIMIT 1")
    security = people.of("secadmin")
    security.goto(f"/security/why/?account=county&record={uid}")
    expect(security.locator("section.verdict")).to_have_class(re.compile(r"\bgood\b"))
    expect(security.locator("dl.facts").first).to_contain_text("肥东县应急管理局")
    shot(security, "why")
    security.goto(f"/security/why/?account=county2&record={uid}")
    expect(security.locator("section.verdict")).to_have_class(re.compile(r"\bbad\b"))

    hers = people.stranger()
    sign_in(hers, "province")
    hers.goto(PONDS)
    account = node.value("SELECT id FROM identity_account WHERE login = 'province'")
    security.goto(f"/security/accounts/{account}/")
    security.click("button[popovertarget=sessions]")
    security.fill("#sessions-reason", "异地登录核查")
    security.click("#sessions button.danger")
    expect(security.locator(".message.success")).to_be_visible()
    people.kept.pop("province", None)
    hers.click("table.grid tbody a")
    expect(hers.locator("#sign-in-form")).to_be_visible()
    shot(hers, "session-ended")


def test_an_invited_officer_has_no_rights_until_they_are_granted(
    people: People, node: JourneyNode
) -> None:
    """The system administrator invites Sun Yue and hands her the link. She opens it, chooses a password, sets
    up her authenticator, and is in: with nothing to see. The security administrator grants her Feixi; with
    her next click she sees the ponds of Feixi and no others.
    """
    system, guest, security = people.of("sysadmin"), people.stranger(), people.of("secadmin")
    system.goto("/security/accounts/new/")
    system.fill("#login", "sunyue")
    system.fill("#name", "孙悦")
    system.fill("#agency", "340123")
    system.fill("#reason", "新入职")
    shot(system, "invite")
    system.click("main form button.primary")
    link = system.locator(".message.success .mono").inner_text()
    shot(system, "invited")

    guest.goto(link)
    guest.fill("#new", PASSWORD)
    shot(guest, "welcome")
    guest.click("form.stack button.primary")
    secret = guest.locator(".secret").inner_text().replace(" ", "")
    shot(guest, "enrol")
    guest.fill("#code", code_of(secret))
    guest.click("form.stack button.primary")
    guest.wait_for_selector(".recovery-codes")
    guest.click("a.button.primary")
    guest.wait_for_selector("main#content")
    expect(guest.locator(".message.warning")).to_be_visible()
    shot(guest, "without-rights")
    assert guest.request.get(PONDS).status == 403

    account = node.value("SELECT id FROM identity_account WHERE login = 'sunyue'")
    security.goto(f"/security/accounts/{account}/")
    security.click("button[popovertarget=grant]")
    security.select_option("#g-role", "officer")
    security.fill("#g-place", "340123")
    security.fill("#g-reason", "分管非煤矿山")
    security.click("#grant button.primary")
    expect(security.locator(".message.success")).to_be_visible()
    shot(security, "granted")
    guest.goto(PONDS)
    assert {row[3] for row in table(guest)} == {"肥西县"}
