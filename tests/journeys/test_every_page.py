"""Every page of every role: fit for all, quiet, from this node alone; in light and dark."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from jinan.cli.node import ROOT
from tests.journeys.node import JourneyNode
from tests.journeys.people import People, shot

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
RUN = (
    "async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map("
    "v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | '))"
)
EVERYBODY = ("/", "/account/", "/account/tokens/", "/jobs/", "/find/?q=尾矿")
REGISTER = ("", "export/", "import/", "new/", "map/", "ONE/", "ONE/edit/", "ONE/history/")
ADDRESSES: dict[str, tuple[str, ...]] = {
    "": ("/sign-in/", "/sign-up/", "/sign-in/forgotten/"),
    "county": (
        *EVERYBODY,
        *(
            f"/tailings/ponds/{part}"
            for part in (*REGISTER, "figures/", "ONE/map/", "ONE/decisions/")
        ),
        *(f"/enterprises/list/{part}" for part in REGISTER),
        "/api/?register=tailings/ponds",
        "/security/sign-ups/",
        "/law/",
        "/law/?q=重大危险源",
        "/law/import/",
        "/law/aqscf-2021/",
        "/law/aqscf-2021/21.1/",
        "/law/aqscf-2021/compare/aqscf-2014/",
        "/codebook/",
        "/codebook/industries/",
        "/territory/",
        "/territory/340122/",
        "/agencies/",
    ),
    "sysadmin": (
        "/",
        "/security/accounts/",
        "/security/accounts/new/",
        "/security/requests/",
        "/security/node/",
    ),
    "secadmin": (
        "/",
        "/security/accounts/",
        "/security/sessions/",
        "/security/why/?account=county",
    ),
    "auditor": ("/", "/security/log/", "/security/seals/"),
}


def unfit(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN)
    return found


def exact(address: str, node: JourneyNode) -> str:
    if "ONE" not in address:
        return address
    table = "tailings_tailingspond" if "tailings" in address else "enterprises_enterprise"
    one = node.value(f"SELECT id FROM {table} WHERE division_id = '340122' ORDER BY id LIMIT 1")
    return address.replace("ONE", str(one))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("login", ADDRESSES, ids=lambda login: login or "stranger")
def test_every_page_of_a_role_is_fit_for_all(
    people: People, node: JourneyNode, login: str, theme: str
) -> None:
    """Somebody opens, one after another, every page the role can reach; a reader of screens finds its way
    on each of them, contrast suffices, no script fails, nothing is fetched from elsewhere.
    """
    page = people.of(login, theme=theme) if login else people.stranger(theme=theme)
    faults: dict[str, Any] = {}
    for address in ADDRESSES[login]:
        answer = page.goto(exact(address, node))
        assert answer
        name = f"{login or 'stranger'}{address.split('?')[0].replace('/', '_')}{theme}"
        if answer.status != 200:
            faults[address] = answer.status
            continue
        if page.locator("[data-map]").count():
            page.wait_for_selector("[data-map][data-ready]")
        if found := unfit(page):
            faults[address] = found
        shot(page, f"every/{name}")
    assert not faults, json.dumps(faults, indent=1, ensure_ascii=False)
