"""What shows that credentials lead to the tenant whose invoices are in the ledger."""

from collections.abc import Sequence

from core.store.documents import InvoiceDocument


def newest_invoice(connection_ids: Sequence[str]) -> tuple[int, str] | None:
    """Autotask's id and time of creation of the newest invoice that these connections have."""
    newest = InvoiceDocument._get_collection().find_one(
        {"connection": {"$in": list(connection_ids)}},
        {"autotask_id": 1, "raw.invoice.createDateTime": 1},
        sort=[("autotask_id", -1)],
    )
    if newest is None:
        return None
    raw = (newest.get("raw") or {}).get("invoice") or {}
    return newest["autotask_id"], str(raw.get("createDateTime") or "")
