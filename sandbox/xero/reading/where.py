"""The subset of Xero's `where` language that its documents show, as a recursive descent parser."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sandbox.xero.reading.fields import FIELDS, Fields, value_of
from sandbox.xero.reading.tokens import Token, tokens_of
from sandbox.xero.refusals import bad_query

Row = Mapping[str, Any]
Test = Callable[[Row], bool]

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "=": operator.eq,
    "!=": operator.ne,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TEXT_TESTS: Mapping[str, Callable[[str, str], bool]] = {
    "Contains": operator.contains,
    "StartsWith": str.startswith,
    "EndsWith": str.endswith,
}
# Text compares without letter case anyway, so these change nothing.
_FOLDING = ("ToLower", "ToUpper")
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


def where(clause: str, noun: str) -> Test:
    """A test for rows of a type; QueryParseException for what does not parse."""
    parser = _Parser(tokens_of(clause), noun)
    test = parser.alternatives()
    parser.finish()
    return test


class _Parser:
    def __init__(self, tokens: list[Token], noun: str) -> None:
        self._tokens = tokens
        self._noun = noun
        self._fields: Fields = FIELDS[noun]
        self._at = 0

    def _peek(self) -> Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else Token("end", "")

    def _next(self) -> Token:
        token = self._peek()
        self._at += 1
        return token

    def _took(self, *texts: str) -> bool:
        token = self._peek()
        found = token.kind in ("sign", "name") and token.text.upper() in texts
        self._at += found
        return found

    def _expect(self, text: str) -> None:
        if not self._took(text):
            raise bad_query(f"'{text}' expected")

    def finish(self) -> None:
        if self._peek().kind != "end":
            raise bad_query("Syntax error")

    def alternatives(self) -> Test:
        tests = [self._conditions()]
        while self._took("||", "OR"):
            tests.append(self._conditions())
        return tests[0] if len(tests) == 1 else lambda row: any(test(row) for test in tests)

    def _conditions(self) -> Test:
        tests = [self._condition()]
        while self._took("&&", "AND"):
            tests.append(self._condition())
        return tests[0] if len(tests) == 1 else lambda row: all(test(row) for test in tests)

    def _condition(self) -> Test:
        if self._took("!", "NOT"):
            denied = self._condition()
            return lambda row: not denied(row)
        if self._took("("):
            inner = self.alternatives()
            self._expect(")")
            return inner
        return self._comparison()

    def _comparison(self) -> Test:
        left = self._operand()
        token = self._peek()
        if token.kind != "sign" or token.text not in _COMPARE:
            return self._as_flag(left)
        self._next()
        return _compared(left, token.text, self._operand())

    def _as_flag(self, operand: Operand) -> Test:
        if operand.kind != "flag":
            raise bad_query("Expression of type 'Boolean' expected")
        return lambda row: operand.read(row) is True

    def _operand(self) -> Operand:
        token = self._next()
        if token.kind == "text":
            return _constant("text", token.text.lower())
        if token.kind == "number":
            return _constant("number", Decimal(token.text.rstrip("mM")))
        if token.kind == "name":
            return self._named(token.text)
        raise bad_query("Expression expected")

    def _named(self, name: str) -> Operand:
        constants = {"null": ("null", None), "true": ("flag", True), "false": ("flag", False)}
        if name.lower() in constants:
            kind, value = constants[name.lower()]
            return _constant(kind, value)
        if name.lower() == "datetime":
            return self._date()
        if name.lower() in ("guid", "guid.parse"):
            return self._guid()
        return self._field(name)

    def _date(self) -> Operand:
        self._expect("(")
        parts = [self._whole()]
        while self._took(","):
            parts.append(self._whole())
        self._expect(")")
        try:
            return _constant("date", datetime(*parts, tzinfo=UTC))  # type: ignore[misc, arg-type]
        except (ValueError, TypeError):
            raise bad_query("No applicable constructor exists in type 'DateTime'") from None

    def _whole(self) -> int:
        token = self._next()
        if token.kind != "number" or not token.text.isdigit():
            raise bad_query("Integer expected")
        return int(token.text)

    def _guid(self) -> Operand:
        self._expect("(")
        token = self._next()
        self._expect(")")
        try:
            return _constant("guid", str(UUID(token.text)))
        except ValueError:
            raise bad_query(
                "Guid should contain 32 digits with 4 dashes "
                "(xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx)."
            ) from None

    def _field(self, name: str) -> Operand:
        path, method = name, ""
        known = {field.lower(): field for field in self._fields}
        while path.lower() not in known:
            path, _, last = path.rpartition(".")
            if not path or (last not in _TEXT_TESTS and last not in _FOLDING):
                missing = name.split(".")[0]
                raise bad_query(f"No property or field '{missing}' exists in type '{self._noun}'")
            method = method or last
        field = known[path.lower()]
        kind = self._fields[field]
        operand = Operand(kind, lambda row: value_of(row, field, kind))
        return self._called(operand, method) if method else operand

    def _called(self, operand: Operand, method: str) -> Operand:
        self._expect("(")
        if method in _FOLDING:
            self._expect(")")
            return operand
        argument = self._operand()
        self._expect(")")
        if operand.kind != "text" or argument.kind != "text":
            raise bad_query(f"No applicable method '{method}' exists in type '{self._noun}'")
        return Operand("flag", _text_test(operand, method, argument))


def _text_test(operand: Operand, method: str, argument: Operand) -> Callable[[Row], bool]:
    test = _TEXT_TESTS[method]

    def tested(row: Row) -> bool:
        value = operand.read(row)
        if value is None:
            # A method of nothing: the real one fails the whole query too.
            raise bad_query(f"Where clause invocation error: {method}")
        return test(value, argument.read(row))

    return tested


def _constant(kind: str, value: Any) -> Operand:
    return Operand(kind, lambda _: value)


def _compared(left: Operand, sign: str, right: Operand) -> Test:
    if left.kind != right.kind and "null" not in (left.kind, right.kind):
        names = f"'{_CLR_NAMES[left.kind]}' and '{_CLR_NAMES[right.kind]}'"
        raise bad_query(f"Operator '{sign}' incompatible with operand types {names}")
    compare = _COMPARE[sign]
    orders = sign in ("<", "<=", ">", ">=")

    def tested(row: Row) -> bool:
        one, other = left.read(row), right.read(row)
        if orders and (one is None or other is None):
            return False
        return compare(one, other)

    return tested
