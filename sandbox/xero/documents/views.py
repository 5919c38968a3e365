"""How documents look in answers: writes, single reads, pages, summaries and errors all differ."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.xero.books import Books, Record
from sandbox.xero.contact_views import full_contact
from sandbox.xero.documents.kinds import Kind
from sandbox.xero.documents.parts import echoed, listed_line, picked, short_row, written_line

Document = Mapping[str, Any]
_NONE: tuple[Any, ...] = ()

_WRITTEN = (
    "Type", "InvoiceID", "CreditNoteID", "InvoiceNumber", "CreditNoteNumber", "ID", "Reference",
    "Url", "Prepayments", "Overpayments", "AmountDue", "AmountPaid", "RemainingCredit",
    "Allocations", "SentToContact", "CurrencyRate", "IsDiscounted", "HasErrors",
    "InvoicePaymentServices", "UpdatedDateUTCString", "Contact", "DateString", "Date",
    "DueDateString", "DueDate", "ExpectedPaymentDateString", "ExpectedPaymentDate",
    "PlannedPaymentDateString", "PlannedPaymentDate", "BrandingThemeID", "Status",
    "LineAmountTypes", "LineItems", "SubTotal", "TotalTax", "Total", "UpdatedDateUTC",
    "CurrencyCode", "FullyPaidOnDate",
)  # fmt: skip
_READ_ONLY = ("Payments", "CreditNotes", "AmountCredited", "HasAttachments", "Attachments")
_LISTED_ONLY = ("Payments", "CreditNotes", "AmountCredited", "InvoiceAddresses", "HasAttachments")
_INVOICES_ONLY = (
    "Prepayments", "Overpayments", "InvoicePaymentServices", "CreditNotes",
)  # fmt: skip
_NOT_IN_SUMMARY = ("Payments", "HasAttachments", "LineItems")
_NOT_IN_ERROR = (
    "UpdatedDateUTC", "UpdatedDateUTCString", "AmountDue", "AmountPaid", "RemainingCredit",
    "BrandingThemeID", "InvoicePaymentServices",
)  # fmt: skip


class Views:
    """Shows documents of one kind; unit prices with as many decimals as the call asked for."""

    def __init__(self, books: Books, kind: Kind, unit_places: int) -> None:
        self._books = books
        self._kind = kind
        self._unit_places = unit_places

    def written(self, document: Document) -> Record:
        """The answer to a create or update."""
        hidden = () if self._books.switches.value("url_in_write_answers") else ("Url",)
        return picked(self._whole(document), [name for name in _WRITTEN if name not in hidden])

    def single(self, document: Document) -> Record:
        """GET of one."""
        shown = self._whole(document)
        for name in ("Payments", "CreditNotes"):
            if document.get(name):
                shown[name] = _told(document[name])
        if self._kind.is_invoice:
            shown["Attachments"] = self._books.files_of(document[self._kind.id_field])
        return picked(shown, (*_WRITTEN, *_READ_ONLY))

    def listed(self, document: Document, *, with_lines: bool) -> Record:
        """A row of a list; an unpaged list has the key of the lines but not the lines."""
        lines, invoice = document["LineItems"] if with_lines else [], self._kind.is_invoice
        shown = {
            **document,
            **self._constants(document),
            "Payments": document["Payments"],
            **({"CreditNotes": _told(document.get("CreditNotes", []))} if invoice else {}),
            "InvoiceAddresses": [],
            "Contact": short_row(document["Contact"]),
            "LineItems": [listed_line(line, self._unit_places) for line in lines],
        }
        return picked(shown, (*_WRITTEN, *_LISTED_ONLY))

    def summary(self, document: Document) -> Record:
        """A row of a summary."""
        row = self.listed(document, with_lines=False)
        return {name: row[name] for name in row if name not in _NOT_IN_SUMMARY}

    def refused(self, draft: Document) -> Record:
        """The echo of an element that was not accepted."""
        contact = draft.get("Contact", {})
        known = self._books.get("Contacts", str(contact.get("ContactID", "")))
        shown = {
            **draft,
            **self._constants(draft),
            **dict.fromkeys(("Payments", "InvoiceAddresses"), _NONE),
            "HasErrors": True,
            "Contact": full_contact(known) if known else echoed(contact),
            "LineItems": [
                written_line(line, self._unit_places) for line in draft.get("LineItems", [])
            ],
        }
        names = [name for name in (*_WRITTEN, *_LISTED_ONLY) if name not in _NOT_IN_ERROR]
        return picked(shown, names)

    def _whole(self, document: Document) -> Record:
        contact = self._books.get("Contacts", document["Contact"]["ContactID"])
        return {
            **document,
            **self._constants(document),
            "Contact": full_contact(contact or {}),
            "LineItems": [written_line(line, self._unit_places) for line in document["LineItems"]],
            # A write and a single read show these only when there are any.
            "Payments": None,
            "CreditNotes": None,
        }

    def _constants(self, document: Document) -> Record:
        if self._kind.is_invoice:
            return {**dict.fromkeys(_INVOICES_ONLY, _NONE), "HasErrors": False}
        own_id = document[self._kind.id_field]
        return {"ID": own_id, "HasErrors": False, "IsDiscounted": None}


def _told(rows: Sequence[Document]) -> list[Record]:
    """Rows without what the sandbox keeps beside them."""
    return [{name: row[name] for name in row if not name.startswith("_")} for row in rows]
