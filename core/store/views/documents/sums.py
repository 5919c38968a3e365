"""What matches a filter, as figures by currency."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.store.views.documents.shelves import of
from core.store.views.reading import read
from core.store.views.rows import money
from core.store.views.search import DocumentFilter, Kind, condition


@dataclass(frozen=True, slots=True)
class CurrencySum:
    """Documents in one currency, never added up across them. `is_more`: of these, and more."""

    currency: str
    count: int
    total: Decimal
    is_more: bool = False


@read
def sums(
    kind: Kind, connection: str, wanted: DocumentFilter, most: int = 20_000
) -> tuple[CurrencySum, ...]:
    """How many match and their value, by currency, the most frequent first; of `most` at most."""
    steps: list[dict[str, Any]] = [
        {"$match": condition(kind, connection, wanted)},
        {"$limit": most + 1},
        {"$group": {"_id": "$currency", "n": {"$sum": 1}, "total": {"$sum": "$total"}}},
        {"$sort": {"n": -1, "_id": 1}},
    ]
    groups = list(of(kind).aggregate(steps))
    is_more = sum(group["n"] for group in groups) > most
    return tuple(
        CurrencySum(group["_id"], group["n"], money(group["total"]) or Decimal(0), is_more)
        for group in groups
    )
