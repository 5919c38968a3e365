"""Single conditions: what each of the twelve operators lets through. Null passes `notExist` only."""

import operator
from collections.abc import Callable, Mapping
from typing import Any, Final

from sandbox.autotask.problems import invalid
from sandbox.autotask.values import Stored, as_text, stored_form

Matcher = Callable[[Any], bool]
Prepare = Callable[[str], str]

COMPARISONS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "eq": operator.eq,
    "noteq": operator.ne,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}
TEXT: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "beginswith": str.startswith,
    "endswith": str.endswith,
    "contains": operator.contains,
}
# Text is compared without regard to case, days without their time; all else as it is stored.
PREPARED: Final[Mapping[str, Prepare]] = {"string": str.lower, "day": lambda text: text[:10]}
OPERATORS: Final = frozenset({*COMPARISONS, *TEXT, "exist", "notexist", "in", "notin"})


def matcher(operation: str, data_type: str, value: object) -> Matcher:
    """Tells whether a stored value passes; `operation` is one of OPERATORS."""
    if operation == "exist":
        return _exists
    if operation == "notexist":
        return _is_missing
    prepared = PREPARED.get(data_type)
    if operation in COMPARISONS:
        return _compared(COMPARISONS[operation], stored_form(data_type, value), prepared)
    if operation in TEXT:
        return _textual(TEXT[operation], as_text(value))
    return _listed(_wanted(data_type, value), prepared, inside=operation == "in")


def list_length(operation: str, value: object) -> int:
    """How many 'OR' conditions one condition counts for."""
    return len(value) if operation == "in" and isinstance(value, list) else 1


def _exists(stored: Any) -> bool:
    return stored is not None


def _is_missing(stored: Any) -> bool:
    return stored is None


def _compared(
    compare: Callable[[Any, Any], bool], wanted: Stored, prepared: Prepare | None
) -> Matcher:
    if prepared is None:
        return lambda stored: stored is not None and compare(stored, wanted)
    return lambda stored: stored is not None and compare(prepared(stored), wanted)


def _textual(compare: Callable[[str, str], bool], wanted: str) -> Matcher:
    return lambda stored: stored is not None and compare(str(stored).lower(), wanted)


def _wanted(data_type: str, value: object) -> frozenset[Stored]:
    if not isinstance(value, list):
        raise invalid("Invalid query syntax. The operators in and notIn need a list of values.")
    return frozenset(stored_form(data_type, element) for element in value)


def _listed(wanted: frozenset[Stored], prepared: Prepare | None, *, inside: bool) -> Matcher:
    if prepared is None:
        return lambda stored: stored is not None and (stored in wanted) is inside
    return lambda stored: stored is not None and (prepared(stored) in wanted) is inside
