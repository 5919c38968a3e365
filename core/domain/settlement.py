"""What Xero's answer means for each element of a batch.

Answers are matched by our own number and checked against their position: a number that Xero does
not echo, or that stands elsewhere twice, is no answer at all and has to be looked up.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from core.domain.batch import Element
from core.domain.refusals import asks_for_look_up
from core.domain.xero_document import DocumentKind, ElementAnswer, XeroDocument


@dataclass(frozen=True, slots=True)
class Accepted:
    """Xero has it."""

    element: Element
    answer: ElementAnswer


@dataclass(frozen=True, slots=True)
class Refused:
    """Xero read it and said no."""

    element: Element
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unclear:
    """Look it up before anything else: the number is taken, or no answer fits."""

    element: Element
    reasons: tuple[str, ...] = ()


Outcome = Accepted | Refused | Unclear


def settle(elements: Sequence[Element], answers: Sequence[ElementAnswer]) -> list[Outcome]:
    """Pair every element with its answer."""
    times_seen = Counter(answer.number for answer in answers)
    by_number = {answer.number: answer for answer in answers}
    return [
        _judge(element, by_number.get(element.number), times_seen[element.number])
        for element in elements
    ]


def _judge(element: Element, answer: ElementAnswer | None, times_seen: int) -> Outcome:
    if answer is None or times_seen != 1:
        return Unclear(element)
    if answer.is_accepted:
        return Accepted(element, answer)
    if asks_for_look_up(answer.reasons):
        return Unclear(element, answer.reasons)
    return Refused(element, answer.reasons)


def carries_our_marker(element: Element, document: XeroDocument) -> bool:
    """Tell whether a document found in Xero was made for this element: number and marker agree.

    The marker is the record's address on an invoice, of which the path counts: the product may have
    moved to another host. A credit note carries it in its reference.
    """
    marker_fits = (
        _path(document.marker_url) == _path(element.marker) != ""
        if document.kind is DocumentKind.INVOICE
        else element.marker in document.reference
    )
    return document.number == element.number and marker_fits


def _path(url: str) -> str:
    """The path of an address; "" for a text that is none, as anybody may have typed into Xero."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def is_ours(element: Element, document: XeroDocument) -> bool:
    """Prove that a document may be adopted: number, marker, contact and total agree."""
    return (
        carries_our_marker(element, document)
        and document.contact_id == element.contact_id
        and document.total == element.total
    )
