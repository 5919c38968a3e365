"""Tracking categories on a line."""

from collections.abc import Mapping
from typing import Any

from sandbox.xero.books import Books, Record
from sandbox.xero.elements import Element

_MOST = 2


def tracking(books: Books, line: Element) -> list[Record]:
    """The pairs that exist; unknown ones are dropped without a word (xero-node issue 516)."""
    found = [_pair(books, sent) for sent in line.children("Tracking") or []]
    return [pair for pair in found if pair][:_MOST]


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
