"""The logging actor: lines arrive as events and leave as documents."""

from typing import Any

from core.runtime.answers import Answer
from core.runtime.entrypoints import durable_event_handler, rpc
from core.runtime.providers.store import StoreProvider
from services.sync_log.record import record


class SyncLog:
    """Keeps the sync log of all connections."""

    name = "sync_log"

    store = StoreProvider()

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
