"""The pieces that every view of a document is made of: lines, contacts, chosen fields."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sandbox.xero.books import Record
from sandbox.xero.documents.amounts import half_up

Part = Mapping[str, Any]
_NONE: tuple[Any, ...] = ()
_LINE = (
    "ItemCode", "Description", "UnitAmount", "TaxType", "TaxAmount", "LineAmount", "AccountCode",
    "Item", "Tracking", "Quantity", "DiscountRate", "DiscountAmount", "LineItemID", "AccountID",
    "ValidationErrors",
)  # fmt: skip


def written_line(line: Part, places: int) -> Record:
    """A line in the answer to a write or a single read."""
    pairs = [dict(pair) for pair in line["Tracking"]]
    shown = _line(line, places, pairs)
    return shown if "Quantity" not in line else {**shown, "ValidationErrors": []}


def listed_line(line: Part, places: int) -> Record:
    """A line in a page; its tracking has no option ids."""
    pairs = [
        {**{name: pair[name] for name in pair if name != "TrackingOptionID"}, "Options": []}
        for pair in line["Tracking"]
    ]
    return _line(line, places, pairs)


def _line(line: Part, places: int, pairs: list[Record]) -> Record:
    shown = {**line, "Tracking": pairs}
    if "UnitAmount" in line:
        shown["UnitAmount"] = half_up(Decimal(line["UnitAmount"]), places)
    return picked(shown, _LINE)


def picked(record: Part, names: Sequence[str]) -> Record:
    """The named fields that have a value, in order: Xero leaves a key out rather than say null."""
    return {name: record[name] for name in names if record.get(name) is not None}


def short_row(contact: Part) -> Record:
    """A contact in a list: its name, and lists that are empty whatever it has."""
    lists = ("Addresses", "Phones", "ContactGroups", "ContactPersons")
    return {
        "ContactID": contact["ContactID"],
        "Name": contact["Name"],
        **dict.fromkeys(lists, _NONE),
        "HasValidationErrors": False,
    }


def echoed(contact: Part) -> Record:
    """What was sent of a contact that is not known."""
    texts = {name: value for name, value in contact.items() if isinstance(value, str)}
    return {**texts, "HasValidationErrors": True}
