import http.server
import ipaddress
import json
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone
from standardwebhooks import Webhook

from tests.api.partner_client import joined
from tests.misbehaving_server import saying
from vikno.integration.connectors.agency_api import WebhookEndpoint
from vikno.integration.operations import check_connection, ping_webhook, reconfigure, run_exchange_once
from vikno.kernel.errors import Rejected, Unreachable
from vikno.outbox.models import Delivery, DeliveryLine, DeliveryStatus
from vikno.outbox.operations import resend

pytestmark = pytest.mark.django_db
NEW, OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
LOOPBACK = [ipaddress.ip_network("127.0.0.0/8")]


@dataclass
class Receiver:
    """A receiver of webhooks: what came, and what it answers."""

    status: int = 204
    location: str = ""
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""
    paths: list[str] = field(default_factory=list)


@pytest.fixture
def receiver():
    said = Receiver()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said.paths.append(self.path)
            said.came.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(said.status)
            if said.location:
                self.send_header("Location", said.location)
            self.end_headers()

        def log_message(self, *args: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        said.url = f"http://127.0.0.1:{server.server_port}/hook"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield said
        server.shutdown()


@pytest.fixture
def told(centre, receiver, settings):
    """A system that is told by a webhook in a network that was allowed."""
    settings.WEBHOOKS_MAY_REACH = ["127.0.0.0/8"]
    return joined(centre, webhook_url=receiver.url, webhook_secret=NEW, webhook_secret_before=OLD)


def test_a_system_is_told_that_its_feed_has_grown(told, receiver):
    told.given()

    ((headers, body),) = receiver.came
    assert Webhook(NEW).verify(body, headers)["data"] == {"connection": "edms", "seq": 1}


def test_a_webhook_may_travel_through_the_bus(centre, receiver, settings):
    settings.WEBHOOKS_MAY_REACH = ["127.0.0.0/8"]
    way = {"kind": "xroad", "client": "UA/GOV/14360570/PORTAL", "service": "UA/GOV/11110012/EDMS/news"}
    told = joined(centre, webhook_url=receiver.url, webhook_secret=NEW, transport=way)

    told.given()

    ((headers, body),) = receiver.came
    assert headers["X-Road-Client"] == way["client"]
    assert receiver.paths == ["/hook/r1/UA/GOV/11110012/EDMS/news"]
    assert Webhook(NEW).verify(body, headers)


def test_while_the_secret_is_changed_the_old_one_is_good_too(told, receiver):
    told.given()

    ((headers, body),) = receiver.came
    assert Webhook(OLD).verify(body, headers)["type"] == "feed.news"


def test_a_deaf_webhook_holds_up_no_case(told, receiver):
    receiver.status = 500
    told.given()

    assert len(told.get("feed").json()["items"]) == 1
    assert Delivery.objects.get(consumer=told.connection.webhook_line).status == DeliveryStatus.WAITING
    assert DeliveryLine.objects.get(consumer=told.connection.webhook_line).failures == 1


def test_what_was_not_heard_is_told_again_under_the_same_id(told, receiver):
    receiver.status = 500
    told.given()
    receiver.status = 204

    run_exchange_once(at=timezone.now() + timedelta(minutes=2))

    first, second = receiver.came
    assert first[0]["webhook-id"] == second[0]["webhook-id"]


def test_a_redirect_is_not_followed(told, receiver):
    receiver.status, receiver.location = 302, receiver.url
    told.given()

    assert len(receiver.came) == 1


def test_a_webhook_that_is_gone_is_left_alone(told, receiver):
    receiver.status = 410
    told.given()
    told.given()

    states = (
        Delivery.objects.filter(consumer=told.connection.webhook_line).order_by("pk").values_list("status", flat=True)
    )
    assert list(states) == [DeliveryStatus.GIVEN_UP, DeliveryStatus.WAITING]
    assert len(receiver.came) == 1


def test_what_waited_behind_it_is_told_of_by_one_call(told, receiver):
    receiver.status = 410
    told.given()
    told.given()
    receiver.status = 204

    resend(delivery=Delivery.objects.get(status=DeliveryStatus.GIVEN_UP), at=timezone.now())
    run_exchange_once(at=timezone.now() + timedelta(seconds=1))

    assert [json.loads(body)["data"]["seq"] for _headers, body in receiver.came] == [1, 2]
    assert (
        not Delivery.objects.filter(consumer=told.connection.webhook_line).exclude(status=DeliveryStatus.DONE).exists()
    )


@pytest.mark.parametrize(("status", "is_ok"), [(204, True), (500, False)])
def test_a_webhook_can_be_tried(status, is_ok, told, receiver):
    receiver.status = status

    check_connection(connection=told.connection, at=timezone.now())

    told.connection.refresh_from_db()
    assert told.connection.check_is_ok is is_ok
    assert str(status) in told.connection.check_words


def test_where_there_is_no_webhook_there_is_nothing_to_try(edms, case):
    assert ping_webhook(connection=edms.connection, at=timezone.now()) is None
    assert not DeliveryLine.objects.filter(consumer=edms.connection.webhook_line).exists()


def test_a_webhook_needs_a_secret(edms, noon):
    from vikno.integration.operations import ConnectorSettingsInvalid

    with pytest.raises(ConnectorSettingsInvalid):
        reconfigure(connection=edms.connection, settings={"webhook_url": "https://example.com"}, actor="t", at=noon)


INSIDE = ["127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "[::1]", "[fd00::1]", "[fe80::1]", "[::ffff:127.0.0.1]", "[2002:7f00:1::]", "[ff02::1]"]  # fmt: skip  # noqa: E501


@pytest.mark.parametrize("host", INSIDE)
def test_networks_that_are_not_public_are_not_reached(host, noon):
    with pytest.raises(Rejected, match="not reached"):
        WebhookEndpoint(url=f"https://{host}/hook", secrets=[NEW]).send(key="m", kind="t", data={}, at=noon)


def test_a_name_that_leads_inside_is_not_reached(noon):
    with pytest.raises(Rejected, match="not reached"):
        WebhookEndpoint(url="https://localhost/hook", secrets=[NEW]).send(key="m", kind="t", data={}, at=noon)


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "https://", "https://user:word@127.0.0.1/", "nothing"])
def test_what_is_no_address_is_not_called(url, noon):
    with pytest.raises(Rejected):
        WebhookEndpoint(url=url, secrets=[NEW], allowed=LOOPBACK).send(key="m", kind="t", data={}, at=noon)


