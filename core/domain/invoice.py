"""An Autotask invoice in the product's own form."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.domain.line_item import LineItem
from core.domain.money import to_cents


@dataclass(frozen=True, slots=True)
class Invoice:
    """What Autotask billed. `header_*` are the invoice's own totals, kept apart from the lines."""

    autotask_id: int
    number: str | None
    company_id: int
    issued_on: date
    due_on: date | None
    created_at: datetime
    header_total: Decimal
    header_tax: Decimal
    tax_region: str | None = None
    order_number: str | None = None
    payment_term_id: int | None = None
    template_id: int | None = None
    is_voided: bool = False
    voided_at: datetime | None = None
    # False while an outside tax engine is still working (Autotask invoiceStatus -3).
    is_final: bool = True
    paid_on: date | None = None
    exported_at: datetime | None = None
    lines: tuple[LineItem, ...] = ()

    @property
    def net(self) -> Decimal:
        return sum((line.net for line in self.lines), Decimal(0))

    @property
    def tax(self) -> Decimal:
        return sum((line.tax for line in self.lines), Decimal(0))

    @property
    def total(self) -> Decimal:
        """Net and tax, each rounded to cents as it will stand in Xero."""
        return to_cents(self.net) + to_cents(self.tax)
