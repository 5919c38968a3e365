"""Handlers of events: doorbells, which may be lost, and log lines, which may not.

A doorbell only shortens the wait for a sweep: its handler is never retried. A message that carries
what exists nowhere else climbs a ladder of retry queues and ends among the dead letters, to be read
by a person.
"""

import logging
from typing import Any

import eventlet
from nameko.events import EventHandler

from core.domain.errors import SyncError
from core.runtime import topology
from core.runtime.broker import LINK_ERRORS, BoundedPublisher
from core.runtime.queue_consumer import EnduringQueueConsumer

log = logging.getLogger(__name__)

ATTEMPT = "counterfoil-attempt"
_KEPT_PROPERTIES = ("content_type", "content_encoding", "correlation_id", "message_id")
_PAUSE_SECONDS = 2


class _JsonEventHandler(EventHandler):
    queue_consumer = EnduringQueueConsumer()

    def handle_message(self, body: Any, message: Any) -> None:
        """Only JSON objects reach a handler: kombu passes a body without content type as raw text."""
        if isinstance(body, dict):
            super().handle_message(body, message)
            return
        log.error("A message on %s is not a JSON object and was dropped.", self.queue.name)
        self.queue_consumer.ack_message(message)


class DoorbellHandler(_JsonEventHandler):
    """Acks whatever happens."""

    def setup(self) -> None:
        """Give the queue the arguments of `topology` before it is declared."""
        super().setup()
        self.queue.queue_arguments = topology.DOORBELL_ARGUMENTS

    def after_trouble(self, _problem: Exception) -> None:
        """Nothing: the sweep comes round again."""


class DurableHandler(_JsonEventHandler):
    """Acks after success; otherwise the message waits in a retry queue, longer each time."""

    def setup(self) -> None:
        """Give the queue the arguments of `topology` before it is declared."""
        super().setup()
        self.queue.queue_arguments = topology.durable_arguments(self.queue.name)
        self._publisher = BoundedPublisher(self.container.config["AMQP_URI"])

    def after_trouble(self, problem: Exception) -> None:
        """Up the ladder."""
        raise problem

    def handle_message_processed(
        self, message: Any, _result: Any = None, exc_info: Any = None
    ) -> None:
        """Settle the message; it is acked only when it is safe somewhere else."""
        if exc_info is not None and not self._put_aside(message, exc_info[1]):
            eventlet.sleep(_PAUSE_SECONDS)
            self.queue_consumer.requeue_message(message)
            return
        self.queue_consumer.ack_message(message)

    def _put_aside(self, message: Any, problem: BaseException) -> bool:
        attempt = int(message.headers.get(ATTEMPT, 0))
        exchange = next_place(attempt)
        try:
            self._publisher.publish(
                message.body,
                exchange=exchange,
                routing_key=self.queue.name,
                headers=headers_for_later(message.headers, attempt + 1, problem, self.queue.name),
                mandatory=True,
                **{k: v for k, v in message.properties.items() if k in _KEPT_PROPERTIES},
            )
        except LINK_ERRORS as trouble:
            log.warning("A message could not be put aside, it goes back to its queue: %s", trouble)
            return False
        if exchange is topology.DEAD:
            log.error("A message from %s is now a dead letter: %s", self.queue.name, problem)
        return True


def next_place(attempt: int) -> Any:
    """The exchange for a message whose handler has failed once more than `attempt` times."""
    if attempt < len(topology.RETRY_SECONDS):
        return topology.retry_exchange(topology.RETRY_SECONDS[attempt])
    return topology.DEAD


def headers_for_later(
    old: dict[str, Any], attempt: int, problem: BaseException, queue_name: str
) -> dict[str, Any]:
    """The message's own headers without the broker's notes, which would count as its history."""
    kept = {name: value for name, value in old.items() if not name.startswith("x-")}
    said = str(problem) if isinstance(problem, SyncError) else type(problem).__name__
    return {
        **kept,
        ATTEMPT: attempt,
        "counterfoil-error": said[:500],
        "counterfoil-queue": queue_name,
    }
