"""How purchase orders look: unit prices always with four decimals, totals of discounts on writes."""

from collections.abc import Mapping
from typing import Any

from sandbox.xero.books import Books, Record
from sandbox.xero.contact_views import full_contact
from sandbox.xero.documents.parts import echoed, listed_line, picked, short_row, written_line

Order = Mapping[str, Any]
_PLACES = 4
_FIELDS = (
    "PurchaseOrderID", "PurchaseOrderNumber", "DateString", "Date", "DeliveryDateString",
    "DeliveryDate", "ExpectedArrivalDateString", "ExpectedArrivalDate", "DeliveryAddress",
    "AttentionTo", "Telephone", "DeliveryInstructions", "HasErrors", "IsDiscounted",
    "TotalDiscount", "SentToContact", "Reference", "Type", "CurrencyRate", "CurrencyCode",
    "Contact", "BrandingThemeID", "Status", "LineAmountTypes", "LineItems", "SubTotal",
    "TotalTax", "Total", "UpdatedDateUTC", "HasAttachments", "Attachments",
)  # fmt: skip
_SINGLE_ONLY = ("HasAttachments", "Attachments")
# Texts that were never given are left out, not shown empty.
_OPTIONAL = (
    "DeliveryAddress", "AttentionTo", "Telephone", "DeliveryInstructions", "Reference",
)  # fmt: skip


class OrderViews:
    """Shows orders."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def written(self, order: Order) -> Record:
        """The answer to a create or update."""
        return _shown(self._whole(order), _SINGLE_ONLY)

    def single(self, order: Order) -> Record:
        """GET of one."""
        return _shown(
            {**self._whole(order), "Attachments": self._books.files_of(order["PurchaseOrderID"])},
            ("TotalDiscount",),
        )

    def listed(self, order: Order) -> Record:
        """A row of a page."""
        row = {
            **order,
            "HasErrors": False,
            "Contact": short_row(order["Contact"]),
            "LineItems": [listed_line(line, _PLACES) for line in order["LineItems"]],
        }
        return _shown(row, ("TotalDiscount", *_SINGLE_ONLY))

    def refused(self, draft: Order) -> Record:
        """The echo of an element that was not accepted."""
        contact = draft.get("Contact", {})
        known = self._books.get("Contacts", str(contact.get("ContactID", "")))
        row = {
            **draft,
            "HasErrors": True,
            "Contact": full_contact(known) if known else echoed(contact),
            "LineItems": [written_line(line, _PLACES) for line in draft.get("LineItems", [])],
        }
        return _shown(row, ("UpdatedDateUTC", "BrandingThemeID", *_SINGLE_ONLY))

    def _whole(self, order: Order) -> Record:
        contact = self._books.get("Contacts", order["Contact"]["ContactID"])
        return {
            **order,
            "HasErrors": False,
            "Contact": full_contact(contact or {}),
            "LineItems": [written_line(line, _PLACES) for line in order["LineItems"]],
        }


def _shown(order: Order, hidden: tuple[str, ...]) -> Record:
    names = [
        name
        for name in _FIELDS
        if name not in hidden and not (name in _OPTIONAL and not order.get(name))
    ]
    return picked(order, names)
