"""Sending events to the subscribed address: at once, once more, then every fifteen minutes."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import urlsplit

from sandbox.door.clock import Clock
from sandbox.door.errors import DoorError
from sandbox.door.storage import Store
from sandbox.xero.webhooks.events import EventLog, body_of, signature

SUBSCRIPTION = "_webhook"
_KEY = "the one"
_ANSWER_SECONDS = 5
_RETRY_SECONDS = 15 * 60
_GIVE_UP_SECONDS = 24 * 3600
_MOST_EVENTS = 100
_GLANCE_SECONDS = 0.1
_KEPT = 1000
Record = dict[str, Any]


@dataclass(frozen=True)
class Answered:
    """What came back from the subscriber; status 0 when nothing did."""

    status: int
    problem: str = ""


class Webhooks:
    """One subscription, as the app has one address for all its webhooks."""

    def __init__(self, store: Store, clock: Clock, stopping: Event) -> None:
        self.log = EventLog(store, clock)
        self._store = store
        self._clock = clock
        self._stopping = stopping
        self._deliveries: deque[Record] = deque(maxlen=_KEPT)
        self._lock = Lock()
        self._thread: Thread | None = None
        self._listen()

    def subscribe(self, url: str, key: str, *, is_validated: bool) -> None:
        """Set the address and the key; nothing is delivered before the intent is proved."""
        _check(url)
        if not key:
            raise DoorError("key is missing.")
        state = "ok" if is_validated else "waiting"
        self._keep({"url": url, "key": key, "state": state, "failing_since": None, "tries": 0})
        self._listen()

    def unsubscribe(self) -> None:
        """No address any more."""
        with self._store.transaction():
            self._store.delete(SUBSCRIPTION, _KEY)
        self._listen()

    def prove_intent(self, wrong: int = 2, right: int = 2) -> Record:
        """Several empty deliveries, rightly and wrongly signed, as Xero does it."""
        subscription = self._subscription()
        if subscription is None:
            raise DoorError("There is no webhook to prove.")
        plan = [True] * right + [False] * wrong
        seen, proofs = [], []
        for is_right in plan:
            status = self._send(subscription, [], is_right=is_right).status
            seen.append({"signed": "right" if is_right else "wrong", "status": status})
            proofs.append(200 <= status < 300 if is_right else status == 401)
        state = "ok" if all(proofs) else "failed"
        self._keep({**subscription, "state": state})
        return {"state": state, "answers": seen}

    def described(self) -> Record:
        """The subscription without its key, what waits, and what was sent."""
        subscription = self._subscription() or {}
        with self._lock:
            deliveries = list(self._deliveries)
        return {
            "url": subscription.get("url"),
            "state": subscription.get("state"),
            "waiting": len(self.log.waiting(_KEPT)),
            "deliveries": deliveries,
        }

    def _subscription(self) -> Record | None:
        return self._store.get(SUBSCRIPTION, _KEY)

    def _keep(self, subscription: Record) -> None:
        with self._store.transaction():
            self._store.put(SUBSCRIPTION, _KEY, subscription)

    def _listen(self) -> None:
        self.log.is_wanted = self._subscription() is not None
        if self.log.is_wanted and self._thread is None:
            self._thread = Thread(target=self._run, name="webhooks", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while not self._stopping.wait(_GLANCE_SECONDS):
            self.deliver_due()

    def deliver_due(self) -> None:
        """Send what waits, unless an earlier failure asks for patience."""
        subscription = self._subscription()
        if subscription is None or subscription["state"] != "ok" or self._is_early(subscription):
            return
        rows = self.log.waiting(_MOST_EVENTS)
        if not rows:
            return
        if 200 <= self._send(subscription, rows).status < 300:
            self.log.delivered(rows)
            if subscription["tries"]:
                self._keep({**subscription, "failing_since": None, "tries": 0})
        else:
            self._failed(subscription)

    def _is_early(self, subscription: Mapping[str, Any]) -> bool:
        tries = int(subscription["tries"])
        # The second try comes at once, the third fifteen minutes after the first.
        since = subscription["failing_since"]
        return tries > 1 and self._clock.time() < float(since) + (tries - 1) * _RETRY_SECONDS

    def _failed(self, subscription: Record) -> None:
        now = self._clock.time()
        since = subscription["failing_since"] or now
        state = "disabled" if now - float(since) >= _GIVE_UP_SECONDS else "ok"
        tries = int(subscription["tries"]) + 1
        self._keep({**subscription, "failing_since": since, "tries": tries, "state": state})

    def _send(
        self, subscription: Mapping[str, Any], rows: Sequence[Record], *, is_right: bool = True
    ) -> Answered:
        body = body_of(rows)
        proof = signature(subscription["key"] if is_right else "not the key", body)
        answered = _post(subscription["url"], body, proof)
        with self._lock:
            self._deliveries.append(
                {
                    "at": f"{self._clock.now():%Y-%m-%dT%H:%M:%S.%f}Z",
                    "body": body.decode(),
                    "signature": proof,
                    "signed": "right" if is_right else "wrong",
                    "status": answered.status,
                    "problem": answered.problem,
                }
            )
        return answered


def _post(url: str, body: bytes, proof: str) -> Answered:
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    connection = HTTPConnection(parts.hostname or "", parts.port or 80, timeout=_ANSWER_SECONDS)
    headers = {"Content-Type": "application/json", "x-xero-signature": proof}
    try:
        connection.request("POST", path or "/", body, headers)
        return Answered(connection.getresponse().status)
    except (OSError, HTTPException) as problem:
        return Answered(0, type(problem).__name__)
    finally:
        connection.close()


def _check(url: str) -> None:
    parts = urlsplit(url)
    try:
        loopback = parts.hostname == "localhost" or ip_address(parts.hostname or "").is_loopback
    except ValueError:
        loopback = False
    if parts.scheme != "http" or not loopback:
        raise DoorError("url must be http and on this machine.")
