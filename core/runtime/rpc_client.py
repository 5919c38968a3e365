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
from typing import Any

from kombu import Connection
from kombu.exceptions import ChannelError, LimitExceeded
from kombu.pools import producers

from core.domain.errors import UnavailableError
from core.runtime.amqp_bounds import bound_waits
from core.runtime.broker import CONNECT_SECONDS, LINK_ERRORS
from core.runtime.logging import trace_of
from core.runtime.reply_link import ReplyLink
from core.runtime.topology import RPC_EXCHANGE

log = logging.getLogger(__name__)

AMQP_WAIT_SECONDS = 5
# Link trouble, no free link in time, and (a TimeoutError is an OSError) no reply in time.
NO_ANSWER: tuple[type[Exception], ...] = (*LINK_ERRORS, LimitExceeded)
_RETRY = {"max_retries": 2, "interval_start": 0.05, "interval_step": 0.1, "interval_max": 0.2}
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
        self._exchange = RPC_EXCHANGE
        self._publishing = Connection(
            amqp_uri,
            connect_timeout=CONNECT_SECONDS,
            transport_options={**_RETRY, "confirm_publish": True},
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
                self._replies = ReplyLink(self._uri, self._exchange)
            return self._replies

    def _publish(
        self,
        service: str,
        method: str,
        arguments: dict[str, Any],
        correlation_id: str,
        deadline: float,
    ) -> None:
        replies = self._reply_link()
        left = max(deadline - time.monotonic(), 0.1)
        headers: dict[str, Any] = {"nameko.call_id_stack": [f"client.{correlation_id}"]}
        if trace_of.get():
            headers["nameko.trace"] = trace_of.get()
        with producers[self._publishing].acquire(block=True, timeout=left) as producer:
            try:
                producer.publish(
                    {"args": [], "kwargs": arguments},
                    exchange=self._exchange,
                    routing_key=f"{service}.{method}",
                    reply_to=replies.routing_key,
                    correlation_id=correlation_id,
                    headers=headers,
                    serializer="json",
                    delivery_mode=1,
                    mandatory=True,
                    expiration=left,
                    timeout=left,
                    confirm_timeout=left,
                    retry=True,
                    retry_policy=_RETRY,
                )
            except ChannelError as problem:
                # The actor has never been up: RabbitMQ hands a mandatory message back.
                raise _silent(service) from problem


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
