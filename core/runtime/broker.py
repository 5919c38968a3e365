"""How a process talks to RabbitMQ: which errors mean that the link is gone, and publishing with limits."""

import logging
from typing import Any
from urllib.parse import urlsplit

from amqp.exceptions import AMQPError
from kombu.exceptions import OperationalError
from nameko.amqp.publish import Publisher

from core.runtime.outage import Outage

LINK_ERRORS: tuple[type[Exception], ...] = (AMQPError, OperationalError, OSError)
"""Any of these: the broker, or the way to it, is in trouble; never a fault in the message."""

OUTAGE = Outage(
    logging.getLogger(__name__),
    "RabbitMQ",
    "Timers find the work, doorbells are not rung, log lines go straight to the database.",
)
"""One for the process, whichever of its links notices first."""

HEARTBEAT_SECONDS = 20
CONNECT_SECONDS = 5

# kombu counts tries here, not repeats: the second one is for a link that died while it was idle.
_TRIES = {"max_retries": 2, "interval_start": 0.1, "interval_step": 0.2, "interval_max": 1}


class BoundedPublisher(Publisher):
    """nameko's publisher with confirms, that gives up after seconds rather than minutes.

    The options are one dict for the whole process on purpose: kombu keys its pools by them, and
    publishers with and without confirms must never share a pool.
    """

    transport_options: dict[str, Any] = {**_TRIES, "confirm_publish": True}
    retry_policy: dict[str, Any] = _TRIES


def address(amqp_uri: str) -> str:
    """Host and port for log lines; never the password."""
    parts = urlsplit(amqp_uri)
    return f"{parts.hostname}:{parts.port or 5672}"
