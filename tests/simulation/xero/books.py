"""What the organisation has in its books: documents and contacts, with who made and changed them."""

from collections.abc import Iterator
from itertools import count
from typing import Any

COLLECTIONS = {
    "ACCREC": "Invoices",
    "ACCPAY": "Invoices",
    "ACCRECCREDIT": "CreditNotes",
    "ACCPAYCREDIT": "CreditNotes",
    "PURCHASEORDER": "PurchaseOrders",
}
PREFIXES = {"ACCREC": "INV", "ACCRECCREDIT": "CN", "PURCHASEORDER": "PO"}


class Document:
    """A document; amounts are cents. `marks` are the moments at which a bookkeeper changed it."""

    def __init__(self, kind: str, xero_id: str, made_by: str, ms: int) -> None:
        self.kind = kind
        self.xero_id = xero_id
        self.made_by = made_by
        self.made_at = ms
        self.number = ""
        self.contact_id = ""
        self.status = "DRAFT"
        self.currency = "NZD"
        self.reference = ""
        self.url = ""
        self.issued_on = ""
        self.due_on = ""
        self.is_sent = False
        self.lines: list[Line] = []
        self.off = 0
        self.paid = 0
        self.updated_at = ms
        self.touched_at: list[int] = []
        self.text: str | None = None

    @property
    def collection(self) -> str:
        return COLLECTIONS[self.kind]

    @property
    def subtotal(self) -> int:
        return sum(line.net for line in self.lines) + self.off

    @property
    def tax(self) -> int:
        return sum(line.tax for line in self.lines)

    @property
    def total(self) -> int:
        return self.subtotal + self.tax

    @property
    def is_alive(self) -> bool:
        return self.status != "DELETED"

    def changed(self, ms: int) -> None:
        self.updated_at = ms
        self.text = None


class Line:
    """A line; quantity and price as they were written."""

    __slots__ = (
        "account", "description", "line_id", "net", "price", "quantity", "tax", "tax_type",
    )  # fmt: skip

    def __init__(self, row: dict[str, Any], net: int, tax: int, line_id: str) -> None:
        self.description = str(row.get("Description", ""))
        self.quantity = str(row.get("Quantity", "1"))
        self.price = str(row.get("UnitAmount", "0"))
        self.account = str(row.get("AccountCode", ""))
        self.tax_type = str(row.get("TaxType", ""))
        self.net = net
        self.tax = tax
        self.line_id = line_id


class Contact:
    """A contact; `number` is unique for ever, `name` among the active."""

    def __init__(self, contact_id: str, name: str, number: str, made_by: str) -> None:
        self.contact_id = contact_id
        self.name = name
        self.number = number
        self.made_by = made_by
        self.email = ""
        self.tax_number = ""
        self.is_archived = False
        self.merged_into = ""


class Books:
    """Everything, by id, in the order in which it was made."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.contacts: dict[str, Contact] = {}
        self._ids = count(1)
        self._numbers = {kind: count(1) for kind in PREFIXES}

    def fresh_id(self) -> str:
        return f"00000000-0000-4000-8000-{next(self._ids):012d}"

    def fresh_number(self, kind: str) -> str:
        """Xero's own numbering; a bill without a number has none."""
        if kind not in PREFIXES:
            return ""
        taken = {document.number for document in self.documents.values()}
        while True:
            number = f"{PREFIXES[kind]}-{next(self._numbers[kind]):04d}"
            if number not in taken:
                return number

    def holders_of(self, kind: str, number: str) -> Iterator[Document]:
        """Who holds a number: a voided invoice does, a deleted one doesn't, a deleted order does."""
        for document in self.documents.values():
            is_holding = document.is_alive or kind == "PURCHASEORDER"
            if is_holding and document.kind == kind and document.number == number:
                yield document

    def survivor(self, contact: Contact) -> Contact:
        while contact.merged_into:
            contact = self.contacts[contact.merged_into]
        return contact


def fold(name: str) -> str:
    return " ".join(name.split()).casefold()
