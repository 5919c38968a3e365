"""A list's filters as a condition for MongoDB."""

from dataclasses import dataclass, replace
from typing import Any

from core.domain.status import Status
from core.store.views.ids import MOST_IDS, ids_by, keys_in
from core.store.views.kinds import DATED, Kind
from core.store.views.ways import any_of, ways

__all__ = ["GIVEN_UP", "DocumentFilter", "Kind", "condition"]

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
    clauses = condition_without_text(kind, connection, wanted, any_status=any_status)
    if wanted.text.strip():
        clauses |= _says(kind, connection, wanted)
    return clauses


def _says(kind: Kind, connection: str, wanted: DocumentFilter) -> dict[str, Any]:
    """Few matches are named one by one: nobody has to look for them among all the others."""
    meant = ways(kind, connection, wanted.text.strip(), is_deep=wanted.is_deep)
    if all(way.index for way in meant):
        found = ids_by(kind, connection, meant)
        if len(found) <= MOST_IDS:
            return keys_in(connection, found)
    return any_of(meant)


def condition_without_text(
    kind: Kind, connection: str, wanted: DocumentFilter, *, any_status: bool = False
) -> dict[str, Any]:
    """The same for whoever looks for the text in ways of its own."""
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
    return clauses


def statuses_of(wanted: DocumentFilter) -> tuple[Status, ...]:
    """A cause is one of a fault; of other statuses only where just one of them is asked for."""
    if not wanted.cause:
        return wanted.statuses
    asked = wanted.statuses[0] if len(wanted.statuses) == 1 else Status.FAULT
    is_told = asked in _CAUSES or (asked is Status.COMPLETE and wanted.cause == GIVEN_UP)
    return (asked if is_told else Status.FAULT,)


def _because(wanted: DocumentFilter) -> dict[str, Any]:
    (status,) = statuses_of(wanted)
    if status is Status.COMPLETE:
        return {"status": status.value, "write_back_given_up_at": {"$type": "date"}}
    return {"status": status.value, _CAUSES[status]: wanted.cause}


def _between(first: str, last: str) -> dict[str, str]:
    bounds = {"$gte": first, "$lte": last}
    return {operator: day for operator, day in bounds.items() if day}
