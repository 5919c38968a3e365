"""Books as Xero writes them: JSON text, made by hand because a run writes thousands of them."""

import json
from collections.abc import Iterable, Sequence

from tests.factories.documents import NOON
from tests.simulation.xero.books import Books, Contact, Document, Line

_EPOCH_MS = int(NOON.timestamp() * 1000)
IDS = {"Invoices": "InvoiceID", "CreditNotes": "CreditNoteID", "PurchaseOrders": "PurchaseOrderID"}
NUMBERS = {
    "Invoices": "InvoiceNumber",
    "CreditNotes": "CreditNoteNumber",
    "PurchaseOrders": "PurchaseOrderNumber",
}
NO_ID = "00000000-0000-0000-0000-000000000000"
_quote = json.dumps


def money(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def instant(ms: int) -> str:
    return f'"/Date({_EPOCH_MS + ms}+0000)/"'


def document_text(document: Document, books: Books) -> str:
    """A document without the closing brace, so that a status can be added."""
    if document.text is None:
        document.text = _document_text(document, books)
    return document.text


def _document_text(document: Document, books: Books) -> str:
    collection = document.collection
    contact = books.contacts.get(document.contact_id)
    due = document.total - document.paid
    name = _quote(contact.name if contact else "")
    parts = [
        f'"Type":"{document.kind}","{IDS[collection]}":"{document.xero_id}"',
        f'"{NUMBERS[collection]}":{_quote(document.number)}',
        f'"Reference":{_quote(document.reference)},"Status":"{document.status}"',
        f'"Contact":{{"ContactID":"{document.contact_id}","Name":{name}}}',
        f'"DateString":"{document.issued_on}T00:00:00","Date":"{document.issued_on}T00:00:00"',
        f'"LineAmountTypes":"Exclusive","CurrencyCode":"{document.currency}"',
        f'"SubTotal":{money(document.subtotal)},"TotalTax":{money(document.tax)}',
        f'"Total":{money(document.total)},"UpdatedDateUTC":{instant(document.updated_at)}',
        f'"HasErrors":false,"LineItems":[{",".join(map(_line_text, document.lines))}]',
        f'"SentToContact":{"true" if document.is_sent else "false"}',
    ]
    if document.due_on:
        parts.append(f'"DueDate":"{document.due_on}T00:00:00"')
    if collection == "Invoices":
        parts.append(f'"Url":{_quote(document.url)},"AmountDue":{money(due)}')
        parts.append(f'"AmountPaid":{money(document.paid)},"AmountCredited":0.0')
    elif collection == "CreditNotes":
        parts.append(f'"RemainingCredit":{money(due)}')
    if document.paid:
        parts.append(f'"Payments":[{{"PaymentID":"p","Amount":{money(document.paid)}}}]')
    return "{" + ",".join(parts)


def _line_text(line: Line) -> str:
    return (
        f'{{"Description":{_quote(line.description)},"Quantity":{line.quantity},'
        f'"UnitAmount":{line.price},"AccountCode":"{line.account}","TaxType":"{line.tax_type}",'
        f'"LineAmount":{money(line.net)},"TaxAmount":{money(line.tax)},'
        f'"LineItemID":"{line.line_id}","Tracking":[],"ValidationErrors":[]}}'
    )


def contact_text(contact: Contact) -> str:
    status = "ARCHIVED" if contact.is_archived else "ACTIVE"
    merged = f',"MergedToContactID":"{contact.merged_into}"' if contact.merged_into else ""
    tax = f',"TaxNumber":{_quote(contact.tax_number)}' if contact.tax_number else ""
    return (
        f'{{"ContactID":"{contact.contact_id}","Name":{_quote(contact.name)},'
        f'"ContactNumber":{_quote(contact.number)},"ContactStatus":"{status}",'
        f'"EmailAddress":{_quote(contact.email)},"HasValidationErrors":false{merged}{tax}'
    )


def refused_text(row: dict[str, object], collection: str, reasons: Sequence[str]) -> str:
    """A refused element: what was sent, an id of zeros, and why."""
    id_key = IDS.get(collection, "ContactID")
    number_key = NUMBERS.get(collection, "ContactNumber")
    errors = ",".join(f'{{"Message":{_quote(reason)}}}' for reason in reasons)
    flag = "HasValidationErrors" if collection == "Contacts" else "HasErrors"
    return (
        f'{{"{id_key}":{_quote(row.get(id_key, NO_ID))},'
        f'"{number_key}":{_quote(row.get(number_key, ""))},'
        f'"Reference":{_quote(row.get("Reference", ""))},"Url":{_quote(row.get("Url", ""))},'
        f'"{flag}":true,"ValidationErrors":[{errors}],"StatusAttributeString":"ERROR"}}'
    )


def envelope(collection: str, texts: Iterable[str], paging: str = "") -> bytes:
    return (
        f'{{"Id":"e","Status":"OK","ProviderName":"Counterfoil",{paging}'
        f'"{collection}":[{",".join(texts)}]}}'
    ).encode()
