"""Sales by month of the invoice date."""

from core.store.views.figures import CurrencySales, MonthSales, months

__all__ = ["CurrencySales", "MonthSales", "sales_by_month"]


def sales_by_month(connection: str, wanted: tuple[str, ...]) -> tuple[MonthSales, ...]:
    return months(connection, wanted, "issued")
