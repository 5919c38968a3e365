"""Which invoices are on their way to Xero and not there yet."""

from collections.abc import Collection

from core.domain.status import Status
from core.store.invoices.changes import collection


def unposted_ids(connection_ids: Collection[str], after_id: int, limit: int) -> list[int]:
    """Pending ones that Xero has no document of, beyond an Autotask id, the lowest first."""
    wanted = {
        "connection": {"$in": list(connection_ids)},
        "status": Status.PENDING_SYNC.value,
        "autotask_id": {"$gt": after_id},
        "xero_id": None,
    }
    found = collection().find(wanted, {"autotask_id": 1}).sort("autotask_id", 1).limit(limit)
    return [document["autotask_id"] for document in found]
