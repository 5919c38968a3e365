"""What may still be changed on a document that has payments (invoices page, updating)."""

from collections.abc import Mapping
from typing import Any

from sandbox.xero.documents.ruling import Ruling
from sandbox.xero.elements import Element

LOCKED = "This document cannot be edited as it has a payment or credit note allocated to it."
# The leading blank is Xero's.
LINE_ID_MISSING = " To update fields on a paid invoice line item, you must supply a LineItemID"
_FIXED = ("Type", "Date", "CurrencyCode", "CurrencyRate", "LineAmountTypes", "Total", "TotalTax")
_FIXED_IN_LINE = ("Quantity", "UnitAmount", "LineAmount", "TaxType", "TaxAmount")


def check_paid(
    old: Mapping[str, Any], draft: Mapping[str, Any], sent: Element, ruling: Ruling
) -> None:
    """Amounts, date and currency are fixed once money is allocated."""
    lines = sent.children("LineItems")
    if lines is not None and any(line.guid("LineItemID") is None for line in lines):
        ruling.refuse(LINE_ID_MISSING)
    elif any(old[name] != draft[name] for name in _FIXED) or _amounts(old) != _amounts(draft):
        ruling.refuse(LOCKED)


def _amounts(document: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    return {
        line["LineItemID"]: tuple(line.get(name) for name in _FIXED_IN_LINE)
        for line in document["LineItems"]
    }
