"""The documents of a model Xero: what is in here exists, and Xero's own rules hold."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import count
from typing import Any

from core.domain.markers import marks_in
from core.domain.xero_document import (
    DocumentKind,
    DraftLine,
    ElementAnswer,
    Tracking,
    XeroDocument,
)
from tests.fakes.clock import FakeClock

NUMBER_TAKEN = {
    DocumentKind.INVOICE: "Invoice # must be unique.",
    DocumentKind.CREDIT_NOTE: "Credit Note # must be unique.",
    DocumentKind.PURCHASE_ORDER: "Order number must be unique",
}
DELETED_ORDER = (
    "PurchaseOrder status change is invalid",
    "Deleted PurchaseOrders cannot be updated",
)
PAID = "This document cannot be edited as it has a payment or credit note allocated to it."
CLOSED = "Invoice not of valid status for modification"
GONE = "The document does not exist."
ALLOCATED = (
    "The status {} cannot be applied to the invoice because it has payments or credit notes "
    "allocated to it."
)
ENDINGS = {"DRAFT": "DELETED", "SUBMITTED": "DELETED", "AUTHORISED": "VOIDED"}

_TYPES = {"ACCPAY": DocumentKind.BILL, "ACCREC": DocumentKind.INVOICE}
_KINDS = {
    "CreditNotes": DocumentKind.CREDIT_NOTE,
    "PurchaseOrders": DocumentKind.PURCHASE_ORDER,
}
_PREFIXES = {
    DocumentKind.INVOICE: "XI-",
    DocumentKind.CREDIT_NOTE: "XC-",
    DocumentKind.PURCHASE_ORDER: "XP-",
}
_KEYS = {
    "Invoices": ("InvoiceID", "InvoiceNumber"),
    "CreditNotes": ("CreditNoteID", "CreditNoteNumber"),
    "PurchaseOrders": ("PurchaseOrderID", "PurchaseOrderNumber"),
}

Row = dict[str, Any]


@dataclass
class Books:
    """Creates and changes documents as Xero does."""

    clock: FakeClock
    contact_name: Callable[[str], str]
    documents: dict[str, XeroDocument] = field(default_factory=dict)
    # Reasons by number or mark: Xero refuses these elements.
    refusals: dict[str, tuple[str, ...]] = field(default_factory=dict)
    # Cents by number by which Xero comes out with another total.
    total_off: dict[str, Decimal] = field(default_factory=dict)
    may_approve: bool = True

    def __post_init__(self) -> None:
        self._ids = count(1)
        self._changes = count(1)

    def live(self) -> Iterable[XeroDocument]:
        """A deleted document gave up its number; a voided one keeps it."""
        return (each for each in self.documents.values() if each.status != "DELETED")

    def edit(self, xero_id: str, **changes: Any) -> None:
        """A bookkeeper changes a document."""
        changed = replace(self.documents[xero_id], **changes)
        self.documents[xero_id] = replace(changed, updated_at=self._stamp())

    def execute(self, method: str, resource: str, rows: list[Row]) -> tuple[ElementAnswer, ...]:
        act = self._create if method == "PUT" else self._update
        return tuple(act(resource, index, row) for index, row in enumerate(rows))

    def _create(self, resource: str, index: int, row: Row) -> ElementAnswer:
        kind = _kind(resource, row)
        number = row.get(_KEYS[resource][1], "")
        if not number and kind is not DocumentKind.BILL:
            number = f"{_PREFIXES[kind]}{next(self._ids):04}"
            row = row | {_KEYS[resource][1]: number}
            reasons = self._refusal("", row)
        else:
            reasons = self._refusal(number, row) or self._taken(kind, number, but="")
        if reasons:
            return _refused(resource, index, row, reasons)
        xero_id = f"{kind.value}-{next(self._ids)}"
        document = self._to_document(kind, xero_id, row, resource)
        self.documents[xero_id] = document
        return _accepted(index, document)

    def _update(self, resource: str, index: int, row: Row) -> ElementAnswer:
        before = self.documents.get(row[_KEYS[resource][0]])
        if before is None:
            return _refused(resource, index, row, (GONE,))
        if row.get("Status") in ("VOIDED", "DELETED"):
            return self._end(resource, index, before, row)
        number = row.get(_KEYS[resource][1], before.number)
        row = row | {_KEYS[resource][1]: number}
        reasons = self._refusal(number, row) or self._taken(before.kind, number, but=before.xero_id)
        if before.has_payments:
            reasons = (PAID,)
        elif before.status not in ("DRAFT", "SUBMITTED", "AUTHORISED"):
            reasons = (CLOSED,)
        if reasons:
            return _refused(resource, index, row, reasons)
        document = self._to_document(before.kind, before.xero_id, row, resource)
        self.documents[before.xero_id] = document
        return _accepted(index, document)

    def _end(self, resource: str, index: int, before: XeroDocument, row: Row) -> ElementAnswer:
        """A draft is deleted, an approved document voided, and nothing else; both are final."""
        wanted = row["Status"]
        reasons = self._refusal(before.number, row)
        if before.has_payments:
            reasons = (ALLOCATED.format(wanted),)
        elif ENDINGS.get(before.status) != wanted:
            reasons = (CLOSED,)
        if reasons:
            return _refused(resource, index, row, reasons)
        document = replace(before, status=wanted, updated_at=self._stamp())
        self.documents[before.xero_id] = document
        return _accepted(index, document)

    def _refusal(self, number: str, row: Row) -> tuple[str, ...]:
        marks = marks_in(row.get("Url", "")) | marks_in(row.get("Reference", ""))
        found = [self.refusals[each] for each in (number, *marks) if each in self.refusals]
        return found[0] if found else ()

    def _taken(self, kind: DocumentKind, number: str, but: str) -> tuple[str, ...]:
        if kind is DocumentKind.BILL:
            return ()
        holders = [
            each
            for each in self.documents.values()
            if (each.kind, each.number) == (kind, number) and each.xero_id != but
        ]
        if any(each.status != "DELETED" for each in holders):
            return (NUMBER_TAKEN[kind],)
        return DELETED_ORDER if holders and kind is DocumentKind.PURCHASE_ORDER else ()

    def _to_document(
        self, kind: DocumentKind, xero_id: str, row: Row, resource: str
    ) -> XeroDocument:
        number = row.get(_KEYS[resource][1], "")
        lines = tuple(self._to_line(line) for line in row["LineItems"])
        subtotal = sum((line.net for line in lines), Decimal(0)) + self.total_off.get(number, 0)
        tax = sum((line.tax for line in lines), Decimal(0))
        contact_id = row["Contact"]["ContactID"]
        is_drafted = row["Status"] == "AUTHORISED" and not self.may_approve
        return XeroDocument(
            kind=kind,
            xero_id=xero_id,
            number=number,
            contact_id=contact_id,
            contact_name=self.contact_name(contact_id),
            status="DRAFT" if is_drafted else row["Status"],
            currency=row["CurrencyCode"],
            subtotal=subtotal,
            tax=tax,
            total=subtotal + tax,
            amount_due=subtotal + tax,
            reference=row.get("Reference", ""),
            marker_url=row.get("Url", ""),
            issued_on=date.fromisoformat(row["Date"]),
            due_on=date.fromisoformat(row["DueDate"]) if "DueDate" in row else None,
            is_sent_to_contact=bool(row.get("SentToContact")),
            branding_theme_id=row.get("BrandingThemeID", ""),
            updated_at=self._stamp(),
            lines=lines,
        )

    def _to_line(self, line: Row) -> DraftLine:
        quantity, price = Decimal(line["Quantity"]), Decimal(line["UnitAmount"])
        return DraftLine(
            description=line["Description"],
            quantity=quantity,
            unit_amount=price,
            account_code=line["AccountCode"],
            tax_type=line.get("TaxType", ""),
            net=(quantity * price).quantize(Decimal("0.01"), ROUND_HALF_UP),
            tax=Decimal(line["TaxAmount"]),
            tracking=tuple(
                Tracking(
                    each.get("TrackingCategoryID", ""),
                    each.get("TrackingOptionID", ""),
                    each.get("Name", ""),
                    each.get("Option", ""),
                )
                for each in line.get("Tracking", ())
            ),
            xero_id=line.get("LineItemID") or f"line-{next(self._ids)}",
            item_code=line.get("ItemCode", ""),
        )

    def _stamp(self) -> datetime:
        """No two changes happen at the same instant."""
        return self.clock() + timedelta(milliseconds=next(self._changes))


def _kind(resource: str, row: Row) -> DocumentKind:
    return _KINDS.get(resource) or _TYPES[row.get("Type", "ACCREC")]


def _marker(kind: DocumentKind, url: str, reference: str) -> str:
    return url if kind in (DocumentKind.INVOICE, DocumentKind.BILL) else reference


def _accepted(index: int, document: XeroDocument) -> ElementAnswer:
    marker = _marker(document.kind, document.marker_url, document.reference)
    return ElementAnswer(index, document.number, marker, document=document)


def _refused(resource: str, index: int, row: Row, reasons: tuple[str, ...]) -> ElementAnswer:
    marker = _marker(_kind(resource, row), row.get("Url", ""), row.get("Reference", ""))
    return ElementAnswer(index, row.get(_KEYS[resource][1], ""), marker, reasons=reasons)
