"""What mapping tables lean on: Autotask's names, and the invoices that stopped for want of a row."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from core.domain.status import Status
from core.store import reference_data
from core.store.documents import InvoiceDocument
from core.store.views.reading import collection, read

# More than that are not counted one by one while a person waits.
_MOST_FAULTS = 10_000


@read
def autotask_list(autotask_key: str, kind: str) -> Mapping[str, Any] | None:
    """Rows of one of Autotask's lists by their ids there; None when it never was read."""
    if not reference_data.read_at(autotask_key, [kind]):
        return None
    return reference_data.load(autotask_key, kind)


@read
def read_at(key: str, kinds: Sequence[str]) -> dict[str, datetime]:
    """When each of these lists was read as a whole."""
    return reference_data.read_at(key, kinds)


@read
def faults_of(connection: str, codes: Sequence[str], value: str) -> dict[str, dict[str, int]]:
    """How many invoices stand at each of these causes, by what the fault says about `value`."""
    wanted = {
        "connection": connection,
        "status": Status.FAULT.value,
        "fault.code": {"$in": list(codes)},
        "removed_at": None,
    }
    named = {"value": f"$fault.values.{value}", "code": "$fault.code"}
    steps: list[dict[str, Any]] = [
        {"$match": wanted},
        {"$limit": _MOST_FAULTS},
        {"$group": {"_id": named, "n": {"$sum": 1}}},
    ]
    found: dict[str, dict[str, int]] = {}
    for each in collection(InvoiceDocument).aggregate(steps):
        if name := each["_id"].get("value"):
            found.setdefault(str(name), {})[each["_id"]["code"]] = int(each["n"])
    return found
