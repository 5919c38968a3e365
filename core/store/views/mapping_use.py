"""How often what is mapped was used, and how much money went over it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from core.store.documents import FigureMarksDocument, MappingUseDocument
from core.store.views.reading import collection, read
from core.store.views.rows import money

Table = Literal[
    "billing_codes", "tax_regions", "tax_categories", "templates", "lines_of_business",
    "territories",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Use:
    """`lines` of invoices (or invoices, for what a whole invoice has), and their net by currency."""

    lines: int
    money: dict[str, Decimal]


@read
def use_of(connection: str, table: Table, months: int = 12) -> dict[str, Use]:
    """By Autotask's name, over the latest months that were counted."""
    found = collection(MappingUseDocument).find({"connection": connection}, {table: 1})
    latest = sorted(found, key=lambda each: str(each["_id"]), reverse=True)[:months]
    counted: dict[str, int] = defaultdict(int)
    net: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for month in latest:
        for row in month.get(table) or ():
            counted[row["name"]] += row["n"]
            net[row["name"]][row["currency"]] += money(row["net"]) or Decimal(0)
    return {name: Use(n, dict(net[name])) for name, n in counted.items()}


@read
def counted_at(connection: str) -> datetime | None:
    """When the use was last counted; None while it never was."""
    found: dict[str, Any] | None = collection(FigureMarksDocument).find_one(
        {"_id": connection}, {"use_at": 1}
    )
    return (found or {}).get("use_at")
