"""Texts of Xero's that nobody knew yet, for those who extend the catalogue."""

from dataclasses import dataclass
from datetime import datetime

from core.store.documents import UnknownRefusalDocument
from core.store.views.reading import collection, read

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class UnknownRefusal:
    """`shape` is the text with its values replaced, `example` the latest text itself."""

    shape: str
    count: int
    first_at: datetime
    last_at: datetime
    example: str
    autotask_id: int


@read
def unknown_refusals(connection_id: str) -> tuple[UnknownRefusal, ...]:
    """The latest first."""
    found = (
        collection(UnknownRefusalDocument)
        .find({"connection": connection_id})
        .sort("last_at", -1)
        .limit(_SHOWN)
    )
    return tuple(
        UnknownRefusal(
            shape=each["shape"],
            count=int(each["count"]),
            first_at=each["first_at"],
            last_at=each["last_at"],
            example=each.get("example") or "",
            autotask_id=int(each["autotask_id"]),
        )
        for each in found
    )


@read
def unknown_total(connection_id: str) -> int:
    """How many refusals came with a text that nobody knew."""
    groups = collection(UnknownRefusalDocument).aggregate(
        [
            {"$match": {"connection": connection_id}},
            {"$group": {"_id": None, "n": {"$sum": "$count"}}},
        ]
    )
    return int(next(iter(groups), {"n": 0})["n"])
