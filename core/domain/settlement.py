"""What Xero's answer means for each element of a batch.

Answers are matched by our own number, or by our mark where Xero numbers or keeps no number unique,
and checked against their position: one that Xero does not echo, or that stands elsewhere twice, is
no answer at all and has to be looked up.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.batch import Element, is_unique
from core.domain.markers import is_marked, is_ours_by_mark, marks_in
from core.domain.refusals import asks_for_look_up
from core.domain.xero_document import ElementAnswer, XeroDocument


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

# Purchase orders: the number of a deleted order stays taken, and Xero says so in these words.
_DELETED_ORDER = re.compile(r"Deleted PurchaseOrders cannot be updated", re.IGNORECASE)


def settle(
    elements: Sequence[Element], answers: Sequence[ElementAnswer], *, by_mark: bool = False
) -> list[Outcome]:
    """Pair every element with its answer."""
    if by_mark:
        return _settle_by_mark(elements, answers)
    by_number: dict[str, list[ElementAnswer]] = {}
    for answer in answers:
        by_number.setdefault(answer.number, []).append(answer)
    return [_judge(element, by_number.get(element.number, ())) for element in elements]


def _settle_by_mark(elements: Sequence[Element], answers: Sequence[ElementAnswer]) -> list[Outcome]:
    """Trust a mark only where it was sent: one at another place means that things were mixed up.

    A refusal that echoes no mark is taken for the element at its place.
    """
    by_mark: dict[str, list[ElementAnswer]] = {}
    for answer in answers:
        for mark in marks_in(answer.marker):
            by_mark.setdefault(mark, []).append(answer)
    silent = {
        answer.index: answer
        for answer in answers
        if not marks_in(answer.marker) and not answer.is_accepted
    }
    outcomes = []
    for index, element in enumerate(elements):
        found = [answer for mark in marks_in(element.marker) for answer in by_mark.get(mark, ())]
        if not found and index in silent:
            found = [silent[index]]
        outcomes.append(_judge(element, [answer for answer in found if answer.index == index]))
    return outcomes


def _judge(element: Element, answers: Sequence[ElementAnswer]) -> Outcome:
    if len(answers) != 1:
        return Unclear(element)
    (answer,) = answers
    if answer.is_accepted:
        return Accepted(element, answer)
    if is_taken(answer.reasons):
        return Unclear(element, answer.reasons)
    return Refused(element, answer.reasons)


def is_taken(reasons: Sequence[str]) -> bool:
    """Tell whether Xero says the number is taken: a question to look up, not yet an error."""
    return asks_for_look_up(reasons) or any(_DELETED_ORDER.search(reason) for reason in reasons)


def carries_our_marker(element: Element, document: XeroDocument) -> bool:
    """Tell whether a document found in Xero was made for this element.

    Our mark is on it; and a number that Xero keeps unique is the one that we gave it.
    """
    is_numbered = is_unique(document.kind, element.number)
    has_number = document.number == element.number or not is_numbered
    return has_number and is_marked(document, element.marker)


def is_ours(element: Element, document: XeroDocument) -> bool:
    """Prove that a document may be adopted: number, marker, contact and total agree."""
    return (
        carries_our_marker(element, document)
        and document.contact_id == element.contact_id
        and document.total == element.total
    )


def was_there_before(element: Element, document: XeroDocument) -> bool:
    """Tell whether a document without any mark of ours is the same sale, entered by somebody else.

    Only what a Counterfoil made carries a mark, so none may be on it.
    """
    return (
        not is_ours_by_mark(document)
        and document.number == element.number != ""
        and document.contact_id == element.contact_id
        and document.total == element.total
        and document.currency == element.currency
        and document.status not in ("VOIDED", "DELETED")
    )
