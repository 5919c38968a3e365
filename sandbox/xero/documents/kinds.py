"""What tells invoices, credit notes and purchase orders apart."""

from dataclasses import dataclass

STATUSES = ("DRAFT", "SUBMITTED", "AUTHORISED", "PAID", "VOIDED", "DELETED")
APPROVED = ("SUBMITTED", "AUTHORISED")
LINE_AMOUNT_TYPES = ("Exclusive", "Inclusive", "NoTax")


@dataclass(frozen=True)
class Kind:
    """A document resource; `sale` is the type whose numbers are unique."""

    entity: str
    noun: str
    title: str
    prefix: str
    types: tuple[str, ...]
    sale: str
    number_taken: str
    all_types: tuple[str, ...]

    @property
    def id_field(self) -> str:
        return f"{self.noun}ID"

    @property
    def number_field(self) -> str:
        return f"{self.noun}Number"

    @property
    def is_invoice(self) -> bool:
        return self.noun == "Invoice"

    @property
    def is_order(self) -> bool:
        return self.noun == "PurchaseOrder"


INVOICE = Kind(
    entity="Invoices",
    noun="Invoice",
    title="Invoice",
    prefix="INV-",
    types=("ACCREC", "ACCPAY"),
    sale="ACCREC",
    number_taken="Invoice # must be unique.",
    all_types=(
        "ACCREC",
        "ACCPAY",
        "ACCPAYCREDIT",
        "APOVERPAYMENT",
        "APPREPAYMENT",
        "ACCRECCREDIT",
        "AROVERPAYMENT",
        "ARPREPAYMENT",
    ),
)
CREDIT_NOTE = Kind(
    entity="CreditNotes",
    noun="CreditNote",
    title="Credit Note",
    prefix="CN-",
    types=("ACCRECCREDIT", "ACCPAYCREDIT"),
    sale="ACCRECCREDIT",
    number_taken="Credit Note # must be unique.",
    all_types=("ACCRECCREDIT", "ACCPAYCREDIT"),
)
PURCHASE_ORDER = Kind(
    entity="PurchaseOrders",
    noun="PurchaseOrder",
    title="PurchaseOrder",
    prefix="PO-",
    types=("PURCHASEORDER",),
    sale="",
    number_taken="Order number must be unique",
    all_types=("PURCHASEORDER",),
)
KINDS = (INVOICE, CREDIT_NOTE)
