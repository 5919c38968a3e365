"""A payment on a Xero document, as Xero tells it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Payment:
    """`status` is AUTHORISED or DELETED; Xero never changes a payment, it only deletes it."""

    xero_id: str
    xero_invoice_id: str | None
    kind: str
    status: str
    amount: Decimal
    paid_on: date
    updated_at: datetime
    reference: str = ""
