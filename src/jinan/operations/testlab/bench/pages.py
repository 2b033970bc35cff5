"""Reading: list, filtered list, search, detail and map tile over HTTP, as a county and as the nation."""

import http.client
import random
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db import connections

from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.models import Account
from jinan.operations.testlab.bench.data import COUNTY
from jinan.operations.testlab.bench.measure import Bar, Times, timed
from jinan.operations.testlab.bench.registers import PONDS, Measured

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


def some_ids(count: int, of: Measured = PONDS) -> list[str]:
    found = plain(
        f"SELECT id FROM {of.table} WHERE division_id = %s ORDER BY md5(id::text) LIMIT %s",
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


def reading(port: int, county: Account, nation: Account, of: Measured) -> Iterator[Bar]:
    """Bars of one register: as the county, and the county against the nation."""
    near, far = Browser(port, county), Browser(port, nation)
    page = f"SELECT * FROM {of.table} WHERE division_id = %s {{}} ORDER BY id DESC LIMIT 50"
    base = timed(lambda n: plain(page.format(""), COUNTY), TIMES)
    sql = "the same 50 rows by plain SQL"
    lists, national = in_turns(lambda browser, n: browser.get(of.list), near, far)
    yield Bar(f"list of {of.name}", lists, sql, base, 0.3)
    yield Bar("list, next pages", timed(pager(near, of), TIMES), sql, base, 0.3)
    base_filter = timed(lambda n: plain(page.format(f"AND {of.plain_filter}"), COUNTY), TIMES)
    filtered, wide = in_turns(
        lambda browser, n: browser.get(of.list + of.filters[n % 4]), near, far
    )
    yield Bar("filtered list", filtered, "by plain SQL", base_filter, 0.3)
    like = f"SELECT * FROM {of.table} WHERE division_id = %s AND name LIKE %s ORDER BY id DESC LIMIT 50"
    base_words = timed(lambda n: plain(like, COUNTY, f"%{of.words[n % 6]}%"), TIMES)
    searched = [f"{of.list}?q={quote(word)}" for word in of.words]
    found, wide_words = in_turns(lambda browser, n: browser.get(searched[n % 6]), near, far)
    yield Bar("search in the list", found, "LIKE by plain SQL", base_words, 0.3)
    box = timed(lambda n: near.get(f"/find/suggest/?q={quote(of.words[n % 6])}"), TIMES)
    yield Bar("search box", box, "LIKE by plain SQL", base_words, 0.3)
    ids = some_ids(TIMES + 2, of)
    one = timed(lambda n: plain(f"SELECT * FROM {of.table} WHERE id = %s", ids[n]), TIMES)
    detail = timed(lambda n: near.get(f"{of.list}{ids[n]}/"), TIMES)
    yield Bar("detail", detail, "the row by plain SQL", one, 0.15)
    for zoom in (5, 8, 11):
        yield tile_bar(near, zoom, of)
    against = "the nation's, in turns"
    yield Bar("list, county against nation", lists, against, national, 1.2, by_ratio=True)
    yield Bar("filter, county against nation", filtered, against, wide, 1.2, by_ratio=True)
    yield Bar("search, county against nation", found, against, wide_words, 1.2, by_ratio=True)
    yield Bar("search in the list, nation", wide_words, "LIKE by plain SQL", base_words, 0.3)


def in_turns(
    deed: Callable[[Browser, int], object], near: Browser, far: Browser
) -> tuple[Times, Times]:
    """The same deed as the county and as the nation in turns, so that both meet the same machine."""
    ours, theirs = Times(), Times()
    for number in range(TIMES // 6):
        for browser, times in ((near, ours), (far, theirs)):
            done = timed(lambda n, who=browser: deed(who, n), 6, warm=2 if number == 0 else 0)  # type: ignore[misc]
            times.seconds += done.seconds
    return ours, theirs


def tile_bar(browser: Browser, zoom: int, of: Measured) -> Bar:
    around = tiles(zoom)

    def drawn(number: int) -> bytes:
        x, y = around[number % 9]
        return browser.get(f"/tiles/{of.kind}/{zoom}/{x}/{y}.mvt")

    def counted(number: int) -> Any:
        return plain(TILE.format(of.geometry, of.table), zoom, *around[number % 9])

    base = timed(counted, 18)
    return Bar(f"map tile, zoom {zoom}", timed(drawn, TIMES), "the points by plain SQL", base, 0.15)


TILE = """
WITH box AS (SELECT ST_Transform(ST_TileEnvelope(%s, %s, %s), 4490) AS box)
SELECT count(*), ST_Extent({0}) FROM {1}, box WHERE {0} && box
"""


def pager(browser: Browser, of: Measured) -> Any:
    """A deed that turns pages at random places."""
    chance = random.Random(7)  # noqa: S311
    ids = some_ids(TIMES * 2, of)
    return lambda n: browser.get(f"{of.list}?after={chance.choice(ids)}")


__all__ = ["Browser", "Times", "reading"]
