"""The one consuming link of an actor, made to outlive any outage of the broker.

Stock nameko waits up to 30 s too long after an outage, can't stop during one, starts prefetched
messages after SIGTERM, and closes the link while handlers still need it for their acks.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import eventlet
from eventlet.event import Event
from nameko.messaging import QueueConsumer

from core.runtime import metrics
from core.runtime.broker import LINK_ERRORS, OUTAGE, address

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 2.0


class _Leaving(Exception):  # noqa: N818 - not an error: the actor stops while the broker is away.
    """Ends the attempt to connect."""


class EnduringQueueConsumer(QueueConsumer):
    """Shared by all entrypoints of one actor; reconnects for ever, stops in any state."""

    def __init__(self) -> None:
        super().__init__()
        self._pending_remove_providers: dict[Any, Event] = {}
        self.draining = False
        self.connected = False
        self.last_iteration = time.monotonic()
        self._pause = FIRST_PAUSE_SECONDS

    # --- the link -----------------------------------------------------------------------------

    def run(self) -> None:
        """Consume until stopped; every loss of the link leads to a new one."""
        while not self.should_stop:
            try:
                for _ in self.consume(limit=None):
                    pass
            except _Leaving:
                return
            except LINK_ERRORS as problem:
                self._note_loss(problem)
                if self.draining:
                    self._part_from_providers()
                    return
                self._wait_a_little()

    @contextmanager
    def establish_connection(self) -> Iterator[Any]:
        """A connection, however long it takes, unless the actor is told to stop meanwhile."""
        with self.create_connection() as connection:
            while not self._connects(connection):
                if self.should_stop:
                    raise _Leaving
                if self.draining:
                    self._part_from_providers()
                    raise _Leaving
                self._wait_a_little()
            yield connection

    def _connects(self, connection: Any) -> bool:
        try:
            connection.connect()
        except LINK_ERRORS as problem:
            self._note_loss(problem)
            return False
        return True

    def _note_loss(self, problem: Exception) -> None:
        self.connected = False
        metrics.BROKER_CONNECTED.set(0)
        OUTAGE.begins(f"{address(self.amqp_uri)}: {problem}")

    def _wait_a_little(self) -> None:
        eventlet.sleep(self._pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)

    def on_consume_ready(self, connection: Any, channel: Any, consumers: Any, **more: Any) -> None:
        """The queues are declared and messages may come."""
        super().on_consume_ready(connection, channel, consumers, **more)
        self.connected = True
        self._pause = FIRST_PAUSE_SECONDS
        metrics.BROKER_CONNECTED.set(1)
        OUTAGE.ends()

    # --- the end ------------------------------------------------------------------------------

    def unregister_provider(self, provider: Any) -> None:
        """The actor stops: nothing new is started from here on."""
        self.draining = True
        super().unregister_provider(provider)

    def on_iteration(self) -> None:
        """Called at least once a second; keeps the link until running handlers had their acks."""
        self.last_iteration = time.monotonic()
        self._cancel_consumers_if_requested()
        if not self._consumers and not self._is_busy():
            self.should_stop = True

    def _is_busy(self) -> bool:
        started = self.container._managed_threads.values()
        return bool(self.container._worker_threads) or any(
            "handle_message" in str(name) for name in started
        )

    def _cancel_consumers_if_requested(self) -> None:
        requests = self._pending_remove_providers
        self._pending_remove_providers = {}
        for provider, removed in requests.items():
            consumer = self._consumers.pop(provider, None)
            try:
                if consumer is not None:
                    consumer.cancel()
            except LINK_ERRORS as problem:
                log.info("The link went before a consumer could be cancelled: %s", problem)
            removed.send()

    def _part_from_providers(self) -> None:
        """Without a link there is nothing to cancel: let every entrypoint go and stop."""
        self.should_stop = True
        self._consumers.clear()
        while self._providers:
            self._cancel_consumers_if_requested()
            eventlet.sleep(0.02)

    # --- messages -----------------------------------------------------------------------------

    def handle_message(self, provider: Any, body: Any, message: Any) -> None:
        """Start a handler as soon as a worker is free; hand the message back when the stop comes first."""
        if self.draining:
            self.requeue_message(message)
            return
        name = f"{type(provider).__name__}.handle_message[{message.delivery_info['routing_key']}]"
        start = partial(self._start_when_free, provider, body, message)
        self.container.spawn_managed_thread(start, identifier=name)

    def _start_when_free(self, provider: Any, body: Any, message: Any) -> None:
        while self.container._worker_pool.free() <= 0 and not self.draining:
            eventlet.sleep(0.02)
        if self.draining:
            self.requeue_message(message)
        else:
            provider.handle_message(body, message)

    def ack_message(self, message: Any) -> None:
        """A lost ack is no error: the broker delivers again, and handlers are safe to run twice."""
        try:
            super().ack_message(message)
        except LINK_ERRORS as problem:
            log.info("An ack was lost with the link; the broker will deliver again: %s", problem)

    def requeue_message(self, message: Any) -> None:
        """The same for giving a message back."""
        try:
            super().requeue_message(message)
        except LINK_ERRORS as problem:
            log.info("The link went before a message was handed back: %s", problem)
