"""An Autotask invoice in the product's own form."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.domain.line_item import LineItem
from core.domain.money import to_cents

# invoiceStatus: 1 Success, -3 Waiting For External Taxes (autotask-api section 6).
WAITING_FOR_TAXES = -3
_FINAL = (None, 1)


def is_known_status(status_id: object) -> bool:
    """Tell whether Autotask's documents say what such an invoice waits for, if it waits."""
    return status_id in (*_FINAL, WAITING_FOR_TAXES)


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
    # Autotask's invoiceStatus; tenants without an outside tax engine may have none.
    status_id: int | None = None
    paid_on: date | None = None
    exported_at: datetime | None = None
    lines: tuple[LineItem, ...] = ()

    @property
    def is_final(self) -> bool:
        return self.status_id in _FINAL

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
