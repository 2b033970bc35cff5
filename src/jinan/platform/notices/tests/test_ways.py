"""Mail and short messages, against a real mail server and a real gateway of this machine."""

import hmac
import json
import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.models import Account
from jinan.platform.notices import actions, kinds
from jinan.platform.notices.actions import tell
from jinan.platform.notices.models import Delivery, State, Urgency
from jinan.platform.notices.tests.kit import deliver

pytestmark = pytest.mark.django_db
KEY = "secret of the gateway"


@pytest.fixture
def county() -> Account:
    made = kit.officer()
    with in_scope(system("test")):
        Account.objects.filter(pk=made.pk).update(email="chen@example.org", phone="0000-1234567")
        made.refresh_from_db()
    return made


class Box:
    """What a mail server took in; it refuses as long as it is told to."""

    def __init__(self) -> None:
        self.letters: list[Any] = []
        self.refuses = ""

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append((envelope.rcpt_tos, letter))
        return "250 OK"


@pytest.fixture
def box() -> Iterator[Box]:
    made = Box()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(made, hostname="127.0.0.1", port=port)
    server.start()
    with override_settings(
        MAIL=True,
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        CSRF_TRUSTED_ORIGINS=["https://node.example.org"],
    ):
        yield made
    server.stop()


class Gateway(ThreadingHTTPServer):
    """A gateway of short messages: keeps what it got and answers what it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        super().__init__(("127.0.0.1", 0), Taking)


class Taking(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Any = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.asked.append(({k.lower(): v for k, v in self.headers.items()}, body))
        self.send_response(server.answers.pop(0) if server.answers else 202)
        self.send_header("Location", "http://127.0.0.1:9/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_said: Any) -> None:
        return


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    server = Gateway()
    Thread(target=server.serve_forever, daemon=True).start()
    with override_settings(SMS_URL=f"http://127.0.0.1:{server.server_port}/send", SMS_KEY=KEY):
        yield server
    server.shutdown()
    server.server_close()


def deliveries() -> list[Delivery]:
    with in_scope(system("test")):
        return list(Delivery.objects.order_by("channel"))


def test_a_letter_arrives_whole_with_its_way_back(county: Account, box: Box) -> None:
    tell(county, "督办：青山石料", kind=kinds.ORDER, text="三日内清通排洪沟", sender="合肥市")
    deliver()
    ((to, letter),) = box.letters
    assert to == ["chen@example.org"]
    assert letter["Subject"] == "督办：青山石料"
    body = letter.get_content()
    assert "三日内清通排洪沟" in body and "合肥市" in body
    assert "https://node.example.org/notices/" in body
    (one,) = deliveries()
    assert (one.state, one.tries, one.trouble) == (State.SENT, 1, "")


def test_an_address_the_server_refuses_is_failed_for_good_with_the_reason(
    county: Account, box: Box
) -> None:
    box.refuses = "550 no such user"
    tell(county, "x", kind=kinds.ORDER)
    deliver(held=True)
    (one,) = deliveries()
    assert one.state == State.FAILED and one.tries == 1 and one.trouble


def test_a_mail_server_that_is_away_is_tried_again_until_it_is_back(
    county: Account, box: Box
) -> None:
    tell(county, "x", kind=kinds.ORDER)
    box.refuses = "451 later"
    assert deliver() == 1
    (one,) = deliveries()
    assert one.state == State.WAITING and one.tries == 1
    assert deliver() == 0, "the second try comes after a pause"
    box.refuses = ""
    deliver(held=True)
    assert [(d.state, d.tries) for d in deliveries()] == [(State.SENT, 2)]
    assert len(box.letters) == 1


def test_a_short_message_is_signed_and_names_itself(county: Account, gateway: Gateway) -> None:
    tell(county, "督办：青山石料", kind=kinds.ORDER, urgency=Urgency.URGENT)
    deliver()
    ((heads, body),) = gateway.asked
    (one,) = deliveries()
    assert json.loads(body) == {
        "id": str(one.pk), "to": "0000-1234567", "text": "【紧急】督办：青山石料",
    }  # fmt: skip
    moment, mark = (part.split("=")[1] for part in heads["x-jinan-signature"].split(","))
    expected = hmac.new(KEY.encode(), f"{moment}.".encode() + body, sha256).hexdigest()
    assert mark == expected and heads["idempotency-key"] == str(one.pk)
    assert one.state == State.SENT


@pytest.mark.parametrize(
    ("answers", "state", "tries"),
    [
        ([503, 429, 200], State.SENT, 3),
        ([400], State.FAILED, 1),
        ([302], State.FAILED, 1),
        ([500] * 6, State.FAILED, 6),
    ],
)
def test_a_gateway_in_trouble_is_tried_again_and_a_refusal_is_kept(
    county: Account, gateway: Gateway, answers: list[int], state: State, tries: int
) -> None:
    gateway.answers = list(answers)
    tell(county, "x", kind=kinds.ORDER)
    deliver(held=True)
    (one,) = deliveries()
    assert (one.state, one.tries) == (state, tries)
    assert {json.loads(body)["id"] for _heads, body in gateway.asked} == {str(one.pk)}
    assert bool(one.trouble) == (state == State.FAILED)


def quiet_now(county: Account) -> None:
    now = timezone.localtime()
    with in_scope(kit.viewer(county)):
        actions.keep_preference(
            county.pk,
            channels={},
            quiet_from=(now - timedelta(hours=1)).time(),
            quiet_to=(now + timedelta(hours=2)).time(),
        )


def test_quiet_holds_a_message_until_it_ends_and_an_emergency_passes(
    county: Account, gateway: Gateway
) -> None:
    quiet_now(county)
    tell(county, "明早再看", kind=kinds.ORDER)
    deliver()
    (held,) = deliveries()
    assert held.state == State.HELD and gateway.asked == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = 'jobs.call'")
        assert cursor.fetchone()[0] == held.due_at > timezone.now() + timedelta(hours=1)
    tell(county, "坝体渗漏", kind=kinds.WORK, urgency=Urgency.EMERGENCY)
    deliver()
    assert [json.loads(body)["text"] for _heads, body in gateway.asked] == ["【特急】坝体渗漏"]
    deliver(held=True)
    assert json.loads(gateway.asked[-1][1])["text"] == "明早再看"
    assert {one.state for one in deliveries()} == {State.SENT}


def test_the_receiver_sees_how_it_went_out(county: Account, gateway: Gateway) -> None:
    gateway.answers = [400]
    (notice,) = tell(county, "x", kind=kinds.ORDER)
    deliver()
    page = kit.client(county).get(f"/notices/{notice.pk}/").content.decode()
    assert "HTTP 400" in page and "失败" in page
    with in_scope(kit.viewer(kit.officer("next", kit.NEIGHBOUR))):
        assert not Delivery.objects.exists()
