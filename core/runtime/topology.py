"""Every exchange and lasting queue that does not belong to one handler, declared by each process at start.

A doorbell that nobody listens to yet is simply dropped, so the order in which actors start does not
matter. Queue arguments can't be changed in place: RabbitMQ refuses a second declaration that
differs, so a change here needs a new queue name.
"""

from typing import Any

from kombu import Connection, Exchange, Queue

from core.runtime.broker import CONNECT_SECONDS

ACTORS = (
    "autotask_ingestion",
    "xero_posting",
    "purchase_order_sync",
    "payment_sync",
    "sync_log",
)

RPC_EXCHANGE = Exchange("nameko-rpc", type="topic", durable=True)

# A message that kills its actor five times is put aside instead of killing it for ever.
_QUORUM: dict[str, Any] = {"x-queue-type": "quorum", "x-delivery-limit": 5}

RPC_ARGUMENTS: dict[str, Any] = _QUORUM

# A doorbell repeats what Mongo knows: a thousand unheard rings say no more than one.
DOORBELL_ARGUMENTS: dict[str, Any] = {**_QUORUM, "x-max-length": 1000}

RETRY_SECONDS = (1, 5, 15, 60, 300)
DEAD = Exchange("counterfoil.dead", type="topic", durable=True)
DEAD_LETTERS = Queue(
    "counterfoil.dead", exchange=DEAD, routing_key="#", queue_arguments={"x-queue-type": "quorum"}
)


def event_exchange(service: str) -> Exchange:
    """Where an actor's events go in; the name is nameko's."""
    return Exchange(f"{service}.events", type="topic", durable=True)


def durable_arguments(queue_name: str) -> dict[str, Any]:
    """For a queue whose messages exist nowhere else: what cannot be handled goes to the dead letters."""
    return {
        **_QUORUM,
        "x-dead-letter-exchange": DEAD.name,
        "x-dead-letter-routing-key": queue_name,
    }


def retry_exchange(seconds: int) -> Exchange:
    """Where a message waits so long before it comes back to the queue named by its routing key."""
    return Exchange(f"counterfoil.retry.{seconds}s", type="topic", durable=True)


def _retry_queue(seconds: int) -> Queue:
    return Queue(
        f"counterfoil.retry.{seconds}s",
        exchange=retry_exchange(seconds),
        routing_key="#",
        queue_arguments={"x-message-ttl": seconds * 1000, "x-dead-letter-exchange": ""},
    )


def declare(amqp_uri: str) -> None:
    """Create what is missing. Raises one of `broker.LINK_ERRORS` when RabbitMQ does not answer."""
    with Connection(amqp_uri, connect_timeout=CONNECT_SECONDS) as connection:
        channel = connection.channel()
        for exchange in (RPC_EXCHANGE, *(event_exchange(actor) for actor in ACTORS)):
            exchange(channel).declare()
        for queue in (DEAD_LETTERS, *(_retry_queue(seconds) for seconds in RETRY_SECONDS)):
            queue(channel).declare()
