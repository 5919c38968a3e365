"""A list's filter as it travels to an actor and stands in a job's document."""

from collections.abc import Mapping
from typing import Any

from core.domain.status import Status
from core.store.views.search import DocumentFilter

FIELDS = ("statuses", "text", "cause", "first_on", "last_on", "currency", "removed", "is_deep")
_STATUSES = frozenset(status.value for status in Status)


def is_filter(told: Mapping[str, Any]) -> bool:
    """Tell whether these are fields of a filter, with statuses that there are."""
    return told.keys() <= set(FIELDS) and set(told.get("statuses") or ()) <= _STATUSES


def filter_of(told: Mapping[str, Any]) -> DocumentFilter:
    """What is not told does not filter."""
    return DocumentFilter(
        text=told.get("text") or "",
        statuses=tuple(Status(each) for each in told.get("statuses") or ()),
        cause=told.get("cause") or "",
        first_on=told.get("first_on") or "",
        last_on=told.get("last_on") or "",
        currency=told.get("currency") or "",
        removed=bool(told.get("removed")),
        is_deep=bool(told.get("is_deep")),
    )


def told_filter(wanted: DocumentFilter) -> dict[str, Any]:
    """The same the other way; what is empty stays at home."""
    filled = {
        "statuses": [status.value for status in wanted.statuses],
        "text": wanted.text,
        "cause": wanted.cause,
        "first_on": wanted.first_on,
        "last_on": wanted.last_on,
        "currency": wanted.currency,
        "removed": wanted.removed,
        "is_deep": wanted.is_deep,
    }
    return {name: value for name, value in filled.items() if value}
