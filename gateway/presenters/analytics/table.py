"""The figures of the bars as a table, by month and currency, with their sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.domain.status import Status
from core.store.views.analytics import CurrencySales, MonthSales
from gateway.presenters.amounts import amount
from gateway.presenters.analytics.bars import list_query
from gateway.presenters.times import month_name


@dataclass(frozen=True, slots=True)
class TableRow:
    """One month, or all of them, in one currency. Queries list the invoices; empty for a sum."""

    name: str
    currency: str
    count: str
    credit_notes: str
    faults: str
    net: str
    total: str
    query: str = ""
    fault_query: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`sums` has a row for each currency: they are never added up."""

    rows: tuple[TableRow, ...]
    sums: tuple[TableRow, ...]


def currencies_in(months: Sequence[MonthSales], base: str) -> tuple[str, ...]:
    """The organisation's own currency first."""
    found = {currency for month in months for currency in month.by_currency}
    return tuple(sorted(found, key=lambda currency: (currency != base, currency)))


def table(months: Sequence[MonthSales], currency: str = "") -> Table:
    """The latest month first; of one currency if one is named."""
    cells = [
        (month.month, each, sales)
        for month in reversed(months)
        for each, sales in month.by_currency.items()
        if currency in ("", each)
    ]
    return Table(
        rows=tuple(
            _row(
                month_name(month),
                each,
                sales,
                list_query(month, Status.COMPLETE, each) if sales.count else "",
                list_query(month, Status.FAULT, each) if sales.faults else "",
            )
            for month, each, sales in cells
        ),
        sums=tuple(
            _row("Together", each, _sum(sales for _, code, sales in cells if code == each))
            for each in dict.fromkeys(code for _, code, _ in cells)
        ),
    )


def _sum(parts: Iterable[CurrencySales]) -> CurrencySales:
    several = tuple(parts)
    return CurrencySales(
        count=sum(each.count for each in several),
        credit_notes=sum(each.credit_notes for each in several),
        net=sum((each.net for each in several), start=several[0].net * 0),
        total=sum((each.total for each in several), start=several[0].total * 0),
        faults=sum(each.faults for each in several),
    )


def _row(
    name: str, currency: str, sales: CurrencySales, query: str = "", fault_query: str = ""
) -> TableRow:
    return TableRow(
        name=name,
        currency=currency,
        count=f"{sales.count:,}",
        credit_notes=f"{sales.credit_notes:,}",
        faults=f"{sales.faults:,}",
        net=amount(sales.net),
        total=amount(sales.total),
        query=query,
        fault_query=fault_query,
    )
