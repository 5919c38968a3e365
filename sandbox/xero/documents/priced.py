"""What an item on a line stands for: its words, price, account and tax, where none were sent."""

from collections.abc import Mapping
from typing import Any

from sandbox.xero.books import Books, Record
from sandbox.xero.documents.ruling import Ruling
from sandbox.xero.elements import Element

_DETAILS = {"UnitAmount": "UnitPrice", "AccountCode": "AccountCode", "TaxType": "TaxType"}


def priced(
    books: Books, sent: Element, ruling: Ruling, *, sale: bool
) -> tuple[Element, Record | None]:
    """The line with what its item adds, and the item."""
    code = sent.text("ItemCode")
    if not code:
        return sent, None
    item = next(iter(books.find("Items", "Code", code)), None)
    if item is None:
        ruling.refuse(f"Item code '{code}' is not valid")
        return sent, None
    known = {name: value for name, value in sent.sent.items() if value is not None}
    return Element({**_defaults(item, sale), **known}, sent.path), item


def _defaults(item: Mapping[str, Any], sale: bool) -> Record:
    details = item.get("SalesDetails" if sale else "PurchaseDetails") or {}
    text = item.get("Description" if sale else "PurchaseDescription")
    found = {name: details.get(theirs) for name, theirs in _DETAILS.items()}
    return {
        name: value for name, value in {"Description": text, **found}.items() if value is not None
    }


def shown_item(item: Mapping[str, Any]) -> Record:
    """How a line shows its item."""
    names = ("ItemID", "Name", "Code")
    return {name: item[name] for name in names if name in item}
