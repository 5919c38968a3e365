"""What Xero refuses of a purchase order: statuses, numbers, suppliers."""

from collections.abc import Mapping
from typing import Any

from sandbox.xero.books import Books, Record
from sandbox.xero.contact_rules import folded
from sandbox.xero.documents import parties
from sandbox.xero.documents.kinds import PURCHASE_ORDER
from sandbox.xero.documents.ruling import Ruling
from sandbox.xero.elements import Element

STATUSES = ("DRAFT", "SUBMITTED", "AUTHORISED", "BILLED", "DELETED")
APPROVED = ("AUTHORISED", "BILLED")
CHANGE_INVALID = "PurchaseOrder status change is invalid"
IS_DELETED = "Deleted PurchaseOrders cannot be updated"
SENT_TOO_EARLY = "Only AUTHORISED and BILLED purchase orders may have SentToContact updated."
_OPEN = frozenset(STATUSES)
_NEXT = {
    "DRAFT": _OPEN,
    "SUBMITTED": _OPEN,
    "AUTHORISED": frozenset({"AUTHORISED", "BILLED", "DELETED"}),
    "BILLED": frozenset({"AUTHORISED", "BILLED", "DELETED"}),
}


def check_status(old: Mapping[str, Any] | None, wanted: str, ruling: Ruling) -> None:
    """An order may begin in any status but DELETED, which is final."""
    if old is None:
        if wanted == "DELETED":
            ruling.refuse(CHANGE_INVALID)
    elif old["Status"] == "DELETED":
        ruling.refuse(CHANGE_INVALID)
        ruling.refuse(IS_DELETED)
    elif wanted not in _NEXT[old["Status"]]:
        ruling.refuse(CHANGE_INVALID)


def check_number(books: Books, draft: Mapping[str, Any], ruling: Ruling) -> None:
    """Numbers are unique among all orders, deleted ones included."""
    kind = PURCHASE_ORDER
    number = draft[kind.number_field]
    if len(number) > 255:
        ruling.refuse(f"{kind.number_field} must be 255 characters or less.")
    others = [
        other
        for other in (books.find(kind.entity, kind.number_field, number) if number else [])
        if other[kind.id_field] != draft[kind.id_field]
    ]
    if others:
        ruling.refuse(kind.number_taken)


def supplier_of(books: Books, sent: Element | None, ruling: Ruling) -> Record | None:
    """The contact of an order, which must exist: an order creates and edits none."""
    if sent is None:
        ruling.refuse(parties.MISSING)
        return None
    contact_id, number = sent.guid("ContactID"), folded(sent.text("ContactNumber") or "")
    if contact_id:
        found = parties.surviving(books, books.get("Contacts", contact_id))
    elif number:
        found = next(iter(books.find("Contacts", "ContactNumber", number)), None)
    else:
        ruling.refuse(parties.UNIDENTIFIED)
        return None
    if found is None:
        ruling.refuse(parties.UNKNOWN)
    elif found["ContactStatus"] != "ACTIVE":
        ruling.refuse(parties.ARCHIVED)
    return found
