"""Which status may follow which (invoices page, status codes)."""

from collections.abc import Mapping
from typing import Any

from sandbox.xero.books import Books
from sandbox.xero.documents.kinds import Kind
from sandbox.xero.documents.paid import is_allocated

_FIRST = frozenset({"DRAFT", "SUBMITTED", "AUTHORISED"})
_NEEDS_RIGHT = frozenset({"AUTHORISED", "PAID", "BILLED"})
_NEXT = {
    "DRAFT": frozenset({"DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"}),
    "SUBMITTED": frozenset({"SUBMITTED", "DRAFT", "AUTHORISED", "DELETED"}),
    "AUTHORISED": frozenset({"AUTHORISED", "VOIDED"}),
    "PAID": frozenset({"PAID"}),
    "VOIDED": frozenset[str](),
    "DELETED": frozenset[str](),
}


def creation_problem(kind: Kind, wanted: str) -> str | None:
    """Why a document cannot begin in this status."""
    return None if wanted in _FIRST else f"{kind.title} not of valid status for creation"


def granted(books: Books, old: Mapping[str, Any] | None, wanted: str, app: str) -> str:
    """The status that a document gets: a user who may not approve gets a draft, without a word.

    Only the user who connected the app is meant, not the people who work in Xero themselves.
    """
    before = old["Status"] if old else "DRAFT"
    if wanted not in _NEEDS_RIGHT or before in _NEEDS_RIGHT:
        return wanted
    return wanted if not app or books.switches.value("approval_rights") else str(before)


def change_problem(kind: Kind, document: Mapping[str, Any], wanted: str) -> str | None:
    """Why a document cannot be edited, or edited into this status."""
    now = document["Status"]
    if wanted != now and is_allocated(document):
        return (
            f"The status {wanted} cannot be applied to the invoice because it has payments or "
            "credit notes allocated to it."
        )
    if wanted not in _NEXT[now]:
        return f"{kind.title} not of valid status for modification"
    return None
