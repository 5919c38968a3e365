"""Publishes the events of one actor, and stops trying for a while when the broker is away."""

import logging
import time
from dataclasses import dataclass
from typing import Any

from nameko.amqp.publish import UndeliverableMessage

from core.runtime import metrics
from core.runtime.broker import LINK_ERRORS, OUTAGE, BoundedPublisher
from core.runtime.topology import event_exchange

log = logging.getLogger(__name__)

SHORTEST_REST_SECONDS = 2.0
LONGEST_REST_SECONDS = 30.0
CONFIRM_SECONDS = 5


class NotPublishedError(Exception):
    """The event did not reach a queue: no broker, or nobody has ever listened to it."""


@dataclass
class Rest:
    """Until when nobody tries."""

    until: float = 0.0


FROZEN = Rest()
"""One for the process: a broker that takes bytes and answers none costs seconds, and not for each publisher again."""


class EventPublisher:
    """An actor in the middle of a batch must not wait for the broker before each doorbell: after a
    failed try the next ones fail at once for twice as long as it took."""

    def __init__(self, publisher: Any, frozen: Rest = FROZEN) -> None:
        self._publisher = publisher
        self._rest = Rest()
        self._frozen = frozen

    @classmethod
    def of(cls, source_service: str, amqp_uri: str) -> "EventPublisher":
        """For the events of this service; no link is opened before the first one."""
        return cls(BoundedPublisher(amqp_uri, exchange=event_exchange(source_service)))

    def publish(
        self, event: str, payload: dict[str, Any], headers: dict[str, Any], *, mandatory: bool
    ) -> None:
        """Returns when the broker has confirmed; raises NotPublishedError otherwise."""
        started = time.monotonic()
        if started < max(self._rest.until, self._frozen.until):
            metrics.EVENTS_NOT_SENT.labels(event).inc()
            raise NotPublishedError("RabbitMQ did not answer a moment ago")
        try:
            self._publisher.publish(
                payload,
                routing_key=event,
                headers=headers,
                mandatory=mandatory,
                timeout=CONFIRM_SECONDS,
                confirm_timeout=CONFIRM_SECONDS,
            )
        except UndeliverableMessage as problem:
            raise NotPublishedError(f"nobody has subscribed to {event} yet") from problem
        except LINK_ERRORS as problem:
            metrics.EVENTS_NOT_SENT.labels(event).inc()
            OUTAGE.begins(problem)
            self._take_a_rest(time.monotonic() - started)
            raise NotPublishedError(str(problem)) from problem
        OUTAGE.ends()

    def _take_a_rest(self, try_took: float) -> None:
        rest = min(max(2 * try_took, SHORTEST_REST_SECONDS), LONGEST_REST_SECONDS)
        self._rest.until = time.monotonic() + rest
        if try_took >= CONFIRM_SECONDS:
            self._frozen.until = self._rest.until
