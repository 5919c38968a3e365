"""How many documents each status filter would show."""

from dataclasses import dataclass

from core.domain.status import Status
from core.store.views.documents.shelves import of
from core.store.views.reading import read
from core.store.views.search import DocumentFilter, Kind, condition


@dataclass(frozen=True, slots=True)
class Counted:
    """`is_more`: there are more than `n`, and counting them all would take too long."""

    n: int
    is_more: bool = False

    def __bool__(self) -> bool:
        return self.n > 0


def counts(kind: Kind, connection: str, wanted: DocumentFilter) -> dict[Status, Counted]:
    """They follow the search, not each other."""
    return {status: Counted(n) for status, n in status_counts(kind, connection, wanted).items()}


@read
def status_counts(kind: Kind, connection: str, wanted: DocumentFilter) -> dict[Status, int]:
    match = condition(kind, connection, wanted, any_status=True)
    groups = of(kind).aggregate(
        [{"$match": match}, {"$group": {"_id": "$status", "n": {"$sum": 1}}}]
    )
    found = {group["_id"]: group["n"] for group in groups}
    return {status: found.get(status.value, 0) for status in Status}
