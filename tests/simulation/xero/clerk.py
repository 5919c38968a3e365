"""Carries requests out in the books, by Xero's rules (xero-api.md 6 and 7)."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.simulation.xero.books import PREFIXES, Books, Contact, Document, Line, fold
from tests.simulation.xero.rendering import (
    IDS,
    NUMBERS,
    contact_text,
    document_text,
    refused_text,
)

TAKEN = {
    "ACCREC": ("Invoice # must be unique.",),
    "ACCRECCREDIT": ("Credit Note # must be unique.",),
    "PURCHASEORDER": ("Order number must be unique",),
}
DELETED_ORDER = (
    "PurchaseOrder status change is invalid",
    "Deleted PurchaseOrders cannot be updated",
)
PAID = "This document cannot be edited as it has a payment or credit note allocated to it."
CLOSED = "Invoice not of valid status for modification"
ARCHIVED = (
    "The contact with the specified contact details has been archived. The contact must be "
    "un-archived before creating new invoices or credit notes"
)
ARCHIVED_EDIT = (
    "The specified contact details matched an archived contact. Archived contacts cannot "
    "currently be edited via the API."
)
NAME_TAKEN = (
    "The contact name {} is already assigned to another contact. The contact name must be unique "
    "across all active contacts."
)
NO_CONTACT = "A Contact must be specified for this type of transaction"
_OPEN = frozenset({"DRAFT", "SUBMITTED", "AUTHORISED"})
_CENT = Decimal("0.01")

Row = dict[str, Any]


class RefusedError(Exception):
    """Xero's reasons for one element."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


