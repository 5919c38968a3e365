"""What shows that credentials lead to the tenant whose invoices are in the ledger."""

from collections.abc import Sequence
from typing import Any

from core.store.documents import InvoiceDocument


def newest_invoice(connection_ids: Sequence[str]) -> tuple[int, str] | None:
    """Autotask's id and time of creation of the newest invoice that these connections have."""
    own = {"connection": {"$in": list(connection_ids)}}
    # An id alone proves little: another tenant has one like it.
    newest = _newest({**own, "raw.invoice.createDateTime": {"$gt": ""}}) or _newest(own)
    if newest is None:
        return None
    raw = (newest.get("raw") or {}).get("invoice") or {}
    return newest["autotask_id"], str(raw.get("createDateTime") or "")


def _newest(wanted: dict[str, Any]) -> dict[str, Any] | None:
    found: dict[str, Any] | None = InvoiceDocument._get_collection().find_one(
        wanted,
        {"autotask_id": 1, "raw.invoice.createDateTime": 1},
        sort=[("autotask_id", -1)],
    )
    return found
