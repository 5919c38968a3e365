"""Webhooks: signatures, the intent to receive, events, retries and order."""

import base64
import hmac
import json
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from tests.unit.sandbox.door.conftest import until
from tests.unit.sandbox.xero.conftest import Bookkeeper

KEY = "webhook-key"


class Listener(HTTPServer):
    """Somebody's webhook: judges signatures, keeps what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Ear)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/hook"
        self.heard: list[dict[str, Any]] = []
        self.is_open = True
        self.believes_everything = False

    def events(self) -> list[dict[str, Any]]:
        return [event for payload in self.heard for event in payload["events"]]

    def kinds(self) -> list[tuple[str, str]]:
        return [(event["eventCategory"], event["eventType"]) for event in self.events()]


class Ear(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        proof = base64.b64encode(hmac.new(KEY.encode(), body, sha256).digest()).decode()
        right = self.server.believes_everything or self.headers["x-xero-signature"] == proof
        if right and self.server.is_open:
            self.server.heard.append(json.loads(body))
        self.send_response((200 if self.server.is_open else 500) if right else 401)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def subscribed(xero: Bookkeeper, listener: Listener) -> Iterator[Bookkeeper]:
    xero.door("webhooks", url=listener.url, key=KEY, validated=True)
    yield xero
    xero.gate.door.stopping.set()


def test_the_intent_is_proved_by_right_and_wrong_signatures(
    xero: Bookkeeper, listener: Listener
) -> None:
    assert xero.door("webhooks", url=listener.url, key=KEY)["state"] == "waiting"
    proof = xero.door("webhooks/intent")
    assert proof["state"] == "ok"
    assert [row["status"] for row in proof["answers"]] == [200, 200, 401, 401]
    [first, *_] = listener.heard
    assert (first["events"], first["firstEventSequence"], first["lastEventSequence"]) == ([], 0, 0)
    xero.gate.door.stopping.set()


def test_who_believes_a_wrong_signature_gets_no_events(
    xero: Bookkeeper, listener: Listener
) -> None:
    listener.believes_everything = True
    xero.door("webhooks", url=listener.url, key=KEY)
    assert xero.door("webhooks/intent")["state"] == "failed"
    xero.posted("W-1")
    xero.gate.door.stopping.set()
    assert xero.client.get("/_sandbox/webhooks").json["waiting"] == 1
    assert listener.events() == []


def test_writes_become_signed_events_in_order(subscribed: Bookkeeper, listener: Listener) -> None:
    made = subscribed.posted("W-1")
    subscribed.one("POST", f"Invoices/{made['InvoiceID']}", Reference="new")
    subscribed.each("PUT", "Contacts", {"Name": "Webhook Limited"})
    until(lambda: len(listener.events()) == 3)
    assert listener.kinds() == [
        ("INVOICE", "CREATE"),
        ("INVOICE", "UPDATE"),
        ("CONTACT", "CREATE"),
    ]
    first = listener.events()[0]
    assert first["resourceId"] == made["InvoiceID"]
    assert first["resourceUrl"] == f"https://api.xero.com/api.xro/2.0/Invoices/{made['InvoiceID']}"
    assert set(first) == {
        *("resourceUrl", "resourceId", "eventDateUtc", "eventType", "eventCategory"),
        *("tenantId", "tenantType"),
    }
    assert next(payload["firstEventSequence"] for payload in listener.heard) == 1
    assert listener.heard[-1]["lastEventSequence"] == 3


def test_a_payment_is_an_update_of_its_invoice(subscribed: Bookkeeper, listener: Listener) -> None:
    subscribed.posted("W-1")
    paid = subscribed.door("bookkeeper/pay", document="W-1")
    subscribed.door("bookkeeper/reverse", payment=paid["PaymentID"])
    until(lambda: len(listener.events()) == 3)
    assert listener.kinds()[1:] == [("INVOICE", "UPDATE"), ("INVOICE", "UPDATE")]


def test_a_refused_write_is_no_event(subscribed: Bookkeeper, listener: Listener) -> None:
    assert subscribed.complaints(CurrencyCode="EUR", Contact={"Name": "Never Limited"})
    subscribed.posted("W-2")
    until(listener.events)
    assert listener.kinds() == [("INVOICE", "CREATE")]


def test_what_fails_is_sent_again_at_once_and_then_every_quarter_of_an_hour(
    subscribed: Bookkeeper, listener: Listener
) -> None:
    listener.is_open = False
    subscribed.posted("W-1")

    def sent() -> list[int]:
        looked = subscribed.client.get("/_sandbox/webhooks").json
        return [row["status"] for row in looked["deliveries"]]

    until(lambda: sent() == [500, 500])
    listener.is_open = True
    subscribed.posted("W-2")
    assert sent() == [500, 500]
    subscribed.door("clock", offset_seconds=15 * 60 + 1)
    until(lambda: len(listener.events()) == 2)
    assert [event["eventType"] for event in listener.events()] == ["CREATE", "CREATE"]


def test_a_day_of_failures_ends_the_deliveries(subscribed: Bookkeeper, listener: Listener) -> None:
    listener.is_open = False
    subscribed.posted("W-1")

    def looked() -> Any:
        return subscribed.client.get("/_sandbox/webhooks").json

    until(lambda: len(looked()["deliveries"]) == 2)
    subscribed.door("clock", offset_seconds=24 * 3600 + 60)
    until(lambda: looked()["state"] == "disabled")
    assert looked()["waiting"] == 1


@pytest.mark.parametrize(
    "url", ["https://example.com/hook", "http://10.0.0.1/hook", "http://psa.example/hook", ""]
)
def test_only_this_machine_is_called(xero: Bookkeeper, url: str) -> None:
    answer = xero.client.post("/_sandbox/webhooks", json={"url": url, "key": KEY})
    assert answer.status_code == 400


def test_an_unsubscribed_address_hears_nothing_more(
    subscribed: Bookkeeper, listener: Listener
) -> None:
    assert subscribed.client.delete("/_sandbox/webhooks").json["url"] is None
    subscribed.posted("W-1")
    assert subscribed.client.get("/_sandbox/webhooks").json["waiting"] == 0
    assert listener.heard == []
