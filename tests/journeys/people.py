"""People at their browsers: one context each, signed in as the pages want it, watched for what must not happen."""

import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, Error, Page

from jinan.cli.node import ROOT
from jinan.kernel.identity.demonstration import PASSWORD, PERIOD, fixed_secret
from tests.journeys.node import JourneyNode

CLICK = 60  # seconds that a loaded machine may take for a page
WIDE, TABLET = {"width": 1440, "height": 900}, {"width": 820, "height": 1180}
SHOTS, DOCUMENTS = ROOT / "var" / "journeys", ROOT / "docs" / "pictures"
OF_THE_DOCUMENTS = {"list", "county-map", "history", "import-preview", "audit-desk", "list-dark-en"}
# The browser notes every answer of 400 and above; journeys expect some of them.
EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


def code_of(secret: str) -> str:
    """The six digits that an authenticator with this secret shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD)))


@dataclass
class Watch:
    """What browsers noticed: errors of scripts and rules of content, and hosts asked."""

    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def over(self, context: BrowserContext) -> None:
        context.on("console", lambda said: self._said(said.type, said.text))
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("request", lambda asked: self._asked(asked.url))

    def _said(self, kind: str, text: str) -> None:
        if kind == "error" and not EXPECTED.match(text):
            self.errors.append(text)

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob"):
            self.hosts.add(parts.netloc)


class People:
    """Opens browsers for people; who signed in once need not do so again, unless asked to."""

    def __init__(self, browser: Browser, node: JourneyNode) -> None:
        self.browser, self.node, self.watch = browser, node, Watch()
        self.open: list[BrowserContext] = []
        self.kept: dict[str, Any] = {}

    def stranger(
        self,
        *,
        theme: str = "light",
        language: str = "zh-hans",
        size: Any = None,
        state: Any = None,
    ) -> Page:
        """A browser of somebody who has not signed in, or who has kept this state."""
        context = self.browser.new_context(
            base_url=self.node.address,
            viewport=size or WIDE,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            storage_state=state,
        )
        host = {"domain": "localhost", "path": "/"}
        context.add_cookies(
            [
                {"name": "theme", "value": theme, **host},
                {"name": "language", "value": language, **host},
            ]
        )
        context.set_default_timeout(CLICK * 1000)
        self.watch.over(context)
        self.open.append(context)
        return context.new_page()

    def of(self, login: str, **look: Any) -> Page:
        """A browser of an account of the demonstration, past both steps of sign-in."""
        if login not in self.kept:
            page = self.stranger()
            sign_in(page, login)
            self.kept[login] = page.context.storage_state()
        return self.stranger(state=self.kept[login], **look)

    def leave(self) -> None:
        for context in self.open:
            context.close()
        self.open.clear()


def sign_in(page: Page, login: str, password: str = PASSWORD, secret: str = "") -> None:
    """Name, password, six digits of the authenticator; ends signed in."""
    page.goto("/sign-in/")
    page.fill("#login", login)
    page.fill("#password", password)
    page.click("#sign-in-form button.primary")
    page.fill("#code", code_of(secret or fixed_secret(login)))
    page.click("form.stack button.primary")
    page.wait_for_selector("main#content")


def shot(page: Page, name: str) -> None:
    """A picture of the page as the person sees it, kept below `var/`; those of the documents with them
    when JINAN_PICTURES is set.
    """
    wanted = name in OF_THE_DOCUMENTS and os.environ.get("JINAN_PICTURES")
    target = (DOCUMENTS if wanted else SHOTS) / f"{name}.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    for last in (False, False, True):  # a browser under load now and then cannot draw itself
        try:
            page.screenshot(path=target, animations="disabled")
            return
        except Error as trouble:
            if last or "Unable to capture" not in str(trouble):
                raise


def table(page: Page, selector: str = "table.grid") -> list[list[str]]:
    """The words of a table, row by row."""
    found: list[list[str]] = page.locator(f"{selector} tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    return found


def download(page: Page, deed: Any, to: Path) -> Path:
    """Do what makes the browser fetch a file; where it was put."""
    with page.expect_download() as coming:
        deed()
    target = to / coming.value.suggested_filename
    coming.value.save_as(target)
    return target
