"""Sales by month: how many invoices reached Xero, their value by currency, how many are faults."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.domain.status import Status
from core.store.documents import InvoiceDocument
from core.store.views.reading import collection, read
from core.store.views.rows import money


@dataclass(frozen=True, slots=True)
class CurrencySales:
    """One currency in one month; credit notes count as negative sales."""

    count: int
    credit_notes: int
    net: Decimal
    total: Decimal
    faults: int


@dataclass(frozen=True, slots=True)
class MonthSales:
    """`month` is YYYY-MM of the invoice date."""

    month: str
    by_currency: dict[str, CurrencySales]

    @property
    def count(self) -> int:
        return sum(sales.count for sales in self.by_currency.values())

    @property
    def faults(self) -> int:
        return sum(sales.faults for sales in self.by_currency.values())


@read
def sales_by_month(connection: str, months: tuple[str, ...]) -> tuple[MonthSales, ...]:
    """One entry for every month asked for, in that order, empty months included."""
    match = {
        "connection": connection,
        "issued_on": {"$gte": f"{min(months)}-01", "$lte": f"{max(months)}-31"},
        "status": {"$in": [Status.COMPLETE.value, Status.FAULT.value]},
    }
    key = {
        "month": {"$substrBytes": ["$issued_on", 0, 7]},
        "currency": "$currency",
        "status": "$status",
    }
    groups = collection(InvoiceDocument).aggregate(
        [
            {"$match": match},
            {
                "$group": {
                    "_id": key,
                    "n": {"$sum": 1},
                    "credits": {"$sum": {"$cond": [{"$lt": ["$total", 0]}, 1, 0]}},
                    "net": {"$sum": "$subtotal"},
                    "total": {"$sum": "$total"},
                }
            },
        ]
    )
    found = _by_month(groups)
    return tuple(MonthSales(month, found.get(month, {})) for month in months)


def _by_month(groups: Iterable[dict[str, Any]]) -> dict[str, dict[str, CurrencySales]]:
    cells: dict[tuple[str, str], dict[str, dict[str, Any]]] = defaultdict(dict)
    for group in groups:
        key = group["_id"]
        cells[key["month"], key["currency"]][key["status"]] = group
    months: dict[str, dict[str, CurrencySales]] = defaultdict(dict)
    for (month, currency), by_status in sorted(cells.items()):
        synced = by_status.get(Status.COMPLETE.value, {})
        months[month][currency] = CurrencySales(
            count=synced.get("n", 0),
            credit_notes=synced.get("credits", 0),
            net=money(synced.get("net")) or Decimal(0),
            total=money(synced.get("total")) or Decimal(0),
            faults=by_status.get(Status.FAULT.value, {}).get("n", 0),
        )
    return months
