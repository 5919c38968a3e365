"""A mapped draft to the exact bytes that are frozen and sent.

The same drafts always give the same bytes, because the idempotency key stands for them. LineAmount,
SubTotal and Total are never sent: Xero would refuse a difference of a cent that the settling step
finds anyway, and then nothing would be there to compare.
"""

import unicodedata
from collections.abc import Sequence
from typing import Any

from core.clients.exact_json import dump
from core.domain.xero_document import DocumentKind, DraftLine, XeroDraft

_DESCRIPTION_LENGTH = 4000
_TYPES = {DocumentKind.INVOICE: "ACCREC", DocumentKind.CREDIT_NOTE: "ACCRECCREDIT"}
_COLLECTIONS = {DocumentKind.INVOICE: "Invoices", DocumentKind.CREDIT_NOTE: "CreditNotes"}
_NUMBERS = {DocumentKind.INVOICE: "InvoiceNumber", DocumentKind.CREDIT_NOTE: "CreditNoteNumber"}
_IDS = {DocumentKind.INVOICE: "InvoiceID", DocumentKind.CREDIT_NOTE: "CreditNoteID"}

Body = dict[str, Any]


def freeze_documents(drafts: Sequence[XeroDraft]) -> bytes:
    """Write the body that creates these documents; they must all be of one kind."""
    kinds = {draft.kind for draft in drafts}
    if len(kinds) != 1:
        raise ValueError("a batch holds documents of exactly one kind")
    return dump({_COLLECTIONS[kinds.pop()]: [_document(draft) for draft in drafts]})


def freeze_update(draft: XeroDraft, xero_id: str) -> bytes:
    """Write the body that makes the existing document equal to the draft.

    Lines go without ids, so Xero replaces them all; an empty reference is sent to clear the old.
    """
    identity = {_IDS[draft.kind]: xero_id}
    body = identity | _document(draft) | {"Reference": _clean(draft.reference)}
    return dump({_COLLECTIONS[draft.kind]: [body]})


def _document(draft: XeroDraft) -> Body:
    """Contact travels as its id only: any other field of it would edit the contact (Invoices)."""
    body: Body = {
        "Type": _TYPES[draft.kind],
        "Contact": {"ContactID": draft.contact_id},
        _NUMBERS[draft.kind]: draft.number,
        "Date": draft.issued_on.isoformat(),
        "LineAmountTypes": "Exclusive",
        "CurrencyCode": draft.currency,
        "Status": draft.status,
        "LineItems": [_line(line) for line in draft.lines],
    }
    if draft.reference:
        body["Reference"] = _clean(draft.reference)
    return body | _invoice_only(draft) if draft.kind is DocumentKind.INVOICE else body


def _invoice_only(draft: XeroDraft) -> Body:
    """Fields that credit notes don't have, or (SentToContact) have only had since spec 19.0.0."""
    fields: Body = {}
    if draft.due_on is not None:
        fields["DueDate"] = draft.due_on.isoformat()
    if draft.marker_url:
        fields["Url"] = draft.marker_url
    # On any other status Xero answers with the warning that only AUTHORISED may have it updated.
    if draft.is_sent_to_contact and draft.status == "AUTHORISED":
        fields["SentToContact"] = True
    return fields


def _line(line: DraftLine) -> Body:
    return {
        "Description": _cut(_clean(line.description, keep="\n"), _DESCRIPTION_LENGTH),
        "Quantity": line.quantity,
        "UnitAmount": line.unit_amount,
        "AccountCode": line.account_code,
        "TaxType": line.tax_type,
        "TaxAmount": line.tax,
    }


def _clean(text: str, keep: str = "") -> str:
    """Remove what XML (which Xero speaks inside) cannot carry; blanks of all kinds become blanks."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character
        if character in keep or character.isprintable()
        else (" " if character.isspace() else "")
        for character in unified
        if unicodedata.category(character) not in ("Cs", "Cn") or character in keep
    ).strip()


def _cut(text: str, length: int) -> str:
    """Cut to Xero's count of characters, which is .NET's: UTF-16 units, no half of a pair."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", errors="ignore")
