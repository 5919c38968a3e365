"""A list's filter as it travels to an actor and stands in a job's document."""

from collections.abc import Callable, Mapping
from typing import Any

from core.domain.status import Status
from core.store.views.search import DocumentFilter

FIELDS = ("statuses", "text", "cause", "first_on", "last_on", "currency", "removed", "is_deep")
# Ten times what the search field of a list takes.
_LONGEST = 2_000
_STATUSES = frozenset(status.value for status in Status)


def is_filter(told: Mapping[str, Any]) -> bool:
    """Tell whether these are fields of a filter, each of its own kind: what travelled may be anything."""
    return all(name in _KINDS and _KINDS[name](value) for name, value in told.items())


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST and "\0" not in value


def _are_statuses(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(
        isinstance(each, str) and each in _STATUSES for each in value
    )


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


_KINDS: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys(FIELDS, _is_text),
    "statuses": _are_statuses,
    "removed": _is_flag,
    "is_deep": _is_flag,
}


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
