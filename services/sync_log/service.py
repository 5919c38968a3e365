"""The keeper of records: log lines arrive as events and leave as documents, figures are counted."""

from typing import Any

import eventlet

from core.runtime.answers import Answer
from core.runtime.clock import utc_now
from core.runtime.crowd import CrowdProvider
from core.runtime.entrypoints import durable_event_handler, rpc, timer
from core.runtime.providers.store import StoreProvider
from core.store import connections
from services.sync_log.figures import Figures
from services.sync_log.record import record
from services.sync_log.use import UseOfNames

_FIGURES = Figures(utc_now, lambda: eventlet.sleep(0))
_USE = UseOfNames(utc_now, lambda: eventlet.sleep(0))


class SyncLog:
    """Keeps the sync log of all connections, and the figures of their invoices."""

    name = "sync_log"

    store = StoreProvider()
    crowd = CrowdProvider()
    crowd_use = CrowdProvider()

    @timer
    def tick_figures(self) -> None:
        self.crowd.each(_FIGURES.run_if_due, connections.every())

    @timer
    def tick_use(self) -> None:
        self.crowd_use.each(_USE.run_if_due, connections.every())

    @durable_event_handler("autotask_ingestion", "log_line")
    def on_ingestion_lines(self, payload: dict[str, Any]) -> None:
        record(payload["lines"])

    @durable_event_handler("xero_posting", "log_line")
    def on_posting_lines(self, payload: dict[str, Any]) -> None:
        record(payload["lines"])

    @durable_event_handler("purchase_order_sync", "log_line")
    def on_purchase_order_lines(self, payload: dict[str, Any]) -> None:
        record(payload["lines"])

    @durable_event_handler("payment_sync", "log_line")
    def on_payment_lines(self, payload: dict[str, Any]) -> None:
        record(payload["lines"])

    @rpc
    def record(self, lines: list[dict[str, Any]]) -> Answer:
        return record(lines)
