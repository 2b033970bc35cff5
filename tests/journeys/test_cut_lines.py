"""Processes die, lines are cut; the page goes on and ends right."""

import os
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.node import PATIENCE, JourneyNode, until
from tests.journeys.people import People, shot
from tests.journeys.sheets import HEADS, PONDS, figures, good_row, upload, write

MANY = 3_000


def test_the_worker_dies_in_the_middle_of_an_import(
    people: People, node: JourneyNode, tmp_path: Path
) -> None:
    """Three thousand rows are on their way in when the worker is killed. A new one goes on where the first
    ended; the page, which nobody touched, says so in the end: every row once.
    """
    good = good_row(node, "")
    rows = [[f"断线{n:04}尾矿库", *good[1:]] for n in range(MANY)]
    page = people.of("county")
    upload(page, write(tmp_path / "全县普查.xlsx", HEADS, rows))
    page.click("button[value=go]")
    page.wait_for_selector(".figures-of-import")
    count = (
        "SELECT count(*) FROM tailings_tailingspond WHERE name LIKE '断线%' AND voided_at IS NULL"
    )
    until(lambda: node.value(count), "the first rows are in")
    node.kill("jobs")
    shot(page, "worker-killed")
    page.wait_for_selector("#run", state="detached", timeout=PATIENCE * 1000)
    assert figures(page) == [MANY, 0, 0, 0]
    assert node.value(count) == MANY
    shot(page, "import-went-on")
    page.click("button[value=undo]")
    expect(page.locator(".message.success")).to_be_visible(timeout=PATIENCE * 1000)
    assert node.value(count) == 0


def test_the_web_starts_again_while_a_form_is_open(people: People, node: JourneyNode) -> None:
    """Chen Min types into a form while the web processes are killed and started again; she saves, and it is
    saved.
    """
    uid = node.value("SELECT id FROM tailings_tailingspond WHERE division_id = '340122' LIMIT 1")
    page = people.of("county")
    page.goto(f"{PONDS}{uid}/edit/")
    page.fill("[name=height]", "38.25")
    expect(page.locator("[data-draft-note]")).not_to_be_empty()
    node.kill("web")
    node.wait()
    page.click("form[data-draft-url] button.primary")
    page.wait_for_url(f"**{PONDS}{uid}/")
    expect(page.locator("main")).to_contain_text("38.25")


def test_the_database_drops_every_connection(people: People, node: JourneyNode) -> None:
    """All connections are cut at once; the next page is simply there."""
    page = people.of("county")
    page.goto(PONDS)
    cut(node, "TRUE")
    answer = page.goto(PONDS)
    assert answer
    assert answer.status == 200
    expect(page.locator("table.grid tbody tr").first).to_be_visible()
    os.kill(node.supervisor.pid, 0)


def test_a_page_under_way_loses_its_line(people: People, node: JourneyNode) -> None:
    """The list is being read when its connection is cut; it is read again, and nobody notices."""
    page = people.of("county")
    page.goto(PONDS)
    with node.held("tailings_tailingspond"):
        page.evaluate("() => { window.answer = fetch(location.href).then(said => said.status) }")
        until(lambda: cut(node, "wait_event_type = 'Lock'"), "the page waits for the table")
    assert page.evaluate("() => window.answer") == 200


def cut(node: JourneyNode, which: str) -> int:
    """Cut these connections of the web processes; how many there were."""
    return len(
        node.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = current_database() AND pid <> pg_backend_pid() AND {which}"
        )
    )
