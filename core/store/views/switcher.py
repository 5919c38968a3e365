"""All connections in a line each, for going from one to another."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from core.domain.status import Status
from core.store.documents import ConnectionDocument, InvoiceDocument
from core.store.views.reading import collection, read


@dataclass(frozen=True, slots=True)
class Other:
    """`faults` is how many invoices need a person there."""

    id: str
    name: str
    is_active: bool
    faults: int


@read
def others() -> tuple[Other, ...]:
    """By name. Faults are counted on the index of statuses, and few by nature."""
    found = list(collection(ConnectionDocument).find({}, {"name": 1, "state": 1}).sort("name", 1))
    if len(found) < 2:
        return tuple(_line(stored, 0) for stored in found)
    faults = _faults([stored["_id"] for stored in found])
    return tuple(_line(stored, faults[stored["_id"]]) for stored in found)


def _faults(connections: list[str]) -> Counter[str]:
    """Without those that people took off the list, whom the index of statuses does not know."""
    stopped = {"connection": {"$in": connections}, "status": Status.FAULT.value}
    faults = _by_connection(stopped)
    faults.subtract(_by_connection({**stopped, "removed_at": {"$type": "date"}}))
    return faults


def _by_connection(wanted: dict[str, Any]) -> Counter[str]:
    groups = collection(InvoiceDocument).aggregate(
        [{"$match": wanted}, {"$group": {"_id": "$connection", "n": {"$sum": 1}}}]
    )
    return Counter({group["_id"]: group["n"] for group in groups})


def _line(stored: dict[str, str], faults: int) -> Other:
    return Other(stored["_id"], stored["name"], stored.get("state") == "active", faults)
