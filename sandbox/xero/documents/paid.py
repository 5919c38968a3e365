"""What may still be changed on a document that has payments (invoices page, updating)."""

from collections.abc import Mapping
from typing import Any

from sandbox.xero.books import Record
from sandbox.xero.documents.ruling import Ruling
from sandbox.xero.elements import Element

LOCKED = "This document cannot be edited as it has a payment or credit note allocated to it."
# The leading blank is Xero's.
LINE_ID_MISSING = " To update fields on a paid invoice line item, you must supply a LineItemID"
_FIXED = ("Type", "Date", "CurrencyCode", "CurrencyRate", "LineAmountTypes", "Total", "TotalTax")
_FIXED_IN_LINE = ("Quantity", "UnitAmount", "LineAmount", "TaxType", "TaxAmount")


def is_allocated(document: Mapping[str, Any]) -> bool:
    """Whether a payment, or a credit note, has been put against a document."""
    return bool(document.get("Payments") or document.get("CreditNotes") or _used(document))


def _used(document: Mapping[str, Any]) -> bool:
    return bool(document.get("Allocations"))


def keep_amounts(old: Mapping[str, Any], draft: Record) -> None:
    """Put back what money rests on: told of bills, where the change is ignored with 200."""
    before = {line["LineItemID"]: line for line in old["LineItems"]}
    draft["LineItems"] = [
        {**line, **{name: known[name] for name in _FIXED_IN_LINE if name in known}}
        for line in draft["LineItems"]
        if (known := before.get(line["LineItemID"]))
    ] or list(old["LineItems"])
    draft |= {name: old[name] for name in (*_FIXED, "SubTotal") if name in old}


def check_paid(
    old: Mapping[str, Any], draft: Mapping[str, Any], sent: Element, ruling: Ruling
) -> None:
    """Amounts, date and currency are fixed once money is allocated."""
    if old.get("CreditNotes") and old["Contact"] != draft["Contact"]:
        ruling.refuse(LOCKED)
        return
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
