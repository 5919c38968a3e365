"""The link on which the replies to all calls of one process arrive, kept up by a thread of its own."""

import contextlib
import logging
import threading
import time
import uuid
from concurrent.futures import Future
from typing import Any

from kombu import Connection, Consumer, Queue

from core.runtime.broker import CONNECT_SECONDS, LINK_ERRORS, address
from core.runtime.outage import Outage

log = logging.getLogger(__name__)

Reply = Future[dict[str, Any]]

HEARTBEAT_SECONDS = 10
LONGEST_PAUSE_SECONDS = 2.0


class ReplyLink:
    """Set `is_up` means that replies sent to `routing_key` arrive. A lost link fails all waiting calls."""

    def __init__(self, amqp_uri: str, exchange: Any) -> None:
        self.is_up = threading.Event()
        # Neither is set while the first link is being made.
        self.is_lost = threading.Event()
        self.routing_key = ""
        self._uri = amqp_uri
        self._exchange = exchange
        self._expected: dict[str, Reply] = {}
        self._closing = threading.Event()
        self._outage = Outage(log, f"RabbitMQ at {address(amqp_uri)}", "Commands are refused.")
        self._thread = threading.Thread(target=self._run, name="rpc replies", daemon=True)
        self._thread.start()

    def is_alive(self) -> bool:
        """False in a forked child: threads do not survive a fork."""
        return self._thread.is_alive()

    def expect(self, correlation_id: str) -> Reply:
        """Where the reply to this call will be put."""
        reply: Reply = Future()
        self._expected[correlation_id] = reply
        return reply

    def forget(self, correlation_id: str) -> None:
        """Nobody waits for this reply any more."""
        self._expected.pop(correlation_id, None)

    def close(self) -> None:
        """Stop within about a second."""
        self._closing.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        pause = 0.2
        while not self._closing.is_set():
            try:
                with Connection(
                    self._uri, heartbeat=HEARTBEAT_SECONDS, connect_timeout=CONNECT_SECONDS
                ) as connection:
                    connection.connect()
                    self._listen(connection)
            except LINK_ERRORS as problem:
                was_up = self.is_up.is_set()
                self._lose(problem)
                pause = 0.2 if was_up else min(pause * 2, LONGEST_PAUSE_SECONDS)
                self._closing.wait(pause)

    def _listen(self, connection: Any) -> None:
        self.routing_key = str(uuid.uuid4())
        queue = Queue(
            f"rpc.reply-client-{self.routing_key}",
            exchange=self._exchange,
            routing_key=self.routing_key,
            exclusive=True,
            auto_delete=True,
            durable=False,
        )
        with Consumer(
            connection.channel(), [queue], callbacks=[self._deliver], accept=["json"], no_ack=True
        ):
            self.is_up.set()
            self.is_lost.clear()
            self._outage.ends()
            next_check = 0.0
            while not self._closing.is_set():
                with contextlib.suppress(TimeoutError):
                    connection.drain_events(timeout=1)
                if time.monotonic() > next_check:
                    connection.heartbeat_check()
                    next_check = time.monotonic() + 1

    def _deliver(self, body: dict[str, Any], message: Any) -> None:
        reply = self._expected.pop(message.properties.get("correlation_id"), None)
        if reply is not None and not reply.done():
            reply.set_result(body)

    def _lose(self, problem: Exception) -> None:
        self.is_up.clear()
        self.is_lost.set()
        self._outage.begins(problem)
        waiting, self._expected = self._expected, {}
        for reply in waiting.values():
            if not reply.done():
                reply.set_exception(ConnectionError("the reply link was lost"))
