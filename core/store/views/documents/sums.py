"""What matches a filter, as figures by currency."""

from dataclasses import dataclass
from decimal import Decimal

from core.store.views.documents.matches import narrowed
from core.store.views.documents.questions import grouped
from core.store.views.kinds import Kind
from core.store.views.reading import read
from core.store.views.rows import money
from core.store.views.search import DocumentFilter


@dataclass(frozen=True, slots=True)
class CurrencySum:
    """Documents in one currency, never added up across them. `is_more`: at least so much."""

    currency: str
    count: int
    total: Decimal
    is_more: bool = False


@read
def sums(
    kind: Kind, connection: str, wanted: DocumentFilter, most: int = 20_000
) -> tuple[CurrencySum, ...]:
    """How many match and their value, by currency, the most frequent first; of `most` at most."""
    asked = narrowed(kind, connection, wanted)
    groups = grouped(
        kind,
        [
            {"$match": asked.query},
            {"$project": {"currency": 1, "total": 1, "_id": 0}},
            {"$limit": most + 1},
            {"$group": {"_id": "$currency", "n": {"$sum": 1}, "total": {"$sum": "$total"}}},
            {"$sort": {"n": -1, "_id": 1}},
        ],
        asked.index,
    )
    is_more = asked.is_more or sum(group["n"] for group in groups) > most
    return tuple(
        CurrencySum(group["_id"], group["n"], money(group["total"]) or Decimal(0), is_more)
        for group in groups
    )
