"""Liveness, readiness and metrics of the gateway."""

import os
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from core.domain.errors import UnavailableError
from core.runtime.clock import utc_now
from core.store.views import connections, documents, server, unknown_refusals
from core.store.views.search import DocumentFilter
from gateway.roles import admit

_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class LedgerFigures(Collector):
    """Counts from the ledger, the same whichever worker is asked."""

    def collect(self) -> Iterator[Any]:
        up = GaugeMetricFamily("counterfoil_database_up", "1 when the database answers")
        by_status = GaugeMetricFamily(
            "counterfoil_invoices", "Invoices by status", labels=["connection", "status"]
        )
        active = GaugeMetricFamily(
            "counterfoil_connection_active", "1 when the sync is on", labels=["connection"]
        )
        unknown = CounterMetricFamily(
            "counterfoil_unknown_refusals",
            "Refusals of Xero whose text is not in the catalogue",
            labels=["connection"],
        )
        try:
            for row in connections.connections():
                active.add_metric([row.id], float(row.is_active))
                counts = documents.counts("invoices", row.id, DocumentFilter())
                for status, counted in counts.items():
                    by_status.add_metric([row.id, status.value], counted.n)
                unknown.add_metric([row.id], unknown_refusals.unknown_total(row.id))
            up.add_metric([], 1)
        except UnavailableError:
            up.add_metric([], 0)
        yield from (up, by_status, active, unknown)


def install(app: Flask) -> None:
    registry = CollectorRegistry()
    registry.register(LedgerFigures())
    # Each gunicorn worker counts for itself; the label keeps their series apart.
    requests = Counter(
        "counterfoil_http_requests",
        "Requests answered",
        ["worker", "endpoint", "status"],
        registry=registry,
    )
    seconds = Histogram(
        "counterfoil_http_seconds",
        "Time to answer",
        ["worker", "endpoint"],
        buckets=_BUCKETS,
        registry=registry,
    )

    @app.before_request
    def begin() -> None:
        g.began_at = utc_now()

    @app.after_request
    def count(response: Response) -> Response:
        worker, endpoint = str(os.getpid()), request.endpoint or "none"
        requests.labels(worker, endpoint, str(response.status_code)).inc()
        if "began_at" in g:
            took = (utc_now() - g.began_at).total_seconds()
            seconds.labels(worker, endpoint).observe(took)
        return response

    app.register_blueprint(_blueprint(registry))


def _blueprint(registry: CollectorRegistry) -> Blueprint:
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    @admit("public")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @blueprint.get("/readyz")
    @admit("public")
    def readyz() -> tuple[dict[str, str], int]:
        reachable = server.is_reachable()
        database = "ok" if reachable else "not answering"
        status = "ready" if reachable else "not ready"
        return {"status": status, "database": database}, 200 if reachable else 503

    @blueprint.get("/metrics")
    @admit("public")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type="text/plain; version=0.0.4")

    return blueprint
