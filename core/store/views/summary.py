"""What of a connection waits, beside its counts."""

from core.domain.status import Status
from core.store.documents import InvoiceDocument
from core.store.views.documents.questions import REMOVED
from core.store.views.reading import collection, read

_MOST = 10_000


@read
def held_count(connection: str) -> int:
    """Pending documents that carry a hold of their own, 10,000 at most."""
    held = {
        "connection": connection,
        "status": Status.PENDING_SYNC.value,
        # "string" opens the index of what is held.
        "hold.code": {"$type": "string"},
    }
    invoices = collection(InvoiceDocument)
    # The index of what is held does not know what was taken off the list.
    removed = invoices.count_documents({**held, **REMOVED}, limit=_MOST)
    return max(0, invoices.count_documents(held, limit=_MOST) - removed)