def test_who_does_not_listen_is_out_of_reach(noon):
    with pytest.raises(Unreachable):
        WebhookEndpoint(url="http://127.0.0.1:9/", secrets=[NEW], allowed=LOOPBACK).send(
            key="m", kind="t", data={}, at=noon
        )


# Said byte by byte it takes ten seconds.
HEAD = b"HTTP/1.1 204 No Content\r\nX-Long: " + b"a" * 70 + b"\r\n\r\n"


@pytest.mark.parametrize(
    "parts", [[], [HEAD[at : at + 1] for at in range(len(HEAD))]], ids=["says nothing", "trickles its headers"]
)
def test_who_does_not_answer_in_time_holds_no_thread(parts, noon):
    began = time.monotonic()

    with saying(*parts, pause=0.1) as url, pytest.raises(Unreachable, match="was not answered"):
        WebhookEndpoint(url=url, secrets=[NEW], allowed=LOOPBACK, total_seconds=0.3).send(
            key="m", kind="t", data={}, at=noon
        )

    assert time.monotonic() - began < 4


def test_a_body_that_trickles_is_not_waited_for(noon):
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n"
    began = time.monotonic()

    with saying(head, *[b"a"] * 50, pause=0.1) as url:
        hook = WebhookEndpoint(url=url, secrets=[NEW], allowed=LOOPBACK)
        assert hook.send(key="m", kind="t", data={}, at=noon) == 200

    assert time.monotonic() - began < 4
