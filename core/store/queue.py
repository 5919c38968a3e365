"""Whether a connection's invoices leave room for its other jobs."""

from core.domain.status import Status
from core.store.documents import InvoiceDocument


def has_waiting_invoices(connection_id: str) -> bool:
    """Tell whether an invoice waits that nothing holds back, or one is on its way."""
    found = InvoiceDocument._get_collection().find_one(
        {
            "connection": connection_id,
            "$or": [
                {"status": Status.PROCESSING.value},
                {"status": Status.PENDING_SYNC.value, "hold": None, "not_before": None},
            ],
        },
        {"_id": 1},
    )
    return found is not None
