"""A line item: an Autotask billing item, or an item of a purchase order."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class LineItem:
    """`net` is what was billed; Autotask's quantity times rate need not equal it (autotask-api)."""

    autotask_id: int
    description: str
    quantity: Decimal
    rate: Decimal
    net: Decimal
    tax: Decimal = Decimal(0)
    billing_code_id: int | None = None
    tax_category_id: int | None = None
    sort_order: int = 0
    line_of_business_id: int | None = None
