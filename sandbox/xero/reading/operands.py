"""The two sides of a comparison in a `where` clause, and the tests made of them."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.xero.refusals import bad_query

Row = Mapping[str, Any]
Test = Callable[[Row], bool]

COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "=": operator.eq,
    "!=": operator.ne,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
TEXT_TESTS: Mapping[str, Callable[[str, str], bool]] = {
    "Contains": operator.contains,
    "StartsWith": str.startswith,
    "EndsWith": str.endswith,
}
# Text compares without letter case anyway, so these change nothing.
FOLDING = ("ToLower", "ToUpper")
_CLR_NAMES = {
    "text": "String",
    "guid": "Guid",
    "number": "Decimal",
    "date": "DateTime",
    "flag": "Boolean",
}


@dataclass(frozen=True)
class Operand:
    """One side of a comparison."""

    kind: str
    read: Callable[[Row], Any]


def text_test(operand: Operand, method: str, argument: Operand) -> Test:
    """Contains, StartsWith or EndsWith."""
    test = TEXT_TESTS[method]

    def tested(row: Row) -> bool:
        value = operand.read(row)
        if value is None:
            # A method of nothing: the real one fails the whole query too.
            raise bad_query(f"Where clause invocation error: {method}")
        return test(value, argument.read(row))

    return tested


def constant(kind: str, value: Any) -> Operand:
    """A value written into the clause."""
    return Operand(kind, lambda _: value)


def compared(left: Operand, sign: str, right: Operand) -> Test:
    """The test of one comparison; sides of different types are refused as .NET does."""
    if left.kind != right.kind and "null" not in (left.kind, right.kind):
        names = f"'{_CLR_NAMES[left.kind]}' and '{_CLR_NAMES[right.kind]}'"
        raise bad_query(f"Operator '{sign}' incompatible with operand types {names}")
    compare = COMPARE[sign]
    orders = sign in ("<", "<=", ">", ">=")

    def tested(row: Row) -> bool:
        one, other = left.read(row), right.read(row)
        if orders and (one is None or other is None):
            return False
        return compare(one, other)

    return tested
