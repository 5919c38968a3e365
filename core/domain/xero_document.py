"""What Xero is to get and what Xero says it has, in the product's words.

`XeroDraft` is the result of mapping; the client turns it into a request. `XeroDocument` is a
document as Xero returned it; the client makes it from an answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any


class DocumentKind(StrEnum):
    """Which of Xero's resources a document becomes."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    BILL = "bill"
    PURCHASE_ORDER = "purchase_order"


@dataclass(frozen=True, slots=True)
class Tracking:
    """One tracking option on a line; Xero allows at most two, of different categories."""

    category_id: str
    option_id: str
    category: str
    option: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line for Xero. `net` and `tax` are what Xero has to come out with.

    `xero_id` is Xero's LineItemID once the line exists there. An item or a discount is never ours:
    only a bookkeeper can have put it on the line.
    """

    description: str
    quantity: Decimal
    unit_amount: Decimal
    account_code: str
    tax_type: str
    net: Decimal
    tax: Decimal
    tracking: tuple[Tracking, ...] = ()
    xero_id: str = ""
    item_code: str = ""
    has_discount: bool = False


@dataclass(frozen=True, slots=True)
class XeroDraft:
    """A complete document, ready to be frozen into a request.

    An empty `number` lets Xero number it; then only the marker proves whose it is.
    """

    kind: DocumentKind
    number: str
    contact_id: str
    issued_on: date
    due_on: date | None
    currency: str
    status: str
    reference: str
    # The link that proves a document is ours; credit notes have no such field in Xero.
    marker_url: str
    is_sent_to_contact: bool
    lines: tuple[DraftLine, ...]
    branding_theme_id: str = ""

    @property
    def total(self) -> Decimal:
        return sum((line.net + line.tax for line in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True)
class Applied:
    """Money or credit that stands on a document: a payment, a credit note, an allocation."""

    what: str
    amount: Decimal
    on: date | None


@dataclass(frozen=True, slots=True)
class XeroDocument:
    """A document that exists in Xero. Amounts are Xero's own.

    `has_payments` also tells of what stands on it without being named in `applied`.
    """

    kind: DocumentKind
    xero_id: str
    number: str
    contact_id: str
    contact_name: str
    status: str
    currency: str
    subtotal: Decimal
    tax: Decimal
    total: Decimal
    amount_due: Decimal
    reference: str = ""
    marker_url: str = ""
    issued_on: date | None = None
    due_on: date | None = None
    is_sent_to_contact: bool = False
    has_payments: bool = False
    branding_theme_id: str = ""
    updated_at: datetime | None = None
    lines: tuple[DraftLine, ...] = ()
    applied: tuple[Applied, ...] = ()


@dataclass(frozen=True, slots=True)
class ElementAnswer:
    """Xero's answer for one element of a batch (summarizeErrors=false).

    Either `document` (or `contact_id`) is set, or `reasons` carries why Xero refused. `warnings`
    may come with both.
    """

    index: int
    number: str
    # What Xero echoes of our marker: the Url, or the Reference where a kind has no Url.
    marker: str = ""
    document: XeroDocument | None = None
    contact_id: str | None = None
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    # The element as Xero wrote it, for a record that is traced.
    raw: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_accepted(self) -> bool:
        return not self.reasons and (self.document is not None or self.contact_id is not None)


@dataclass(frozen=True, slots=True)
class XeroContact:
    """A Xero contact as far as matching needs it."""

    xero_id: str
    name: str
    number: str = ""
    account_number: str = ""
    email: str = ""
    is_archived: bool = False
    merged_into_id: str | None = None
