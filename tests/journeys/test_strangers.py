"""What lies in the next county is not there: not on a page, in a tile, a file, a figure, nor in plain SQL."""

import json
from math import asinh, pi, radians, tan
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.node import DATABASE, JourneyNode
from tests.journeys.people import People, download, shot, table
from tests.journeys.sheets import HEADS, PONDS, begin, figures, good_row, upload, write

# Asked in the scope of the account, as the restricted role of the web processes.
PLAIN = """
import json
import django; django.setup()
from django.db import connection
from jinan.kernel.identity.api import in_scope, system, viewer_of
from jinan.kernel.identity.models import Account
with in_scope(system("journey")):
    viewer = viewer_of(Account.objects.get(login="county2"))
with in_scope(viewer), connection.cursor() as cursor:
    cursor.execute("SELECT current_user")
    assert cursor.fetchone()[0] == "jinan_web"
    cursor.execute("SELECT division_id, count(*) FROM tailings_tailingspond GROUP BY 1")
    print(json.dumps(dict(cursor.fetchall())))
"""


@pytest.fixture
def pond(node: JourneyNode) -> dict[str, Any]:
    """A pond of Feidong with a name that stands nowhere else."""
    uid = node.value("SELECT id FROM tailings_tailingspond WHERE division_id = '340122' LIMIT 1")
    node.sql("UPDATE tailings_tailingspond SET name = '隐龙沟尾矿库' WHERE id = %s", uid)
    lng, lat = node.sql(
        "SELECT ST_X(dam), ST_Y(dam) FROM tailings_tailingspond WHERE id = %s", uid
    )[0]
    return {"id": str(uid), "name": "隐龙沟尾矿库", "at": (lng, lat)}


def status(page: Page, address: str, **asked: Any) -> int:
    return page.request.get(address, max_redirects=0, **asked).status


def tile_of(at: tuple[float, float], zoom: int) -> str:
    lng, lat = at
    x = int((lng + 180) / 360 * 2**zoom)
    y = int((1 - asinh(tan(radians(lat))) / pi) / 2 * 2**zoom)
    return f"/tiles/tailings.tailingspond/{zoom}/{x}/{y}.mvt"


def test_the_next_county_sees_none_of_it_by_any_way(
    people: People, node: JourneyNode, pond: dict[str, Any], tmp_path: Path
) -> None:
    """Chen Min exports a pond of Feidong. Zhou Qiang of Feixi got hold of every address of it: page, tabs,
    tile, API, her job and her file. Each answers as if nothing were there, and so do list, search,
    suggestions, figures and the database itself; the same addresses open for her.
    """
    owner, stranger = people.of("county"), people.of("county2")
    owner.goto(f"{PONDS}export/?q={pond['name']}")
    made = download(owner, lambda: owner.click("form.panel button.primary"), tmp_path)
    assert made.stat().st_size > 1000
    one = f"{PONDS}{pond['id']}/"
    for way in (one, f"{one}history/", f"{one}map/", f"{one}decisions/", f"/api{one}"):
        assert status(owner, way) == 200, way
        assert status(stranger, way) == 404, way
    for way in (f"{one}edit/", f"/api{one}history/"):
        assert (status(owner, way), status(stranger, way)) == (200, 404), way
    for zoom in (8, 12, 14):
        way = tile_of(pond["at"], zoom)
        hers, his = owner.request.get(way).body(), stranger.request.get(way).body()
        assert pond["id"].encode() not in his and pond["name"].encode() not in his
        if zoom > 8:
            assert pond["id"].encode() in hers

    for way in (
        f"{PONDS}?q={pond['name']}",
        f"{PONDS}?division=340122",
        f"/find/?q={pond['name']}",
    ):
        stranger.goto(way)
        assert pond["id"] not in stranger.content(), way
    stranger.goto("/")
    stranger.press("body", "/")
    stranger.keyboard.insert_text("隐龙沟")
    expect(stranger.locator("#s-all")).to_be_visible()
    assert stranger.locator("#suggestions [role=option]").count() == 1
    shot(stranger, "stranger-finds-nothing")
    stranger.goto(f"{PONDS}figures/?division=340122")
    assert "340122" not in str(table(stranger, "table.figures"))
    assert set(json.loads(node.python("-c", PLAIN))) == {"340123"}


def test_background_work_and_its_file_are_its_owner_s_alone(
    people: People, node: JourneyNode, tmp_path: Path
) -> None:
    """A row of Chen Min's import was refused, and the file with the reason lies ready for her. The address of
    the import, of the work and of the file says nothing to Zhou Qiang.
    """
    owner, stranger = people.of("county"), people.of("county2")
    bad = good_row(node, "无名尾矿库")
    bad[5] = -1
    upload(owner, write(tmp_path / "一行.xlsx", HEADS, [bad]))
    begin(owner)
    assert figures(owner) == [0, 0, 0, 1]
    imported = urlsplit(owner.url).path
    owner.goto("/jobs/")
    address = owner.locator("table.grid a").first.get_attribute("href") or ""
    for way in (imported, address, f"{address}part/", f"{address}file/"):
        assert status(owner, way) == 200, way
        assert status(stranger, way) == 404, way


def test_the_web_role_cannot_read_the_keys_of_persons(node: JourneyNode) -> None:
    """Whoever breaks into a web process asks the database for the keys of personal data in vain."""
    where = f"postgresql://jinan_web@/{DATABASE}?host={node.cluster.node.socket}"
    with (
        psycopg.connect(where) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SELECT * FROM changes.person")
