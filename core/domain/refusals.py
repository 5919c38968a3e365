"""Recognises Xero's refusals and warnings by their words, and gives unknown ones a shape.

A text that no pattern knows becomes XERO_REFUSED and is shown unchanged; its shape, the text
without the values of one document, is what unknown texts are counted by.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from core.domain.faults import Fault, make_fault
from core.domain.refusal_patterns import REFUSALS, Patterns

UNKNOWN = "XERO_REFUSED"

_MUST_BE_UNIQUE = re.compile(
    r"must be unique|Another contact has this contact number", re.IGNORECASE
)


class _Match(NamedTuple):
    place: int
    code: str
    values: dict[str, str]


def asks_for_look_up(reasons: Sequence[str]) -> bool:
    """Tell whether Xero says the number is taken: a question to look up, not yet an error."""
    return any(_MUST_BE_UNIQUE.search(reason) for reason in reasons)


def recognise(reasons: Sequence[str], **values: object) -> Fault:
    """Turn Xero's words into a fault; `values` are the document's own (number, company ...).

    Of several reasons the most useful leads; all stay in `vendor_text`.
    """
    return _lead(REFUSALS, reasons, values) or make_fault(
        UNKNOWN, vendor_text="\n".join(reasons), **values
    )


def recognise_warning(warnings: Sequence[str], **values: object) -> Fault | None:
    """What Xero did otherwise than asked although it took the document; None if nothing known."""
    return _lead(REFUSALS, warnings, values)


def is_known(reason: str) -> bool:
    return _match(REFUSALS, reason) is not None


def shape_of(reason: str) -> str:
    """The text without what differs from document to document: `Account code '…' is not valid`."""
    shape = " ".join(reason.split())
    for pattern, mark in _VALUES:
        shape = pattern.sub(mark, shape)
    return shape[:_LONGEST_SHAPE]


_LONGEST_SHAPE = 300
_VALUES = (
    (re.compile(r"https?://\S+"), "{link}"),
    (re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]+\b"), "{e-mail}"),
    (re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE), "{id}"),
    # A quotation, not the apostrophe inside a word.
    (re.compile(r"(?<!\w)['‘“\"]+[^'’”\"]*['’”\"]+(?!\w)"), "'…'"),
    (re.compile(r"\b\d{1,2}-[A-Z][a-z]{2}-\d{4}\b|\b\d{4}-\d\d-\d\d\b"), "{date}"),
    # Numbers, and words with a digit in them: INV-1042, 1.00, A4.
    (re.compile(r"[\w.,/#-]*\d[\w.,/-]*(?<=\w)"), "{n}"),
)


def _lead(patterns: Patterns, texts: Sequence[str], values: dict[str, object]) -> Fault | None:
    found = [match for text in texts if (match := _match(patterns, text))]
    if not found:
        return None
    lead = min(found, key=lambda match: match.place)
    vendor_text = "\n".join(texts)
    return make_fault(lead.code, vendor_text=vendor_text, **{**values, **lead.values})


def _match(patterns: Patterns, text: str) -> _Match | None:
    for place, (code, pattern) in enumerate(patterns):
        if found := pattern.search(text):
            named = {name: said for name, said in found.groupdict().items() if said}
            return _Match(place, code, named)
    return None
