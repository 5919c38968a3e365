"""A mapped draft to the exact bytes that are frozen and sent.

The same drafts always give the same bytes, because the idempotency key stands for them. LineAmount,
SubTotal and Total are never sent: Xero would refuse a difference of a cent that the settling step
finds anyway, and then nothing would be there to compare.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from core.clients.exact_json import dump
from core.clients.xero.resources import RESOURCES
from core.domain.markers import LINKED_KINDS
from core.domain.plain_text import clean, cut
from core.domain.xero_document import DocumentKind, DraftLine, Tracking, XeroDocument, XeroDraft

_DESCRIPTION_LENGTH = 4000
_TYPES = {
    DocumentKind.INVOICE: "ACCREC",
    DocumentKind.BILL: "ACCPAY",
    DocumentKind.CREDIT_NOTE: "ACCRECCREDIT",
}
_RESOURCES = {
    DocumentKind.INVOICE: RESOURCES["Invoices"],
    DocumentKind.BILL: RESOURCES["Invoices"],
    DocumentKind.CREDIT_NOTE: RESOURCES["CreditNotes"],
    DocumentKind.PURCHASE_ORDER: RESOURCES["PurchaseOrders"],
}

Body = dict[str, Any]


class Frozen(NamedTuple):
    """A body, and how many of the drafts are in it."""

    body: bytes
    taken: int


def path_of(kind: DocumentKind) -> str:
    """Where documents of a kind are created; behind it, an id names one of them."""
    return _RESOURCES[kind].name


def freeze_documents(drafts: Sequence[XeroDraft]) -> bytes:
    """Write the body that creates these documents; they must all be of one kind."""
    return freeze_fitting(drafts, None).body


def freeze_fitting(drafts: Sequence[XeroDraft], most_bytes: int | None) -> Frozen:
    """Write as many of them, from the first on, as fit into a body of that size; at least one."""
    kinds = {draft.kind for draft in drafts}
    if len(kinds) != 1:
        raise ValueError("a batch holds documents of exactly one kind")
    head, tail = b'{"' + path_of(kinds.pop()).encode() + b'":[', b"]}"
    parts: list[bytes] = []
    size = len(head) + len(tail)
    for draft in drafts:
        part = dump(_document(draft))
        size += len(part) + 1
        if parts and most_bytes is not None and size > most_bytes:
            break
        parts.append(part)
    return Frozen(head + b",".join(parts) + tail, len(parts))


def freeze_update(draft: XeroDraft, xero_id: str) -> bytes:
    """Write the body that makes the existing document equal to the draft.

    Lines that go without their ids are replaced; an empty reference is sent to clear the old.
    """
    resource = _RESOURCES[draft.kind]
    cleared = {} if draft.kind is DocumentKind.BILL else {"Reference": clean(draft.reference)}
    body = {resource.id_key: xero_id} | _document(draft) | cleared
    return dump({resource.name: [body]})


def freeze_ending(document: XeroDocument, status: str) -> bytes:
    """Write the body that voids or deletes a document; its number proves whose answer comes back."""
    resource = _RESOURCES[document.kind]
    body = {resource.id_key: document.xero_id, resource.number_key: document.number}
    return dump({resource.name: [body | {"Status": status}]})


def _document(draft: XeroDraft) -> Body:
    """Contact travels as its id only: any other field of it would edit the contact (Invoices)."""
    body: Body = {"Type": _TYPES[draft.kind]} if draft.kind in _TYPES else {}
    body["Contact"] = {"ContactID": draft.contact_id}
    if draft.number:
        body[_RESOURCES[draft.kind].number_key] = draft.number
    body |= {
        "Date": draft.issued_on.isoformat(),
        "LineAmountTypes": "Exclusive",
        "CurrencyCode": draft.currency,
        "Status": draft.status,
        "LineItems": [_line(line) for line in draft.lines],
    }
    # A bill has no reference: Xero drops the value (Invoices).
    if draft.reference and draft.kind is not DocumentKind.BILL:
        body["Reference"] = clean(draft.reference)
    if draft.branding_theme_id:
        body["BrandingThemeID"] = draft.branding_theme_id
    return body | _linked_only(draft) if draft.kind in LINKED_KINDS else body


def _linked_only(draft: XeroDraft) -> Body:
    """Fields of invoices and bills.

    Credit notes and orders have no Url and no due date, and SentToContact only since spec 19.0.0.
    """
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
    body: Body = {"LineItemID": line.xero_id} if line.xero_id else {}
    if line.item_code:
        body["ItemCode"] = line.item_code
    body |= {
        "Description": cut(clean(line.description, keep="\n"), _DESCRIPTION_LENGTH),
        "Quantity": line.quantity,
        "UnitAmount": line.unit_amount,
        "AccountCode": line.account_code,
    }
    # Without a type Xero takes the account's and computes the tax itself.
    if line.tax_type:
        body |= {"TaxType": line.tax_type, "TaxAmount": line.tax}
    # An array even for one: a lone object gets a 500 as its answer.
    if line.tracking:
        body["Tracking"] = [_tracking(each) for each in line.tracking]
    return body


def _tracking(tracking: Tracking) -> Body:
    """By ids and names, as far as we know them: Xero's lists leave the option's id out."""
    fields = {
        "TrackingCategoryID": tracking.category_id,
        "Name": tracking.category,
        "TrackingOptionID": tracking.option_id,
        "Option": tracking.option,
    }
    return {key: value for key, value in fields.items() if value}
