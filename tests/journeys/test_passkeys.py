"""A passkey instead of password and code."""

from playwright.sync_api import expect

from jinan.kernel.identity.demonstration import PASSWORD
from tests.journeys.people import People, shot, sign_in


def test_a_passkey_is_made_and_opens_the_account(people: People) -> None:
    """Gao Lei of the inspectorate adds a passkey to his account, signs out, and comes in again with the
    passkey alone.
    """
    page = people.stranger()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_in(page, "branch")
    page.goto("/account/")
    if not page.locator("#passkey-name").is_visible():
        page.click("a[href*='/account/prove/']")
        page.fill("#password", PASSWORD)
        page.click("form.stack button.primary")
    page.fill("#passkey-name", "办公电脑")
    page.click("form[data-passkey=create] button")
    expect(page.get_by_text("办公电脑")).to_be_visible()
    shot(page, "passkey-made")
    page.click("details.menu:not(.bell) summary")
    page.click("form[action='/sign-out/'] button")
    page.wait_for_selector("form[data-passkey=get]:not([hidden])")
    page.click("form[data-passkey=get] button")
    page.wait_for_selector("main#content")
    page.goto("/account/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_text("办公电脑")).to_be_visible()
