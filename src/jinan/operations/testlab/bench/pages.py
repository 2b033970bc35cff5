"""Reading: list, filtered list, search, detail and map tile over HTTP, as a county and as the nation."""

import http.client
import random
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db import connections

from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.models import Account
from jinan.operations.testlab.bench.data import COUNTY
from jinan.operations.testlab.bench.measure import Bar, Times, timed

LIST = "/tailings/ponds/"
TIMES = 60


class Browser:
    """One kept connection with a session of an account; a page that is not 200 is an error."""

    def __init__(self, port: int, account: Account) -> None:
        from importlib import import_module

        store: Any = import_module(settings.SESSION_ENGINE).SessionStore()
        with in_scope(system("bench")):
            store[SESSION_KEY] = str(account.pk)
            store["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
            store[HASH_SESSION_KEY] = account.get_session_auth_hash()
            store.save()
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={store.session_key}; language=zh-hans"
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, address: str) -> bytes:
        self.connection.request("GET", address, headers={"Cookie": self.cookie})
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{address}: {answer.status}")
        return body


def plain(sql: str, *values: Any) -> Any:
    """A query as the owner, without row security, by one kept connection."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def some_ids(count: int) -> list[str]:
    found = plain(
        "SELECT id FROM tailings_tailingspond WHERE division_id = %s ORDER BY md5(id::text) LIMIT %s",
        COUNTY,
        count,
    )
    return [str(row[0]) for row in found]


def tiles(zoom: int) -> list[tuple[int, int]]:
    """Tiles around the county measured."""
    from math import asinh, pi, radians, tan

    n = 2**zoom
    x = int((117.47 + 180) / 360 * n)
    y = int((1 - asinh(tan(radians(31.88))) / pi) / 2 * n)
    return [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]


def reading(port: int, county: Account, nation: Account) -> Iterator[Bar]:
    near, far = Browser(port, county), Browser(port, nation)
    page = "SELECT * FROM tailings_tailingspond WHERE division_id = %s {} ORDER BY id DESC LIMIT 50"
    base = timed(lambda n: plain(page.format(""), COUNTY), TIMES)
    sql = "the same 50 rows by plain SQL"
    lists = timed(lambda n: near.get(LIST), TIMES)
    yield Bar("list, county", lists, sql, base, 0.3)
    yield Bar("list, next pages", timed(pager(near), TIMES), sql, base, 0.3)
    filters = ("?degree=3", "?grade=2&degree=2", "?grade=5", "?degree=4&sort=name")
    base_filter = timed(lambda n: plain(page.format("AND degree = '3'"), COUNTY), TIMES)
    filtered = timed(lambda n: near.get(LIST + filters[n % 4]), TIMES)
    yield Bar("filtered list, county", filtered, sql, base_filter, 0.3)
    words = ("北沟", "尾矿库", "石门尾矿库123", "金河矿业有限公司1", "xyz", "库99")
    like = "SELECT * FROM tailings_tailingspond WHERE division_id = %s AND name LIKE %s ORDER BY id DESC LIMIT 50"
    base_words = timed(lambda n: plain(like, COUNTY, f"%{words[n % 6]}%"), TIMES)
    from urllib.parse import quote

    found = timed(lambda n: near.get(f"{LIST}?q={quote(words[n % 6])}"), TIMES)
    yield Bar("search in the list, county", found, "LIKE by plain SQL", base_words, 0.3)
    box = timed(lambda n: near.get(f"/find/suggest/?q={quote(words[n % 6])}"), TIMES)
    yield Bar("search box, county", box, "LIKE by plain SQL", base_words, 0.3)
    ids = some_ids(TIMES + 2)
    one = timed(lambda n: plain("SELECT * FROM tailings_tailingspond WHERE id = %s", ids[n]), TIMES)
    detail = timed(lambda n: near.get(f"{LIST}{ids[n]}/"), TIMES)
    yield Bar("detail, county", detail, "the row by plain SQL", one, 0.15)
    for zoom in (5, 8, 11):
        yield tile_bar(near, zoom)
    national = timed(lambda n: far.get(LIST), TIMES)
    yield Bar("list, county against nation", lists, "list, nation", national, 1.2, by_ratio=True)
    wide = timed(lambda n: far.get(LIST + filters[n % 4]), TIMES)
    yield Bar("filter, county against nation", filtered, "filter, nation", wide, 1.2, by_ratio=True)
    wide_words = timed(lambda n: far.get(f"{LIST}?q={quote(words[n % 6])}"), TIMES)
    yield Bar(
        "search, county against nation", found, "search, nation", wide_words, 1.2, by_ratio=True
    )
    yield Bar("search in the list, nation", wide_words, "LIKE by plain SQL", base_words, 0.3)


def tile_bar(browser: Browser, zoom: int) -> Bar:
    around = tiles(zoom)

    def drawn(number: int) -> bytes:
        return browser.get(tile(zoom, around[number % 9]))

    def counted(number: int) -> Any:
        return plain(TILE, zoom, *around[number % 9])

    base = timed(counted, 18)
    return Bar(f"map tile, zoom {zoom}", timed(drawn, TIMES), "the points by plain SQL", base, 0.15)


TILE = """
WITH box AS (SELECT ST_Transform(ST_TileEnvelope(%s, %s, %s), 4490) AS box)
SELECT count(*), ST_Extent(dam) FROM tailings_tailingspond, box WHERE dam && box
"""


def tile(zoom: int, place: tuple[int, int]) -> str:
    return f"/tiles/tailings.tailingspond/{zoom}/{place[0]}/{place[1]}.mvt"


def pager(browser: Browser) -> Any:
    """A deed that turns pages at random places."""
    chance = random.Random(7)  # noqa: S311
    ids = some_ids(TIMES * 2)
    return lambda n: browser.get(f"{LIST}?after={chance.choice(ids)}")


__all__ = ["Browser", "Times", "reading"]
