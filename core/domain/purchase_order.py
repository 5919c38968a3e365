"""An Autotask purchase order in the product's own form."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.domain.line_item import LineItem
from core.domain.money import to_cents


@dataclass(frozen=True, slots=True)
class PurchaseOrder:
    """Autotask has no total field: it is the items and the freight (PurchaseOrders entity)."""

    autotask_id: int
    number: str | None
    vendor_id: int
    status: str
    created_at: datetime
    ordered_on: date | None
    freight: Decimal = Decimal(0)
    memo: str = ""
    lines: tuple[LineItem, ...] = ()

    @property
    def subtotal(self) -> Decimal:
        return to_cents(sum((line.net for line in self.lines), Decimal(0)))

    @property
    def total(self) -> Decimal:
        return self.subtotal + to_cents(self.freight)
