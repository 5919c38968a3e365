"""Injects a function that rings a doorbell: an event with ids, for whoever may act on it sooner."""

import contextlib
from typing import Any, Protocol

from nameko.extensions import DependencyProvider
from nameko.messaging import HeaderEncoder

from core.runtime.event_publisher import EventPublisher, NotPublishedError


class Announce(Protocol):
    """What the service class sees."""

    def __call__(self, event: str, payload: dict[str, Any], /) -> None: ...


class Announcer(DependencyProvider, HeaderEncoder):
    """`announce = Announcer()`. Never raises for the broker: a lost doorbell costs a delay, never an invoice."""

    def setup(self) -> None:
        """Opens no link; the first announcement does."""
        self._events = EventPublisher.of(
            self.container.service_name, self.container.config["AMQP_URI"]
        )

    def get_dependency(self, worker_context: Any) -> Announce:
        """Announcements of this call carry its trace."""
        headers = self.get_message_headers(worker_context)

        def announce(event: str, payload: dict[str, Any], /) -> None:
            # The publisher itself tells the log when an outage begins and ends.
            with contextlib.suppress(NotPublishedError):
                self._events.publish(event, payload, headers, mandatory=False)

        return announce
