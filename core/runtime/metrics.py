"""What a process counts for Prometheus; the names are part of the product's contract with operators."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

CALLS = Histogram(
    "counterfoil_entrypoint_seconds",
    "Time spent in an entrypoint of an actor; result is ok, trouble (a dependency was away) or error.",
    ("service", "method", "result"),
    registry=REGISTRY,
    buckets=(0.005, 0.025, 0.1, 0.5, 2, 10, 60, 300),
)
BROKER_CONNECTED = Gauge(
    "counterfoil_broker_connected", "1 while the consuming link stands.", registry=REGISTRY
)
EVENTS_NOT_SENT = Counter(
    "counterfoil_events_not_sent",
    "Events that could not be published because the broker was away.",
    ("event",),
    registry=REGISTRY,
)


def text() -> bytes:
    """Everything counted so far, in Prometheus' text format."""
    return generate_latest(REGISTRY)
