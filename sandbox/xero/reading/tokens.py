"""Cutting a `where` clause into words."""

import re
from dataclasses import dataclass

from sandbox.xero.refusals import bad_query

_WORD = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<text>"(?:[^"\\]|"")*")
  | (?P<escaped>"(?:[^"\\]|""|\\.)*")
  | (?P<number>-?\d+(?:\.\d+)?[mM]?)
  | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
  | (?P<sign>==|!=|<>|<=|>=|&&|\|\||[=<>(),!])
  | (?P<dot>\.)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """One word: text, number, name or sign."""

    kind: str
    text: str


def tokens_of(clause: str, *, backslash: bool) -> list[Token]:
    """The words of a clause; a doubled quote stands for one, and perhaps one after a backslash."""
    tokens, position = [], 0
    while position < len(clause):
        match = _WORD.match(clause, position)
        if match is None:
            raise bad_query(_complaint(clause[position]))
        position = match.end()
        kind = match.lastgroup or ""
        if kind == "escaped":
            if not backslash:
                raise bad_query("Unterminated string literal")
            tokens.append(Token("text", _unescaped(match[0][1:-1])))
            continue
        if kind == "text":
            tokens.append(Token(kind, match[0][1:-1].replace('""', '"')))
        elif kind != "space":
            tokens.append(Token(kind, match[0]))
    return tokens


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text.replace('""', '"'))


def _complaint(character: str) -> str:
    if character == "'":
        return "Character literal must contain exactly one character"
    if character == '"':
        return "Unterminated string literal"
    return f"Syntax error '{character}'"
