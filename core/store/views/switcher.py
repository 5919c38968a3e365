"""All connections in a line each, for going from one to another."""

from dataclasses import dataclass

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
    groups = collection(InvoiceDocument).aggregate(
        [
            {
                "$match": {
                    "connection": {"$in": [stored["_id"] for stored in found]},
                    "status": Status.FAULT.value,
                }
            },
            {"$group": {"_id": "$connection", "n": {"$sum": 1}}},
        ]
    )
    faults = {group["_id"]: group["n"] for group in groups}
    return tuple(_line(stored, faults.get(stored["_id"], 0)) for stored in found)


def _line(stored: dict[str, str], faults: int) -> Other:
    return Other(stored["_id"], stored["name"], stored.get("state") == "active", faults)