class Clerk:
    """`watch` hears of every creation and change that a program asked for."""

    def __init__(self, books: Books, watch: Callable[[str, Document | Contact], None]) -> None:
        self._books = books
        self._watch = watch
        # By what stands in Url or Reference: reasons for refusing, cents by which a total is off.
        self.refusals: dict[str, tuple[str, ...]] = {}
        self.total_off: dict[str, int] = {}
        self.may_approve = True
        self.merged_are_followed = True

    def element(self, method: str, path: str, row: Row, ms: int) -> str:
        """Carry one element out and say what became of it, as JSON."""
        collection, _, xero_id = path.partition("/")
        try:
            if collection == "Contacts":
                contact = self._contact(method, row)
                return contact_text(contact) + ',"StatusAttributeString":"OK"}'
            document = self._document(method, collection, xero_id, row, ms)
        except RefusedError as refused:
            return refused_text(row, collection, refused.reasons)
        return document_text(document, self._books) + ',"StatusAttributeString":"OK"}'

    def _document(self, method: str, collection: str, xero_id: str, row: Row, ms: int) -> Document:
        kind = str(row.get("Type") or "PURCHASEORDER")
        number = str(row.get(NUMBERS[collection], ""))
        self._refuse_wanted(row)
        if method == "POST":
            wanted = xero_id or str(row.get(IDS[collection], ""))
            if wanted:
                return self._update(self._existing(wanted), row, ms, "updated")
            if number and (known := next(self._books.holders_of(kind, number), None)):
                return self._update(known, row, ms, "overwritten by number")
        return self._create(kind, number, row, ms)

    def _refuse_wanted(self, row: Row) -> None:
        for mark, reasons in self.refusals.items():
            if _carries(row, mark):
                raise RefusedError(*reasons)

    def _existing(self, xero_id: str) -> Document:
        document = self._books.documents.get(xero_id)
        if document is None:
            raise RefusedError("The document with the supplied id was not found for this endpoint.")
        return document

    def _create(self, kind: str, number: str, row: Row, ms: int) -> Document:
        contact = self._contact_of(row)
        self._refuse_taken(kind, number, None)
        document = Document(kind, self._books.fresh_id(), "us", ms)
        document.number = number or self._books.fresh_number(kind)
        document.contact_id = contact.contact_id
        self._fill(document, row)
        document.changed(ms)
        self._books.documents[document.xero_id] = document
        self._watch("created", document)
        return document

    def _refuse_taken(self, kind: str, number: str, own: Document | None) -> None:
        if not number or kind not in PREFIXES:
            return
        for holder in self._books.holders_of(kind, number):
            if holder is not own:
                raise RefusedError(*(TAKEN[kind] if holder.is_alive else DELETED_ORDER))

    def _update(self, document: Document, row: Row, ms: int, how: str) -> Document:
        if document.status not in _OPEN:
            raise RefusedError(CLOSED)
        if document.paid:
            raise RefusedError(PAID)
        _refuse_ending(document, str(row.get("Status", "")))
        contact = self._contact_of(row) if "Contact" in row else None
        number = str(row.get(NUMBERS[document.collection], document.number))
        self._refuse_taken(document.kind, number, document)
        document.number = number or document.number
        document.contact_id = contact.contact_id if contact else document.contact_id
        self._fill(document, row)
        document.changed(ms)
        self._watch(how, document)
        return document

    def _contact_of(self, row: Row) -> Contact:
        contact = self._books.contacts.get(str(row.get("Contact", {}).get("ContactID", "")))
        if contact is None:
            raise RefusedError(NO_CONTACT)
        if contact.merged_into and self.merged_are_followed:
            contact = self._books.survivor(contact)
        if contact.is_archived:
            raise RefusedError(ARCHIVED)
        return contact

    def _fill(self, document: Document, row: Row) -> None:
        wanted = str(row.get("Status", document.status))
        document.status = wanted if self.may_approve or wanted != "AUTHORISED" else "DRAFT"
        document.currency = str(row.get("CurrencyCode", document.currency))
        if document.kind not in ("ACCPAY", "ACCPAYCREDIT"):
            document.reference = str(row.get("Reference", document.reference))
        if document.collection == "Invoices":
            document.url = str(row.get("Url", document.url))
        document.issued_on = str(row.get("Date", document.issued_on))[:10]
        due = row.get("DueDate") or row.get("DeliveryDate") or document.due_on
        document.due_on = str(due)[:10]
        document.is_sent = bool(row.get("SentToContact", document.is_sent))
        if "LineItems" in row:
            document.lines = [self._line(line) for line in row["LineItems"]]
            document.off = 0
        for mark, cents in self.total_off.items():
            if _carries(row, mark):
                document.off = cents

    def _line(self, row: Row) -> Line:
        quantity, price = Decimal(row.get("Quantity", 1)), Decimal(row.get("UnitAmount", 0))
        net = (quantity * price).quantize(_CENT, ROUND_HALF_UP)
        line_id = str(row.get("LineItemID") or self._books.fresh_id())
        return Line(row, int(net * 100), int(Decimal(row.get("TaxAmount", 0)) * 100), line_id)

    def _contact(self, method: str, row: Row) -> Contact:
        name, number = str(row.get("Name", "")), str(row.get("ContactNumber", ""))
        if method == "POST" and (known := self._known_contact(row, name)):
            return self._edit(known, row)
        for other in self._books.contacts.values():
            is_same = bool(number) and other.number == number
            if is_same or (not other.is_archived and fold(other.name) == fold(name)):
                raise RefusedError(NAME_TAKEN.format(name))
        contact = Contact(self._books.fresh_id(), " ".join(name.split()), number, "us")
        contact.tax_number = str(row.get("TaxNumber", ""))
        self._books.contacts[contact.contact_id] = contact
        self._watch("created", contact)
        return contact

    def _known_contact(self, row: Row, name: str) -> Contact | None:
        if wanted := str(row.get("ContactID", "")):
            return self._books.contacts.get(wanted)
        for other in self._books.contacts.values():
            if not other.is_archived and fold(other.name) == fold(name):
                self._watch("overwritten by name", other)
                return other
        return None

    def _edit(self, contact: Contact, row: Row) -> Contact:
        if contact.is_archived:
            raise RefusedError(ARCHIVED_EDIT)
        contact.name = str(row.get("Name", contact.name))
        contact.email = str(row.get("EmailAddress", contact.email))
        contact.tax_number = str(row.get("TaxNumber", contact.tax_number))
        self._watch("edited", contact)
        return contact


def _refuse_ending(document: Document, wanted: str) -> None:
    """A draft is deleted and an approved document voided, an approved order deleted."""
    ending = "DELETED" if document.status in ("DRAFT", "SUBMITTED") else "VOIDED"
    if document.kind == "PURCHASEORDER":
        ending = "DELETED"
    if wanted in ("VOIDED", "DELETED") and wanted != ending:
        raise RefusedError(CLOSED)


def _carries(row: Row, mark: str) -> bool:
    return str(row.get("Url", "")).endswith(mark) or str(row.get("Reference", "")).endswith(mark)
