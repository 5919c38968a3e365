"""Tracking categories on a line."""

from collections.abc import Mapping
from typing import Any

from sandbox.xero.books import Books, Record
from sandbox.xero.documents.ruling import Ruling
from sandbox.xero.elements import Element

_MOST = 2


TOO_MANY = "A maximum of 2 tracking categories can be assigned to a line item."
UNKNOWN = "The tracking option '{}' does not exist in the tracking category '{}'."


def tracking(books: Books, line: Element, ruling: Ruling) -> list[Record]:
    """The pairs that exist, one a category.

    Unknown ones are dropped without a word (xero-node issue 516), or refused: both are told.
    """
    sent = line.children("Tracking")
    if not sent:
        return []
    refuses = books.switches.value("unknown_tracking") == "refused"
    if refuses and len(sent) > _MOST:
        ruling.refuse(TOO_MANY)
    found: dict[str, Record] = {}
    for each in sent:
        pair = _pair(books, each)
        if pair is not None:
            found.setdefault(pair["TrackingCategoryID"], pair)
        elif refuses:
            ruling.refuse(UNKNOWN.format(_told(each, "Option"), _told(each, "Category")))
    return list(found.values())[:_MOST]


def _told(sent: Element, what: str) -> str:
    name = "Name" if what == "Category" else what
    return sent.text(name) or sent.text(f"Tracking{what}ID") or ""


def _pair(books: Books, sent: Element) -> Record | None:
    category_id, option_id = sent.guid("TrackingCategoryID"), sent.guid("TrackingOptionID")
    for category in books.store.all("TrackingCategories"):
        if not _named(category, category_id, "TrackingCategoryID", sent.text("Name")):
            continue
        for option in category["Options"]:
            if _named(option, option_id, "TrackingOptionID", sent.text("Option")):
                return {
                    "Name": category["Name"],
                    "Option": option["Name"],
                    "TrackingCategoryID": category["TrackingCategoryID"],
                    "TrackingOptionID": option["TrackingOptionID"],
                }
    return None


def _named(
    record: Mapping[str, Any], wanted_id: str | None, id_field: str, name: str | None
) -> bool:
    if record["Status"] != "ACTIVE":
        return False
    if wanted_id:
        return bool(record[id_field] == wanted_id)
    return bool(name) and record["Name"].casefold() == str(name).casefold()
