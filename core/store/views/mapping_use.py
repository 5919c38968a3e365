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
    """Lines of invoices, also where the name is that of a whole one, and their net by currency."""

    lines: int
    money: dict[str, Decimal]


@read
def use_of(connection: str, table: Table, months: int = 12) -> dict[str, Use]:
    """By Autotask's name, over the latest months that were counted."""
    return {name: use for (name,), use in _use_of(connection, table, ("name",), months).items()}


@read
def use_of_categories(connection: str, months: int = 12) -> dict[tuple[str, str], Use]:
    """By tax region and tax category; a category that has no name goes by its id in Autotask."""
    found = _use_of(connection, "regions_categories", ("region", "name"), months)
    return {(region, category): use for (region, category), use in found.items()}


def _use_of(
    connection: str, table: str, names: tuple[str, ...], months: int
) -> dict[tuple[str, ...], Use]:
    found = collection(MappingUseDocument).find({"connection": connection}, {table: 1})
    latest = sorted(found, key=lambda each: str(each["_id"]), reverse=True)[:months]
    counted: dict[tuple[str, ...], int] = defaultdict(int)
    net: dict[tuple[str, ...], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for month in latest:
        for row in month.get(table) or ():
            key = tuple(str(row[name]) for name in names)
            counted[key] += row["n"]
            net[key][row["currency"]] += money(row["net"]) or Decimal(0)
    return {key: Use(n, dict(net[key])) for key, n in counted.items()}


@read
def counted_at(connection: str) -> datetime | None:
    """When the use was last counted; None while it never was."""
    found: dict[str, Any] | None = collection(FigureMarksDocument).find_one(
        {"_id": connection}, {"use_at": 1}
    )
    return (found or {}).get("use_at")
