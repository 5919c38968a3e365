"""The subset of Xero's `where` language that its documents show, as a recursive descent parser."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from sandbox.xero.reading.fields import FIELDS, Fields, value_of
from sandbox.xero.reading.operands import (
    COMPARE,
    FOLDING,
    TEXT_TESTS,
    Operand,
    Test,
    compared,
    constant,
    text_test,
)
from sandbox.xero.reading.tokens import Token, tokens_of
from sandbox.xero.refusals import bad_query


def where(clause: str, noun: str, *, backslash: bool = False) -> Test:
    """A test for rows of a type; QueryParseException for what does not parse."""
    parser = _Parser(tokens_of(clause, backslash=backslash), noun)
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
        if token.kind != "sign" or token.text not in COMPARE:
            return self._as_flag(left)
        self._next()
        return compared(left, token.text, self._operand())

    def _as_flag(self, operand: Operand) -> Test:
        if operand.kind != "flag":
            raise bad_query("Expression of type 'Boolean' expected")
        return lambda row: operand.read(row) is True

    def _operand(self) -> Operand:
        token = self._next()
        if token.kind == "text":
            return constant("text", token.text.lower())
        if token.kind == "number":
            return constant("number", Decimal(token.text.rstrip("mM")))
        if token.kind == "name":
            return self._named(token.text)
        raise bad_query("Expression expected")

    def _named(self, name: str) -> Operand:
        constants = {"null": ("null", None), "true": ("flag", True), "false": ("flag", False)}
        if name.lower() in constants:
            kind, value = constants[name.lower()]
            return constant(kind, value)
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
            return constant("date", datetime(*parts, tzinfo=UTC))  # type: ignore[misc, arg-type]
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
            return constant("guid", str(UUID(token.text)))
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
            if not path or (last not in TEXT_TESTS and last not in FOLDING):
                missing = name.split(".")[0]
                raise bad_query(f"No property or field '{missing}' exists in type '{self._noun}'")
            method = method or last
        field = known[path.lower()]
        kind = self._fields[field]
        operand = Operand(kind, lambda row: value_of(row, field, kind))
        return self._called(operand, method) if method else operand

    def _called(self, operand: Operand, method: str) -> Operand:
        self._expect("(")
        if method in FOLDING:
            self._expect(")")
            return operand
        argument = self._operand()
        self._expect(")")
        if operand.kind != "text" or argument.kind != "text":
            raise bad_query(f"No applicable method '{method}' exists in type '{self._noun}'")
        return Operand("flag", text_test(operand, method, argument))
