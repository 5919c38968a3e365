"""A list's filters as a condition for MongoDB."""

import re
from dataclasses import dataclass, replace
from typing import Any, Literal

from core.domain.company import fold_name
from core.domain.status import LABELS, Status

Kind = Literal["invoices", "purchase_orders"]

_PARTY = {"invoices": "company_folded", "purchase_orders": "vendor_folded"}
DATED = {"invoices": "issued_on", "purchase_orders": "ordered_on"}
_ID_DIGITS = 12
# Where the code stands that says why a document is in a status.
_CAUSES = {
    Status.FAULT: "fault.code",
    Status.SKIPPED: "skip.code",
    Status.PENDING_SYNC: "hold.code",
}
GIVEN_UP = "WRITE_BACK_GIVEN_UP"
"""As a cause of complete invoices: those of which Autotask could not be told."""


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Days are ISO texts, as stored. An empty field does not filter.

    `removed` asks for what people took off the list, instead of what stands on it. `is_deep` looks
    inside numbers too, and beyond the newest of an unfiltered list ("Search all").
    """

    text: str = ""
    statuses: tuple[Status, ...] = ()
    cause: str = ""
    first_on: str = ""
    last_on: str = ""
    currency: str = ""
    removed: bool = False
    is_deep: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything is filtered; how deep one looks is no filter."""
        return replace(self, is_deep=False) != DocumentFilter()


def condition(
    kind: Kind, connection: str, wanted: DocumentFilter, *, any_status: bool = False
) -> dict[str, Any]:
    """`any_status` leaves out status and cause: the counts beside the status filters need that."""
    clauses: dict[str, Any] = {
        "connection": connection,
        "removed_at": {"$type": "date"} if wanted.removed else None,
    }
    if wanted.currency:
        clauses["currency"] = wanted.currency
    if not any_status:
        if wanted.statuses:
            clauses["status"] = {"$in": [status.value for status in wanted.statuses]}
        if wanted.cause:
            clauses |= _because(wanted)
    days = _between(wanted.first_on, wanted.last_on)
    if days:
        clauses[DATED[kind]] = days
    text = wanted.text.strip()
    if text:
        clauses["$or"] = _matches(kind, text)
    return clauses


def _because(wanted: DocumentFilter) -> dict[str, Any]:
    """A cause is one of a fault now; of other statuses only where just one of them is asked for."""
    asked = wanted.statuses[0] if len(wanted.statuses) == 1 else Status.FAULT
    if asked is Status.COMPLETE and wanted.cause == GIVEN_UP:
        return {"status": asked.value, "write_back_given_up_at": {"$type": "date"}}
    status = asked if asked in _CAUSES else Status.FAULT
    return {"status": status.value, _CAUSES[status]: wanted.cause}


def _between(first: str, last: str) -> dict[str, str]:
    bounds = {"$gte": first, "$lte": last}
    return {operator: day for operator, day in bounds.items() if day}


def _matches(kind: Kind, text: str) -> list[dict[str, Any]]:
    inside = {"$regex": re.escape(text), "$options": "i"}
    ways: list[dict[str, Any]] = [
        {_PARTY[kind]: {"$regex": re.escape(fold_name(text))}},
        {"number": inside},
        {"xero_number": inside},
    ]
    if text.isascii() and text.isdigit() and len(text) <= _ID_DIGITS:
        ways += _ids_that_start_with(int(text))
    ways += [
        {"status": status.value}
        for status, label in LABELS.items()
        if len(text) > 2 and label.casefold().startswith(text.casefold())
    ]
    return ways


def _ids_that_start_with(prefix: int) -> list[dict[str, Any]]:
    """Ranges of numbers, because an index on numbers knows no beginnings of a text."""
    ways: list[dict[str, Any]] = [{"autotask_id": prefix}]
    low, high = prefix, prefix
    while prefix and len(str(low)) < _ID_DIGITS:
        low, high = low * 10, high * 10 + 9
        ways.append({"autotask_id": {"$gte": low, "$lte": high}})
    return ways
