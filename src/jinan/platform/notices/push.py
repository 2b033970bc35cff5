"""Pushes to open pages as server-sent events: one small process for all of them.

One connection to the database listens for all pages; a page that waits holds neither a thread nor a
connection. Each look at the database asks anew whether the session still stands, and begins after the last
number that the page has seen (`Last-Event-ID`), so that nothing is missed over a cut or a restart.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.http.request import validate_host
from django.utils import translation

from jinan.kernel.identity.api import SIGN_IN, account_of, in_scope, viewer_of
from jinan.platform.notices.queries import News, news

log = logging.getLogger(__name__)
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
BEAT = 20.0  # seconds between two signs of life
LOOK_AGAIN = 6  # beats after which the session is asked again though nothing came
MOST_PAGES = 30  # open pages of one account
looking = ThreadPoolExecutor(max_workers=2, thread_name_prefix="look")


class Hub:
    """Wakes the pages of an account when the database says that it has news."""

    def __init__(self) -> None:
        self.pages: dict[str, set[asyncio.Event]] = {}
        self.listener: asyncio.Task[None] | None = None

    def begin(self) -> None:
        if self.listener is None or self.listener.done():
            self.listener = asyncio.get_running_loop().create_task(self.listen())

    async def listen(self) -> None:
        """Listen for ever. After each new connection all pages look: nobody listened meanwhile."""
        while True:
            try:
                await self.listen_once()
            except (psycopg.Error, OSError) as trouble:
                log.warning("listening again: %s", trouble)
            await asyncio.sleep(1)

    async def listen_once(self) -> None:
        asked = connection.get_connection_params()
        plain = {k: v for k, v in asked.items() if k not in ("cursor_factory", "context")}
        async with await psycopg.AsyncConnection.connect(**plain, autocommit=True) as listening:
            await listening.execute("LISTEN notices")
            self.wake(*self.pages)
            async for said in listening.notifies():
                self.wake(said.payload)

    def wake(self, *accounts: str) -> None:
        for account in accounts:
            for page in self.pages.get(account, ()):
                page.set()

    @contextlib.contextmanager
    def waiting(self, account: str) -> Any:
        page = asyncio.Event()
        self.pages.setdefault(account, set()).add(page)
        try:
            yield page
        finally:
            self.pages[account].discard(page)
            if not self.pages[account]:
                del self.pages[account]


hub = Hub()


def look(cookie: str, language: str, after: int) -> tuple[UUID, News] | None:
    """The account of a session and its news; None when the session is over."""
    close_old_connections()
    with in_scope(SIGN_IN):
        account = account_of(cookie)
        viewer = viewer_of(account) if account else None
    if account is None or viewer is None:
        return None
    with translation.override(language), in_scope(viewer):
        return account.pk, news(account.pk, after)


async def looked(cookie: str, language: str, after: int) -> tuple[UUID, News] | None:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(looking, look, cookie, language, after)


class Asked:
    """What a page asked for, read from the request's head."""

    def __init__(self, scope: dict[str, Any]) -> None:
        self.heads = {
            name.decode().lower(): text.decode("latin-1") for name, text in scope["headers"]
        }
        cookies: SimpleCookie = SimpleCookie()
        with contextlib.suppress(Exception):
            cookies.load(self.heads.get("cookie", ""))
        self.session = self.cookie(cookies, settings.SESSION_COOKIE_NAME)
        wanted = self.cookie(cookies, settings.LANGUAGE_COOKIE_NAME)
        self.language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        after = self.heads.get("last-event-id") or query.get("after", ["0"])[-1]
        self.after = int(after) if after.isdecimal() and len(after) < 10 else 0
        self.path = scope["path"]

    @staticmethod
    def cookie(cookies: SimpleCookie, name: str) -> str:
        return cookies[name].value if name in cookies else ""

    @property
    def origin(self) -> str | None:
        """The origin of the page, if it is one of this node: of the same host. None for a stranger's."""
        named = self.heads.get("origin", "")
        try:
            host = urlsplit(f"//{self.heads.get('host', '')}").hostname or ""
        except ValueError:
            return None
        if not validate_host(host, settings.ALLOWED_HOSTS):
            return None
        return named if not named or named in settings.CSRF_TRUSTED_ORIGINS else None


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answer one page with a stream; anything else with a word."""
    if scope["type"] != "http":
        return
    asked = Asked(scope)
    if asked.path == "/livez":
        await answer(send, 200)
    elif asked.origin is None or scope["method"] != "GET":
        await answer(send, 403)
    else:
        await welcome(asked, asked.origin, receive, send)


async def welcome(asked: Asked, origin: str, receive: Receive, send: Send) -> None:
    """Open the stream of a page with a session; while the database is away, let it come again soon."""
    try:
        account = await admitted(asked)
    except (DatabaseError, InterfaceError):
        await open_stream(send, origin)
        await send({"type": "http.response.body", "body": b"retry: 2000\n\n"})
        return
    if account:
        await open_stream(send, origin)
        await hold(asked, account, receive, send)
    else:
        await answer(send, 204, origin)  # tells the browser not to come again


async def admitted(asked: Asked) -> str:
    """The account whose session this is; empty for nobody, and for one more page than may be open."""
    hub.begin()
    found = await looked(asked.session, asked.language, asked.after) if asked.session else None
    account = str(found[0]) if found else ""
    return account if len(hub.pages.get(account, ())) < MOST_PAGES else ""


async def hold(asked: Asked, account: str, receive: Receive, send: Send) -> None:
    """Keep a stream open until the page goes or the session is over."""
    stream = asyncio.ensure_future(tell_all(asked, account, send))
    gone = asyncio.ensure_future(until_gone(receive))
    _done, left = await asyncio.wait({stream, gone}, return_when=asyncio.FIRST_COMPLETED)
    for one in left:
        one.cancel()
    with contextlib.suppress(asyncio.CancelledError, DatabaseError, InterfaceError, OSError):
        await stream
    with contextlib.suppress(
        OSError, RuntimeError
    ):  # ended in order, also when the database is away
        await send({"type": "http.response.body", "body": b""})


async def until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def tell_all(asked: Asked, account: str, send: Send) -> None:
    """Tell a page what comes, until its session is over."""
    after, beats, before = asked.after, 0, -1
    with hub.waiting(account) as page:
        page.set()  # what came between the first look and now
        while True:
            if page.is_set() or beats >= LOOK_AGAIN:
                page.clear()
                beats = 0
                found = await looked(asked.session, asked.language, after)
                if found is None:
                    await part(send, "event: over\ndata: {}\n\n")
                    return
                for one in found[1].notices:
                    await part(send, event("notice", one, one["number"]))
                if found[1].unread != before:
                    before = found[1].unread
                    await part(send, event("unread", {"unread": before}))
                after = found[1].number
            try:
                await asyncio.wait_for(page.wait(), BEAT)
            except TimeoutError:
                beats += 1
                await part(send, ":\n\n")


def event(name: str, told: dict[str, Any], number: int | None = None) -> str:
    mark = f"id: {number}\n" if number is not None else ""
    return f"{mark}event: {name}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"


def shared(origin: str | None) -> list[tuple[bytes, bytes]]:
    """Pages stand on another port of the same host: to them, and to no other origin, the answer opens."""
    heads = [(b"cache-control", b"no-store"), (b"vary", b"Origin")]
    if origin:
        heads += [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
        ]
    return heads


async def answer(send: Send, status: int, origin: str | None = None) -> None:
    await send({"type": "http.response.start", "status": status, "headers": shared(origin)})
    await send({"type": "http.response.body", "body": b""})


async def open_stream(send: Send, origin: str) -> None:
    heads = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no")]
    await send({"type": "http.response.start", "status": 200, "headers": heads + shared(origin)})
    await part(send, "retry: 2000\n\n")


async def part(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
