"""Events: doorbells that carry ids. A lost one costs a delay, because every receiver also sweeps."""

from enum import StrEnum


class Event(StrEnum):
    """What happened, in the past tense; the payload is ids only."""

    INVOICES_PENDING = "invoices_pending"
    PURCHASE_ORDERS_PENDING = "purchase_orders_pending"
    DOCUMENT_STATUS_CHANGED = "document_status_changed"
    LOG_LINE = "log_line"
    RUN_FINISHED = "run_finished"
    CONNECTION_CHANGED = "connection_changed"
    INVOICE_REFRESH_REQUESTED = "invoice_refresh_requested"
