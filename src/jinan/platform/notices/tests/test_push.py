"""Pushes, against the real process: what is told arrives, a cut misses nothing, strangers get nothing."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.models import Account
from jinan.kernel.jobs.kit import until
from jinan.platform.notices import actions, kinds
from jinan.platform.notices.actions import tell

PATIENCE = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Pusher:
    """The process of the pushes, as the supervisor starts it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment, self.port = environment, free_port()
        self.start()

    def start(self) -> None:
        command = [
            str(Path(sys.executable).with_name("granian")), "--interface", "asginl",
            "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1", "--http", "1",
            "--no-ws", "--workers-kill-timeout", "5", "jinan.config.asgi:application",
        ]  # fmt: skip
        self.process = subprocess.Popen(command, env=self.environment, start_new_session=True)
        until(self.answers, PATIENCE * 3)

    def answers(self) -> bool:
        try:
            return self.ask("/livez").status == 200
        except OSError:
            return False

    def ask(self, path: str, **heads: str) -> http.client.HTTPResponse:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        line.request("GET", path, headers={k.replace("_", "-"): v for k, v in heads.items()})
        return line.getresponse()

    def stop(self, number: int = signal.SIGTERM) -> None:
        os.killpg(self.process.pid, number)
        self.process.wait(timeout=PATIENCE)


@pytest.fixture
def pusher(own_node: dict[str, str]) -> Iterator[Pusher]:
    made = Pusher(own_node | {"JINAN_ORIGINS": "http://127.0.0.1:8000"})
    yield made
    if made.process.poll() is None:
        made.stop(signal.SIGKILL)


def cookie_of(account: Account) -> str:
    jar = kit.client(account).cookies
    return f"{settings.SESSION_COOKIE_NAME}={jar[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def stream(pusher: Pusher, account: Account, *, after: str = "", cookie: str = "") -> Iterator[Any]:
    heads = {"Cookie": cookie or cookie_of(account)} | ({"Last_Event_ID": after} if after else {})
    answer = pusher.ask("/push/", **heads)
    assert answer.status == 200, answer.status
    assert (answer.getheader("content-type") or "").startswith("text/event-stream")
    try:
        yield answer
    finally:
        answer.close()


def events(answer: Any, name: str, number: int) -> list[dict[str, Any]]:
    """The next events of a name."""
    found: list[dict[str, Any]] = []
    kind = ""
    while len(found) < number:
        line = answer.readline().decode().strip()
        if line.startswith("event:"):
            kind = line[6:].strip()
        elif line.startswith("data:") and kind == name:
            found.append(json.loads(line[5:]))
    return found


def test_what_is_told_arrives_at_the_open_page_of_its_receiver_alone(pusher: Pusher) -> None:
    one, two = kit.officer("one"), kit.officer("two", kit.NEIGHBOUR)
    with stream(pusher, one) as mine, stream(pusher, two) as other:
        assert events(mine, "unread", 1) == [{"unread": 0}]
        tell(one, "督办：甲", kind=kinds.ORDER, href="/jobs/")
        (told,) = events(mine, "notice", 1)
        assert told["title"] == "督办：甲" and told["leads"] == "/jobs/" and told["number"] == 1
        assert events(mine, "unread", 1) == [{"unread": 1}]
        tell(two, "乙", kind=kinds.ORDER)
        assert [one["title"] for one in events(other, "notice", 1)] == ["乙"]


def test_a_cut_and_a_restart_of_the_process_miss_nothing(pusher: Pusher) -> None:
    one = kit.officer("one")
    cookie = cookie_of(one)
    tell(one, "一", kind=kinds.ORDER)
    with stream(pusher, one, cookie=cookie) as mine:
        assert events(mine, "notice", 1)[0]["title"] == "一"
    pusher.stop(signal.SIGKILL)
    tell(one, "二", kind=kinds.ORDER)
    pusher.start()
    tell(one, "三", kind=kinds.ORDER)
    with stream(pusher, one, after="1", cookie=cookie) as mine:
        assert [told["title"] for told in events(mine, "notice", 2)] == ["二", "三"]


OTHERS = (
    "FROM pg_stat_activity WHERE datname = current_database() AND usename = 'jinan_web' "
    "AND pid <> pg_backend_pid()"
)


def counted(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def test_a_cut_line_to_the_database_is_taken_up_again(pusher: Pusher) -> None:
    one = kit.officer("one")
    with stream(pusher, one) as mine:
        events(mine, "unread", 1)
        until(lambda: counted(f"SELECT count(*) {OTHERS}") >= 2, PATIENCE)
        counted(f"SELECT count(pg_terminate_backend(pid)) {OTHERS}")
        tell(one, "一", kind=kinds.ORDER)
        assert events(mine, "notice", 1)[0]["title"] == "一"


def test_a_waiting_page_holds_no_connection(pusher: Pusher) -> None:
    accounts = [kit.officer(f"n{number}") for number in range(12)]
    opened = [pusher.ask("/push/", Cookie=cookie_of(one)) for one in accounts]
    assert {one.status for one in opened} == {200}
    for one in opened:
        events(one, "unread", 1)
    assert counted(f"SELECT count(*) {OTHERS}") <= 3  # one listens, two look
    for one in opened:
        one.close()


def test_a_session_that_ended_is_told_nothing_more(pusher: Pusher) -> None:
    one = kit.officer("one")
    with stream(pusher, one) as mine:
        events(mine, "unread", 1)
        with in_scope(system("test")), connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_session")
        tell(one, "机密", kind=kinds.ORDER)
        assert events(mine, "over", 1) == [{}]
        assert "机密" not in mine.read().decode()


@pytest.mark.parametrize(
    ("heads", "status"),
    [
        ({}, 204),
        ({"Cookie": f"{settings.SESSION_COOKIE_NAME}=nobody"}, 204),
        ({"Origin": "https://evil.example.org"}, 403),
        ({"Host": "evil.example.org"}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Origin": "http://evil.example.org@127.0.0.1"}, 403),
        ({"Origin": "http://["}, 403),
        ({"Host": "["}, 403),
    ],
)
def test_strangers_and_pages_of_other_hosts_get_nothing(
    pusher: Pusher, heads: dict[str, str], status: int
) -> None:
    one = kit.officer("one")
    if status == 403:
        heads = heads | {"Cookie": cookie_of(one)}
    answer = pusher.ask("/push/", **heads)
    assert answer.status == status and answer.read() == b""
    assert answer.getheader("access-control-allow-origin") is None


def test_the_page_of_the_same_host_may_read_with_its_cookie(pusher: Pusher) -> None:
    one = kit.officer("one")
    origin = "http://127.0.0.1:8000"
    answer = pusher.ask("/push/", Cookie=cookie_of(one), Origin=origin)
    assert answer.getheader("access-control-allow-origin") == origin
    assert answer.getheader("access-control-allow-credentials") == "true"
    answer.close()


def test_two_tellers_of_one_account_keep_the_order_of_commits(own_database: str) -> None:
    """The second waits for the first, so that no number is seen before a lower one."""
    from threading import Thread

    one = kit.officer("one")
    with in_scope(system("test")):
        actions.tell(one, "一", kind=kinds.WORK)

        def second() -> None:
            actions.tell(one, "二", kind=kinds.WORK)
            connection.close()

        racing = Thread(target=second)
        racing.start()
        racing.join(0.5)
        assert racing.is_alive(), "the second teller did not wait"
    racing.join(PATIENCE)
    with in_scope(kit.viewer(one)):
        from jinan.platform.notices.queries import own

        assert list(own(one.pk).values_list("subject", "number")) == [("二", 2), ("一", 1)]
