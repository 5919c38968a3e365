"""Calls actors from a plain process (gateway, devstack): thread-safe, nameko's protocol, a deadline on everything.

nameko's own standalone proxy can't be shared by threads and leaves a queue behind for each use. Here
one link with one exclusive queue takes all replies, publishing uses a pool, and a request dies in its
queue at the moment its caller gives up.
"""

import logging
import threading
import time
import uuid
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from kombu import Connection
from kombu.exceptions import ChannelError, LimitExceeded
from kombu.pools import producers

from core.domain.errors import UnavailableError
from core.runtime.amqp_bounds import bound_waits
from core.runtime.broker import LINK_ERRORS
from core.runtime.logging import trace_of
from core.runtime.reply_link import ReplyLink
from core.runtime.topology import RPC_EXCHANGE

log = logging.getLogger(__name__)

AMQP_WAIT_SECONDS = 5
CONNECT_SECONDS = 2
# Link trouble, no free link in time, and (a TimeoutError is an OSError) no reply in time.
NO_ANSWER: tuple[type[Exception], ...] = (*LINK_ERRORS, LimitExceeded)
_ONE_TRY = {"max_retries": 1, "interval_start": 0}
_NAMES = {
    "autotask_ingestion": "The Autotask ingestion service",
    "xero_posting": "The posting service",
    "purchase_order_sync": "The purchase order service",
    "payment_sync": "The payment service",
    "sync_log": "The logging service",
}


class RemoteCallError(Exception):
    """The actor's method raised: a bug there or in the arguments; `kind` is the exception's name."""

    def __init__(self, service: str, method: str, kind: str, message: str) -> None:
        super().__init__(f"{service}.{method} failed: {kind}: {message}")
        self.kind = kind


class RpcClient:
    """One per process, shared by all its threads; opens its links at the first call, so after a fork."""

    def __init__(self, amqp_uri: str) -> None:
        self._uri = amqp_uri
        self._publishing = Connection(
            amqp_uri,
            connect_timeout=CONNECT_SECONDS,
            transport_options={**_ONE_TRY, "confirm_publish": True},
        )
        self._replies: ReplyLink | None = None
        self._lock = threading.Lock()

    def call(self, service: str, method: str, timeout_seconds: float = 5, **kwargs: Any) -> Any:
        """The method's answer; UnavailableError with a sentence when none came in time.

        After UnavailableError the method may still have run, unless the service was unknown.
        """
        deadline = time.monotonic() + timeout_seconds
        replies = self._reply_link()
        if not replies.is_up.wait(min(timeout_seconds, 2)):
            raise _silent(service)
        correlation_id = str(uuid.uuid4())
        reply = replies.expect(correlation_id)
        try:
            self._publish(service, method, kwargs, correlation_id, deadline)
            body = _result(reply, deadline)
        except NO_ANSWER as problem:
            log.info("No answer from %s.%s: %r", service, method, problem)
            raise _silent(service) from problem
        finally:
            replies.forget(correlation_id)
        return _unpacked(service, method, body)

    def is_connected(self) -> bool:
        """Whether the broker is there, as the link's own thread last saw it: nobody waits for that.

        A link that is only just being made for the first time counts as there.
        """
        return not self._reply_link().is_lost.is_set()

    def close(self) -> None:
        """End the links; a later call opens new ones."""
        with self._lock:
            if self._replies is not None:
                self._replies.close()
                self._replies = None

    def _reply_link(self) -> ReplyLink:
        with self._lock:
            if self._replies is None or not self._replies.is_alive():
                bound_waits(AMQP_WAIT_SECONDS)
                self._replies = ReplyLink(self._uri, RPC_EXCHANGE)
            return self._replies

    def _publish(
        self, service: str, method: str, arguments: dict[str, Any], reply_id: str, deadline: float
    ) -> None:
        """A second try only after an immediate error: the link had died while it was idle."""
        message = _Message(service, method, arguments, self._reply_link().routing_key, reply_id)
        try:
            self._publish_once(message, deadline)
        except TimeoutError:
            raise
        except LINK_ERRORS:
            self._publish_once(message, deadline)

    def _publish_once(self, message: "_Message", deadline: float) -> None:
        left = max(deadline - time.monotonic(), 0.1)
        with producers[self._publishing].acquire(block=True, timeout=left) as producer:
            try:
                producer.publish(
                    {"args": [], "kwargs": message.arguments},
                    exchange=RPC_EXCHANGE,
                    routing_key=f"{message.service}.{message.method}",
                    reply_to=message.reply_to,
                    correlation_id=message.reply_id,
                    headers=message.headers(),
                    serializer="json",
                    delivery_mode=1,
                    mandatory=True,
                    expiration=left,
                    timeout=left,
                    confirm_timeout=left,
                )
            except ChannelError as problem:
                # The actor has never been up: RabbitMQ hands a mandatory message back.
                raise _silent(message.service) from problem
            except LINK_ERRORS:
                # Dropped without a farewell, for which a frozen broker would have to answer.
                producer.connection.collect(socket_timeout=0.1)
                raise


@dataclass(frozen=True)
class _Message:
    service: str
    method: str
    arguments: dict[str, Any]
    reply_to: str
    reply_id: str

    def headers(self) -> dict[str, Any]:
        trace = {"nameko.trace": trace_of.get()} if trace_of.get() else {}
        return {"nameko.call_id_stack": [f"client.{self.reply_id}"], **trace}


def _result(reply: "Future[dict[str, Any]]", deadline: float) -> dict[str, Any]:
    return reply.result(max(deadline - time.monotonic(), 0))


def _unpacked(service: str, method: str, body: dict[str, Any]) -> Any:
    error = body.get("error")
    if error:
        raise RemoteCallError(service, method, error.get("exc_type", "?"), error.get("value", ""))
    return body["result"]


def _silent(service: str) -> UnavailableError:
    name = _NAMES.get(service, "The service")
    return UnavailableError(f"{name} is not answering; try again in a moment.")
